"""Files as people send them: sound, damaged and hostile ones, made here."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from PIL import Image

PLACE = b"53.5503 N, 9.9927 E"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
DOCX_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def pdf() -> bytes:
    """What begins and ends as a PDF."""
    return b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(format_: str = "PNG", *, size: tuple[int, int] = (40, 20), mode: str = "RGB") -> bytes:
    """A picture without secrets."""
    return _saved(Image.new(mode, size, "red"), format_)


def photo(orientation: int = 6) -> bytes:
    """A JPEG that tells camera, place and comment, and carries a second file behind its end."""
    image = Image.new("RGB", (40, 20), "red")
    exif = image.getexif()
    exif[0x0112], exif[0x010E] = orientation, PLACE.decode()
    return _saved(image, "JPEG", exif=exif, comment=PLACE) + b"<script>" + PLACE


def drawing_with_text() -> bytes:
    """A PNG with a text chunk and a colour profile."""
    image = Image.new("RGBA", (40, 20), (255, 0, 0, 128))
    image.info["icc_profile"] = PLACE * 10
    return _saved(image, "PNG", icc_profile=PLACE * 10)


def package(parts: Mapping[str, str]) -> bytes:
    """A ZIP with these parts, in this order."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def odt(**more: str) -> bytes:
    """An OpenDocument text."""
    return package({"mimetype": ODT_TYPE, "content.xml": "<x/>"} | more)


def docx(content_type: str = DOCX_PART) -> bytes:
    """A Word document."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>'
    return package({"[Content_Types].xml": types, "word/document.xml": "<x/>"})


def _saved(image: Image.Image, format_: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, format_, **options)
    return target.getvalue()
