"""Pictures are drawn anew: place, camera, thumbnails and whatever hides behind the picture are gone."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageOps

from kernel.files.kinds import JPEG, DamagedFile, FileKind, FileRefused
from kernel.i18n import lazy

MAX_PIXELS = 50_000_000
MAX_SIDE = 2_560
JPEG_QUALITY = 85

_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error)
_FORMATS = {"jpg": "JPEG", "png": "PNG"}


class TooManyPixels(FileRefused):
    """Drawing the picture would take too much memory."""

    code = "too_large"
    message = lazy("Das Bild hat mehr als 50 Millionen Bildpunkte. Bitte verkleinern Sie es.")


def drawn_anew(content: bytes, kind: FileKind) -> bytes:
    """The same picture, upright, at most 2,560 pixels wide or high, as the same kind without metadata.

    The number of pixels is read from the header and refused before one of them is unpacked.
    Colour profiles go, too; of an animation the first picture stays.
    """
    try:
        with Image.open(BytesIO(content), formats=[_FORMATS[kind.name]]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise TooManyPixels
            return _saved(_upright(picture, kind), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except _UNREADABLE as error:
        raise DamagedFile from error


def _upright(picture: Image.Image, kind: FileKind) -> Image.Image:
    picture.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a JPEG is unpacked no larger than needed
    upright = ImageOps.exif_transpose(picture)
    see_through = kind is not JPEG and upright.has_transparency_data
    plain = upright.convert("RGBA" if see_through else "RGB")
    plain.thumbnail((MAX_SIDE, MAX_SIDE))
    plain.info.clear()  # the library would write comment, profile and resolution again
    return plain


def _saved(picture: Image.Image, kind: FileKind) -> bytes:
    target = BytesIO()
    picture.save(target, _FORMATS[kind.name], optimize=True, quality=JPEG_QUALITY)
    return target.getvalue()
