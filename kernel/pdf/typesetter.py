"""The program that sets one document: data of `kernel.pdf.document` comes in, the PDF goes out.

It runs alone (`kernel.pdf.setting`) and imports nothing of ours. Typst sees the template, our fonts and the data: no
other file, no font of the machine, no package, no clock.
"""

import json
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

import typst

HERE = Path(__file__).resolve().parent
#: a long document takes 120 MB; the program's own code is mapped, too
MOST_MEMORY = 2 * 1024**3


def main() -> None:
    """Set the document of the standard input; a fault ends the program with Typst's words."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    data = sys.stdin.buffer.read().decode()
    year, month, day = json.loads(data)["day"]
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(HERE / "fonts")],
    )
    compiler = typst.Compiler(
        (HERE / "template" / "document.typ").read_bytes(),
        root=str(HERE / "template"),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": data},
    )
    at = datetime(year, month, day, tzinfo=UTC)
    printed = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=at)
    if not isinstance(printed, bytes):
        sys.exit("no document came out")
    sys.stdout.buffer.write(printed)


if __name__ == "__main__":
    main()
