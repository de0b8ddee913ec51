"""`flask search import`: documents of a file in the archive, each once, found and shown, beside whatever is none."""

import gzip
import json
from datetime import date

import pytest
from sqlalchemy import func, select

from discussion.threads.models import Comment
from kernel.actors import ANONYMOUS, SYSTEM
from kernel.database import db
from kernel.errors import NotPermitted
from kernel.events import EventRow
from search_index import projector, service
from search_index.archive import cli, importing
from search_index.archive.importing import (
    ImportedElsewhere,
    Part,
    begin_import,
    finish_import,
    take_part,
)
from search_index.archive.lines import outline_of
from search_index.archive.models import ArchiveImport, ArchiveRecord
from search_index.archive.services import Paper
from search_index.port import Question
from search_index.whoosh_engine.engine import WhooshIndex
from tests.factories.actors import a_citizen
from tests.factories.threads import a_comment, topics


@pytest.fixture
def index(app, database, tmp_path, monkeypatch):
    """An empty index of this test's own, and nobody who waits for a worker."""
    monkeypatch.setattr(cli, "PATIENCE_S", 0)
    found = WhooshIndex(tmp_path / "search", today=lambda: date(2026, 11, 22))
    monkeypatch.setitem(app.extensions, service.EXTENSION, found)
    yield found
    found.close()


@pytest.fixture
def run(app, index, tmp_path):
    """The command on a file of these lines."""

    def on(lines: list[object], *options: str, name: str = "papiere.jsonl"):
        file = tmp_path / name
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        raw = "\n".join(texts).encode()
        file.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
        return app.test_cli_runner().invoke(args=["search", "import", str(file), *options])

    return on


def document(number: object, title: str = "Ehrenamtspass", **others: object) -> dict[str, object]:
    return {"id": number, "title": title, "body": f"Bericht {number} des Senats."} | others


def catch_up(index) -> int:
    return sum(iter(lambda: projector.project(index), 0))


def found(text: str) -> list[str]:
    hits = service.find(ANONYMOUS, Question(text=text, filters={"art": frozenset({"archiv"})})).hits
    return [hit.title for hit in hits]


