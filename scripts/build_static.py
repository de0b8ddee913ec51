"""Build `static/dist/` from `static/css`, `static/js`, `static/img` and `static/vendor`.

No bundler: style sheets are joined in the order of their names and freed of comments, scripts
are delivered as written but for comments on lines of their own, everything gets a hashed name,
text a brotli and a gzip twin. A script names another as `"./live.js"`; the built one says the hashed name.
`.venv/bin/python scripts/build_static.py` writes; a test compares the result with the commit.
"""

import gzip
import hashlib
import json
import re
import sys
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
TEXT = {".css", ".js", ".svg"}


def hashed(name: str, content: bytes) -> str:
    """`app.css` becomes `app.0a1b2c3d4e.css`: a new content is a new address."""
    stem, suffix = name.rsplit(".", 1)
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"


def minified(css: str) -> str:
    """Without comments (but licence notices) and idle spaces; strings are left alone."""
    pieces = re.split(
        r"(\"[^\"]*\"|/\*!.*?\*/)", re.sub(r"/\*[^!].*?\*/", "", css, flags=re.S), flags=re.S
    )
    for number, piece in enumerate(pieces):
        if not piece.startswith(('"', "/*!")):
            tight = re.sub(r"\s+", " ", piece)
            pieces[number] = (
                re.sub(r" ?([{};,>]) ?", r"\1", tight).replace(": ", ":").replace(";}", "}")
            )
    return "".join(pieces).strip() + "\n"


def style_sheet(names: dict[str, str]) -> bytes:
    """The one style sheet: KERN first, then our layer; addresses of fonts carry their hash."""
    sources = [STATIC / "vendor" / "kern" / "kern.css", *sorted((STATIC / "css").glob("*.css"))]
    css = minified("\n".join(path.read_text() for path in sources))
    return re.sub(r'url\("([^":]+)"\)', lambda found: f'url("{names[found[1]]}")', css).encode()


def uncommented(script: Path) -> bytes:
    """One of our scripts without the comments that stand on lines of their own; others' as they came."""
    content = script.read_bytes()
    return re.sub(rb"(?ms)^ */\*.*?\*/\n", b"", content) if script.parent.name == "js" else content


def with_addresses(name: str, sources: dict[str, bytes]) -> bytes:
    """A script that imports by hashed names, so that a changed import changes its own name, too."""

    def address(found: re.Match[bytes]) -> bytes:
        other = found[1].decode()
        return f'"./{hashed(other, with_addresses(other, sources))}"'.encode()

    return re.sub(rb'"\./([\w.-]+\.js)"', address, sources[name])


def collected() -> dict[str, bytes]:
    """Everything that is delivered, by its plain name."""
    parts = [
        *sorted((STATIC / "vendor" / "fira-sans").glob("*.woff2")),
        *sorted((STATIC / "img").iterdir()),
    ]
    scripts = [*(STATIC / "js").glob("*.js"), *(STATIC / "vendor").glob("*/*.js")]
    sources = {path.name: uncommented(path) for path in sorted(scripts)}
    files = {path.name: path.read_bytes() for path in parts}
    files |= {name: with_addresses(name, sources) for name in sources}
    names = {name: hashed(name, content) for name, content in files.items()}
    return {**files, "app.css": style_sheet(names)}


def built() -> dict[str, bytes]:
    """All files of `static/dist/`, by name."""
    files = collected()
    names = {name: hashed(name, content) for name, content in sorted(files.items())}
    result = {"manifest.json": (json.dumps(names, indent=1) + "\n").encode()}
    for name, content in files.items():
        target = names[name]
        result[target] = content
        if Path(name).suffix in TEXT:
            result[target + ".br"] = brotli.compress(content, quality=11)
            result[target + ".gz"] = gzip.compress(content, 9, mtime=0)
    return result


def write(folder: Path) -> None:
    """Make the folder hold exactly the built files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = built()
    for old in folder.iterdir():
        if old.name not in files:
            old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write(STATIC / "dist")
    for built_file in sorted((STATIC / "dist").iterdir()):
        sys.stdout.write(f"{built_file.stat().st_size:7} {built_file.name}\n")
