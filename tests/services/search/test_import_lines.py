"""A file of documents, line by line: what is one, what is none and why, and what cannot be read at all."""

import gzip
import json

import pytest

from search_index.archive import lines
from search_index.archive.lines import NoDocument, Unreadable, lines_of, outline_of, paper_in

GOOD = {"id": "22/1", "title": "Ehrenamtspass", "body": "Der Senat berichtet."}


def line(**others: object) -> bytes:
    return json.dumps(GOOD | others).encode()


def test_a_line_is_a_document_with_all_that_it_says() -> None:
    paper = paper_in(line(kind="Drucksache", date="2021-03-04", section="Bürgerschaft"), "stadt")
    assert paper
    assert (paper.source, paper.source_id, paper.title) == ("stadt", "22/1", "Ehrenamtspass")
    assert (paper.kind, paper.section) == ("Drucksache", "Bürgerschaft")
    assert paper.decided_on
    assert paper.decided_on.isoformat() == "2021-03-04"


def test_a_number_may_be_a_number_and_what_may_be_missing_may_be_null() -> None:
    paper = paper_in(line(id=7, kind=None, date=None, unknown=[1]), "stadt")
    assert paper
    assert (paper.source_id, paper.kind, paper.decided_on) == ("7", "", None)


def test_an_empty_line_and_a_mark_at_the_begin_do_no_harm() -> None:
    assert paper_in(b"  \r\n", "stadt") is None
    assert paper_in(b"\xef\xbb\xbf" + line(), "stadt")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"kein JSON", "kein JSON"),
        (b"[" * 100_000, "kein JSON"),
        (b'{"id": "1"', "kein JSON"),
        (b"[1]", "kein JSON-Objekt"),
        (b'{"id": "\xff"}', "kein Text in UTF-8"),
        (line(id=""), "„id“ fehlt"),
        (line(id=True), "„id“ ist kein Text"),
        (line(title=None), "„title“ fehlt"),
        (line(title=" \n "), "„title“ fehlt"),
        (line(body=["a"]), "„body“ ist kein Text"),
        (line(title="a\0b"), "„title“ enthält Zeichen"),
        (line(body="\ud800"), "„body“ enthält Zeichen"),
        (line(title="x" * 501), "„title“ ist länger als 500"),
        (line(date="4. März"), "„date“ ist kein Tag"),
        (line(date="2021-02-30"), "„date“ ist kein Tag"),
    ],
)
def test_what_is_no_document_says_why(raw: bytes, why: str) -> None:
    with pytest.raises(NoDocument, match=why):
        paper_in(raw, "stadt")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_lines_have_numbers_whether_packed_or_not(tmp_path, pack) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(pack(b"eins\n\ndrei"))
    assert list(lines_of(file)) == [(1, b"eins\n"), (2, b"\n"), (3, b"drei")]
    assert list(lines_of(file, after=2)) == [(3, b"drei")]
    assert outline_of(file).lines == 3


def test_a_line_without_end_is_cut_and_the_next_one_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 10)
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"x" * 35 + b"\n" + b"kurz\n")
    (first, cut), second = lines_of(file)
    assert (first, len(cut), second) == (1, 11, (2, b"kurz\n"))
    with pytest.raises(NoDocument, match="länger als"):
        paper_in(cut, "stadt")


@pytest.mark.parametrize("harm", ["cut", "changed"])
def test_a_damaged_file_says_where(tmp_path, harm) -> None:
    packed = bytearray(gzip.compress(b"\n".join(str(n).encode() * 50 for n in range(2_000))))
    if harm == "cut":
        del packed[-30:]
    else:
        packed[-8:] = bytes(8)
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(packed)
    with pytest.raises(Unreadable) as error:
        outline_of(file)
    assert error.value.number > 100
