"""A stored picture is nothing but the picture."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from kernel.files.kinds import JPEG, PNG, DamagedFile, FileKind
from kernel.files.pictures import MAX_SIDE, TooManyPixels, drawn_anew
from tests.support.uploads import PLACE, drawing_with_text, photo, picture


def _opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_a_photo_loses_place_camera_comment_and_what_hides_behind_it() -> None:
    assert photo().count(PLACE) == 3
    clean = drawn_anew(photo(), JPEG)
    assert PLACE not in clean
    assert b"<script>" not in clean
    assert not _opened(clean).getexif()


def test_a_photo_taken_upright_is_stored_upright() -> None:
    assert _opened(drawn_anew(photo(orientation=6), JPEG)).size == (20, 40)


def test_a_drawing_loses_its_profile_and_keeps_its_transparency() -> None:
    clean = _opened(drawn_anew(drawing_with_text(), PNG))
    assert "icc_profile" not in clean.info
    assert clean.getpixel((0, 0)) == (255, 0, 0, 128)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_way_to_write_colours_is_read(mode: str) -> None:
    content = picture("PNG", mode=mode) if mode != "I;16" else _grey16()
    assert _opened(drawn_anew(content, PNG)).size == (40, 20)


def test_a_print_picture_becomes_one_for_screens() -> None:
    assert _opened(drawn_anew(picture("JPEG", mode="CMYK"), JPEG)).mode == "RGB"


def test_a_large_picture_is_made_smaller_in_proportion() -> None:
    content = picture("PNG", size=(MAX_SIDE * 2, 1_000), mode="1")
    assert _opened(drawn_anew(content, PNG)).size == (MAX_SIDE, 500)


@pytest.mark.parametrize("side", [8_000, 12_000, 30_000])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(side: int) -> None:
    with pytest.raises(TooManyPixels):
        drawn_anew(_header_only(side), PNG)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture("PNG")[:60], PNG),
        (picture("JPEG")[:200], JPEG),
        (b"\xff\xd8\xff" + b"\0" * 50, JPEG),
        (picture("JPEG"), PNG),
        (picture("PNG"), JPEG),
    ],
)
def test_a_picture_that_cannot_be_read_is_refused(content: bytes, kind: FileKind) -> None:
    with pytest.raises(DamagedFile):
        drawn_anew(content, kind)


def _grey16() -> bytes:
    target = BytesIO()
    Image.new("I;16", (40, 20)).save(target, "PNG")
    return target.getvalue()


def _header_only(side: int) -> bytes:
    """A PNG of a few bytes that says it is this wide and high."""
    header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return PNG.starts + chunk + b"\0\0\0\0IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
