"""What browsers get is what the sources say: the built files are rebuilt and compared."""

import gzip
import hashlib
import json

import brotli
import pytest

from scripts.build_static import STATIC, built, hashed, minified, with_addresses
from scripts.vendor_socket_io import MAP, SHA256

DIST = STATIC / "dist"
FILES = built()
COMPRESSED = (".br", ".gz")
#: fetched by pages that need it, once they stand
LATER = {"socket.io.js": 15_000, "yjs.js": 28_000, "codemirror.js": 86_000}
#: fetched by the one page on which minutes are written, once it stands
WRITING = ("minutes", "markdown-marks", "typing")


@pytest.mark.parametrize("name", sorted(n for n in FILES if not n.endswith(COMPRESSED)))
def test_a_built_file_equals_its_sources(name: str) -> None:
    why = "run .venv/bin/python scripts/build_static.py and commit static/dist"
    assert (DIST / name).read_bytes() == FILES[name], why


def test_nothing_else_is_delivered() -> None:
    assert {path.name for path in DIST.iterdir()} == set(FILES)


def test_compressed_twins_hold_the_same_bytes() -> None:
    for name in FILES:
        if name.endswith(".br"):
            assert brotli.decompress((DIST / name).read_bytes()) == FILES[name[:-3]]
        elif name.endswith(".gz"):
            assert gzip.decompress((DIST / name).read_bytes()) == FILES[name[:-3]]


def test_the_first_view_leaves_room_for_the_page_within_100_kilobytes() -> None:
    names = json.loads((DIST / "manifest.json").read_text())
    plain = [path for path in names if path.endswith(".woff2")]
    text = [path for path in names if not path.endswith(".woff2") and path not in LATER]
    sizes = [(DIST / names[n]).stat().st_size for n in plain]
    sizes += [_packed(names[n]) for n in text if not n.startswith(WRITING)]
    assert sum(sizes) <= 60_000, "fonts, style sheet and every script together, in gzip"


def test_the_editor_of_minutes_has_a_limit_of_its_own() -> None:
    names = json.loads((DIST / "manifest.json").read_text())
    own = sum(_packed(names[name]) for name in names if name.startswith(WRITING))
    assert 0 < own <= 22_000, "our part, in gzip"
    later = sum(LATER.values())
    assert own + later <= 155_000, "all that this page fetches once it stands"


@pytest.mark.parametrize("name", LATER)
def test_what_is_fetched_later_has_a_limit_of_its_own(name: str) -> None:
    address = json.loads((DIST / "manifest.json").read_text())[name]
    assert (DIST / (address + ".gz")).stat().st_size <= LATER[name]


def _packed(address: str) -> int:
    return (DIST / (address + ".gz")).stat().st_size


def test_a_script_imports_others_by_the_names_they_are_served_under() -> None:
    sources = {"a.js": b'import { b } from "./b.js"', "b.js": b"export const b = 1"}
    other = hashed("b.js", sources["b.js"])
    assert with_addresses("a.js", sources) == f'import {{ b }} from "./{other}"'.encode()


def test_minifying_keeps_strings_and_calculations() -> None:
    css = '/* gone */ a::after { content: "a  { b }"; width: calc(1px + 2px); }\n/*! kept */'
    assert minified(css) == 'a::after{content:"a  { b }";width:calc(1px + 2px)}/*! kept */\n'


def test_the_client_of_socket_io_is_the_official_build() -> None:
    vendored = (STATIC / "vendor" / "socket.io" / "socket.io.js").read_bytes()
    assert hashlib.sha256(vendored + MAP).hexdigest() == SHA256
