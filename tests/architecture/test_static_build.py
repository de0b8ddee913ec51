"""What browsers get is what the sources say: the built files are rebuilt and compared."""

import gzip
import json

import brotli
import pytest

from scripts.build_static import STATIC, built, minified

DIST = STATIC / "dist"
FILES = built()
COMPRESSED = (".br", ".gz")


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
    text = [path for path in names if not path.endswith(".woff2")]
    sizes = [(DIST / names[n]).stat().st_size for n in plain]
    sizes += [(DIST / (names[n] + ".gz")).stat().st_size for n in text]
    assert sum(sizes) <= 60_000, "fonts, style sheet and every script together, in gzip"


def test_minifying_keeps_strings_and_calculations() -> None:
    css = '/* gone */ a::after { content: "a  { b }"; width: calc(1px + 2px); }\n/*! kept */'
    assert minified(css) == 'a::after{content:"a  { b }";width:calc(1px + 2px)}/*! kept */\n'
