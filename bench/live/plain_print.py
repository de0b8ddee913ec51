"""The reference for print: Typst sets the text of the standard input, paragraphs and nothing else, untagged.

`python -I bench/live/plain_print.py`: a process of its own, as ours is; the fonts are those that Typst brings along.
"""

import sys

import typst


def main() -> None:
    """The PDF goes to the standard output."""
    words = sys.stdin.read()
    source = b'#set page("a4")\n#for line in sys.inputs.text.split("\\n") { par(line) }'
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    compiler = typst.Compiler(source, font_paths=fonts, sys_inputs={"text": words})
    printed = compiler.compile(format="pdf")
    if not isinstance(printed, bytes):
        sys.exit("no document came out")
    sys.stdout.buffer.write(printed)


if __name__ == "__main__":
    main()
