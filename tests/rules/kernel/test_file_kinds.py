"""A file is what its content says."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.files.keeping import title_of
from kernel.files.kinds import (
    MAX_BYTES,
    PDF,
    DamagedFile,
    FileRefused,
    FileTooLarge,
    HoldsMacros,
    UnknownKind,
    kind_of,
)
from tests.support.uploads import DOCX_PART, docx, odt, package, pdf, picture


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (pdf(), "pdf"),
        (picture("PNG"), "png"),
        (picture("JPEG"), "jpg"),
        (odt(), "odt"),
        (docx(), "docx"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_five_kinds_are_known_by_their_content(content: bytes, name: str) -> None:
    assert kind_of(content).name == name


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Nur Text",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"MZ\x90\x00",
        b"GIF89a",
        b" %PDF-1.7 %%EOF",
        package({"a.txt": "x"}),
        package({"mimetype": "application/vnd.oasis.opendocument.text-template"}),
        docx(DOCX_PART.replace("document.main", "template.main")),
        docx("application/vnd.ms-word.document.macroEnabled.main+xml"),
    ],
)
def test_everything_else_is_refused(content: bytes) -> None:
    with pytest.raises(UnknownKind):
        kind_of(content)


@pytest.mark.parametrize(
    "content", [odt(**{"Basic/Standard/x.xml": "x"}), odt(**{"word/vbaProject.bin": "x"})]
)
def test_macros_are_refused(content: bytes) -> None:
    with pytest.raises(HoldsMacros):
        kind_of(content)


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7 cut off", odt()[:60], b"PK\x03\x04" + b"\0" * 100],
    ids=["pdf", "odt", "zip"],
)
def test_a_damaged_file_is_refused(content: bytes) -> None:
    with pytest.raises(DamagedFile):
        kind_of(content)


def test_ten_megabytes_are_the_most() -> None:
    filler = b"x" * (MAX_BYTES - len(pdf()))
    assert kind_of(b"%PDF-" + filler + pdf()[5:]) is PDF
    with pytest.raises(FileTooLarge):
        kind_of(b"%PDF-" + filler + pdf()[4:])


def test_a_package_that_swells_when_unpacked_is_refused() -> None:
    swelling = odt(**{f"{n}.xml": "0" * 50_000_000 for n in range(4)})
    assert len(swelling) < MAX_BYTES
    with pytest.raises(FileTooLarge):
        kind_of(swelling)


STARTS = st.sampled_from(
    [b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", odt()[:80]]
)


@settings(deadline=None)
@given(STARTS, st.binary(max_size=300))
def test_no_content_does_worse_than_being_refused(start: bytes, rest: bytes) -> None:
    with suppress(FileRefused):
        kind_of(start + rest)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Plan.pdf", "Plan.pdf"),
        ("Plan.html", "Plan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Eigene Dateien\\Plan 1.PDF", "Plan 1.pdf"),
        ("Bu\u0308rger – „Plan“.pdf", "Bürger – „Plan“.pdf"),
        ("", "Datei.pdf"),
        ("...", "Datei.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_a_download_is_named_as_sent_but_ends_as_its_content_demands(sent: str, shown: str) -> None:
    assert title_of(sent, PDF) == shown
