"""The index follows the database: found after commit, gone after withdrawal, whole after every loss."""

import shutil
from datetime import date

import pytest
from flask import current_app
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

from kernel.actors import ANONYMOUS, SYSTEM
from kernel.database import db, in_transaction
from search_index import projector, registry, service
from search_index.archive import services as archive
from search_index.archive.models import ArchiveRecord
from search_index.archive.services import Paper
from search_index.port import Question
from search_index.registry import Source
from search_index.whoosh_engine.engine import WhooshIndex


@pytest.fixture
def index(app, database, tmp_path, monkeypatch):
    """An empty index of this test's own."""
    found = WhooshIndex(tmp_path / "search", today=lambda: date(2026, 11, 22))
    monkeypatch.setitem(app.extensions, service.EXTENSION, found)
    yield found
    found.close()


def file(number: str, title: str, body: str = "Der Ausschuss hat beschlossen.") -> ArchiveRecord:
    paper = Paper(source="demo", source_id=number, title=title, body=body)
    return archive.file_record(actor=SYSTEM, paper=paper)


def titles(text: str) -> list[str]:
    return [hit.title for hit in service.find(ANONYMOUS, Question(text=text)).hits]


def catch_up(index) -> None:
    while projector.project(index):
        pass


def test_a_first_run_builds_the_index(index) -> None:
    file("1", "Vergünstigungen für Engagierte")
    catch_up(index)
    assert titles("Verguenstigung") == ["Vergünstigungen für Engagierte"]


def test_what_is_committed_later_is_found_after_the_next_run(index) -> None:
    catch_up(index)
    file("2", "Karten für das Schwimmbad")
    assert titles("Schwimbad") == []
    catch_up(index)
    assert titles("Schwimbad") == ["Karten für das Schwimmbad"]
    assert projector.waiting(index) == 0


def test_a_changed_record_is_found_by_its_new_words_only(index) -> None:
    file("3", "Alter Titel Leuchtturm")
    catch_up(index)
    file("3", "Neuer Titel Hafenfest")
    catch_up(index)
    assert titles("Leuchtturm") == []
    assert titles("Hafenfest") == ["Neuer Titel Hafenfest"]


def test_a_withdrawn_thing_is_hidden_before_the_index_knows(index) -> None:
    file("4", "Verschwindendes Papier")
    catch_up(index)
    in_transaction(lambda: db.session.execute(delete(ArchiveRecord)))
    assert titles("Verschwindendes") == []


def test_a_deleted_folder_heals(index, tmp_path) -> None:
    file("5", "Bleibt auffindbar")
    catch_up(index)
    shutil.rmtree(tmp_path / "search")
    catch_up(index)
    assert titles("auffindbar") == ["Bleibt auffindbar"]


def search_is_a_fault() -> bool:
    """What a process says that builds nothing itself."""
    answer = current_app.test_client().get("/health/ready")
    assert (answer.status_code == 503) == bool(answer.json["faults"])
    return "search" in answer.json["faults"]


def test_readiness_tells_of_an_index_that_is_missing_or_of_another_database(index) -> None:
    assert search_is_a_fault()
    catch_up(index)
    assert not search_is_a_fault()
    with index.rebuild(seq=0, instance="somebody-else"):
        pass
    assert search_is_a_fault()
    catch_up(index)
    assert not search_is_a_fault()


def test_what_cannot_be_built_is_tried_again_with_pauses_and_reported(index, monkeypatch) -> None:
    file("5", "Bleibt auffindbar")
    tries = []

    def full(*_args):
        tries.append(1)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(projector, "rebuild", full)
        with pytest.raises(OSError, match="No space"):
            projector.project(index)
        assert [projector.project(index) for _ in range(5)] == [0] * 5
    assert (len(tries), search_is_a_fault()) == (1, True)
    monkeypatch.setattr(projector, "monotonic", lambda: float("inf"))
    catch_up(index)
    assert (titles("auffindbar"), search_is_a_fault()) == (["Bleibt auffindbar"], False)


def test_a_database_that_is_away_takes_nothing_from_the_index(index, monkeypatch) -> None:
    source = registry.source_of("archive")
    file("6", "Bleibt stehen")
    catch_up(index)
    file("6", "Bleibt stehen", "Neuer Text.")

    def away(_ids):
        raise OperationalError("SELECT", {}, Exception("server closed the connection"))

    with monkeypatch.context() as broken:
        broken.setitem(registry._sources, "archive", Source("archive", away, source.ids))
        with pytest.raises(OperationalError):
            projector.project(index)
    catch_up(index)
    assert titles("stehen") == ["Bleibt stehen"]


def test_an_index_ahead_of_a_restored_database_is_built_anew(index) -> None:
    file("6", "Aus der Sicherung")
    state_seq = 10_000
    with index.rebuild(seq=state_seq, instance="somebody-else"):
        pass
    catch_up(index)
    assert titles("Sicherung") == ["Aus der Sicherung"]
    assert index.state().seq < state_seq


def test_repair_mends_what_no_event_told(index) -> None:
    file("7", "Erster Wortlaut")
    catch_up(index)
    in_transaction(
        lambda: db.session.execute(update(ArchiveRecord).values(title="Zweiter Wortlaut"))
    )
    assert projector.repair(index) == 1
    assert projector.repair(index) == 0
    assert titles("Zweiter") == ["Zweiter Wortlaut"]


def test_a_poisonous_document_holds_up_no_other(index, monkeypatch) -> None:
    source = registry.source_of("archive")
    poison = str(file("8", "Gift").id)

    def documents(ids):
        if poison in ids:
            raise ValueError("poison")
        return source.documents(ids)

    monkeypatch.setitem(registry._sources, "archive", Source("archive", documents, source.ids))
    file("9", "Gesund")
    catch_up(index)
    assert titles("Gesund") == ["Gesund"]
    assert titles("Gift") == []