def count(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_an_imported_document_is_found_and_shown(client, run, index) -> None:
    told = {"kind": "Drucksache", "date": "2021-03-04", "section": "Bürgerschaft"}
    answer = run([document("22/4711", "Fahrkarten für Engagierte", **told)])
    assert (answer.exit_code, "1 Dokumente neu" in answer.stdout) == (0, True)
    catch_up(index)
    assert found("Fahrkarte") == found("22/4711") == found("Drucksache") != []
    record = db.session.scalars(select(ArchiveRecord)).one()
    page = client.get(record.address).text
    for words in ("Fahrkarten für Engagierte", "22/4711", "Drucksache", "4. März 2021", "papiere"):
        assert words in page


def test_a_packed_file_is_read_and_a_source_may_be_named(run) -> None:
    assert run([document(1)], "--source", "Bürgerschaft", name="x.jsonl.gz").exit_code == 0
    assert db.session.scalars(select(ArchiveRecord.source)).one() == "Bürgerschaft"


def test_lines_without_a_document_are_told_by_number_and_stop_no_other(run) -> None:
    answer = run([document(1), "Unsinn", "", document(2, title=""), document(3)])
    assert answer.exit_code == 2
    assert "Zeile 2: kein JSON.\n" in answer.stderr
    assert "Zeile 4: „title“ fehlt.\n" in answer.stderr
    assert "2 Dokumente neu oder geändert, 2 Zeilen abgelehnt." in answer.stdout
    assert count(ArchiveRecord) == 2


def test_a_damaged_file_is_refused_before_anything_of_it_is_taken(app, index, tmp_path) -> None:
    file = tmp_path / "papiere.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps(document(1)).encode() * 99)[:-9])
    answer = app.test_cli_runner().invoke(args=["search", "import", str(file)])
    assert (answer.exit_code, "Zeile 1:" in answer.stderr) == (2, True)
    assert count(ArchiveRecord) == count(ArchiveImport) == 0


def test_a_file_that_is_not_there_is_refused(app, index) -> None:
    answer = app.test_cli_runner().invoke(args=["search", "import", "gibt-es-nicht.jsonl"])
    assert answer.exit_code == 2


def test_a_second_run_changes_nothing(run, index) -> None:
    lines = [document(number) for number in range(7)]
    assert run(lines).exit_code == 0
    catch_up(index)
    before = db.session.execute(select(ArchiveRecord.id, ArchiveRecord.recorded_at)).all()
    events = count(EventRow)
    again = run(lines)
    assert (again.exit_code, "0 Dokumente neu" in again.stdout) == (0, True)
    db.session.rollback()
    assert db.session.execute(select(ArchiveRecord.id, ArchiveRecord.recorded_at)).all() == before
    assert count(EventRow) == events


def test_a_new_version_replaces_the_old_under_its_address(run, index) -> None:
    run([document(1, "Leuchtturm"), document(2)])
    catch_up(index)
    of_the_first = select(ArchiveRecord.id).where(ArchiveRecord.source_id == "1")
    before = db.session.scalars(of_the_first).one()
    assert "1 Dokumente neu" in run([document(1, "Hafenfest"), document(2)]).stdout
    catch_up(index)
    assert (found("Leuchtturm"), found("Hafenfest")) == ([], ["Hafenfest"])
    assert db.session.scalars(of_the_first).one() == before


def test_of_two_documents_with_one_number_the_later_counts(run) -> None:
    run([document(1, "Zuerst"), document(1, "Zuletzt")])
    assert db.session.scalars(select(ArchiveRecord.title)).all() == ["Zuletzt"]


def test_the_same_number_of_another_source_is_another_document(run) -> None:
    run([document(1)], name="eins.jsonl")
    run([document(1)], name="zwei.jsonl")
    assert count(ArchiveRecord) == 2


@pytest.fixture
def taking(database, tmp_path):
    """An import that has begun."""
    file = tmp_path / "papiere.jsonl"
    file.write_text("\n" * 10)
    return begin_import(actor=SYSTEM, source="stadt", outline=outline_of(file))


def part(first: int, last: int) -> Part:
    papers = [
        Paper(source="stadt", source_id=str(n), title="Titel", body="Text")
        for n in range(first, last + 1)
    ]
    return Part(first, last, tuple(papers), 0)


def test_an_import_that_was_cut_off_goes_on_behind_its_last_line(taking, tmp_path) -> None:
    take_part(actor=SYSTEM, import_id=taking.id, part=part(1, 4))
    outline = outline_of(tmp_path / "papiere.jsonl")
    again = begin_import(actor=SYSTEM, source="stadt", outline=outline)
    assert (again.id, again.line) == (taking.id, 4)
    finish_import(actor=SYSTEM, import_id=taking.id)
    anew = begin_import(actor=SYSTEM, source="stadt", outline=outline)
    assert (anew.id != taking.id, anew.line) == (True, 0)


def test_another_file_of_the_source_ends_what_was_cut_off(taking, tmp_path) -> None:
    file = tmp_path / "andere.jsonl"
    file.write_text("\n")
    other = begin_import(actor=SYSTEM, source="stadt", outline=outline_of(file))
    assert (other.id != taking.id, other.line) == (True, 0)
    finish_import(actor=SYSTEM, import_id=other.id)
    db.session.refresh(taking)
    assert taking.finished_at


def test_two_processes_do_not_take_the_same_lines(taking) -> None:
    take_part(actor=SYSTEM, import_id=taking.id, part=part(1, 4))
    with pytest.raises(ImportedElsewhere):
        take_part(actor=SYSTEM, import_id=taking.id, part=part(1, 4))
    assert count(ArchiveRecord) == 4


def test_only_the_system_imports(taking, tmp_path) -> None:
    anna = a_citizen()
    with pytest.raises(NotPermitted):
        begin_import(actor=anna, source="x", outline=outline_of(tmp_path / "papiere.jsonl"))
    with pytest.raises(NotPermitted):
        take_part(actor=anna, import_id=taking.id, part=part(1, 1))
    with pytest.raises(NotPermitted):
        finish_import(actor=anna, import_id=taking.id)


def test_many_documents_are_indexed_aside_and_nothing_waits_for_them(
    run, index, monkeypatch
) -> None:
    monkeypatch.setattr(importing, "FEW", 3)
    monkeypatch.setattr(cli, "AT_ONCE", 2)
    with topics() as made:
        topic = made.create()
        catch_up(index)
        heard = []
        take = cli.take_part

        def take_and_talk(**what: object) -> int:
            taken = take(**what)
            a_comment(topic, f"Nebenbei {len(heard)}")
            heard.append(projector.project(index))
            return taken

        monkeypatch.setattr(cli, "take_part", take_and_talk)
        lines = [document(number, f"Papier {number}") for number in range(6)]
        assert run(lines).exit_code == 0
        assert count(Comment) == len(heard) == 3
        assert all(heard), "the projector went on beside the import"
        assert len(found("Papier")) == 6
        builds = []
        monkeypatch.setattr(projector, "rebuild", lambda *_a, **_k: builds.append(1))
        run(lines)
        assert builds == [], "what has not changed is not built again"


def test_many_that_were_cut_off_before_they_could_be_found_are_found_after_the_next_run(
    run, index, monkeypatch
) -> None:
    monkeypatch.setattr(importing, "FEW", 3)
    lines = [document(number, f"Papier {number}") for number in range(6)]
    with monkeypatch.context() as patch:
        patch.setattr(cli, "_make_findable", lambda _source: 1 / 0)
        assert isinstance(run(lines).exception, ZeroDivisionError)
    catch_up(index)
    assert run(lines).exit_code == 0
    assert len(found("Papier")) == 6


def test_an_event_names_few_and_the_projector_takes_few_at_once(run, index, monkeypatch) -> None:
    catch_up(index)
    monkeypatch.setattr(importing, "NAMED", 2)
    monkeypatch.setattr(projector, "MOST_SUBJECTS", 3)
    run([document(number, f"Papier {number}") for number in range(7)])
    told = select(EventRow).where(EventRow.kind == "archive.imported").order_by(EventRow.seq)
    events = db.session.scalars(told).all()
    assert [len(row.payload["records"]) for row in events] == [2, 2, 2, 1]
    assert projector.project(index) == 1
    assert projector.project(index) == 1
    assert projector.project(index) == 2
    assert len(found("Papier")) == 7


def test_a_worker_is_waited_for_while_it_comes_nearer(run, index, monkeypatch) -> None:
    monkeypatch.setattr(cli, "PATIENCE_S", 60)
    monkeypatch.setattr(cli, "LOOK_S", 0)
    monkeypatch.setattr(cli, "AT_ONCE", 2)
    waits = []
    monkeypatch.setattr(cli.time, "sleep", lambda _s: waits.append(projector.project(index)))
    assert run([document(number) for number in range(5)]).exit_code == 0
    assert projector.waiting(index) == 0
    assert len(waits) >= 3
