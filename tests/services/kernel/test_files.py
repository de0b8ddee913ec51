"""Files belong to a subject, and who may see the subject may have them."""

import hashlib
import os
from datetime import datetime

import pytest

from kernel import subjects
from kernel.actors import ANONYMOUS, Actor
from kernel.database import db, in_transaction
from kernel.errors import NotFound
from kernel.files import (
    FileRefused,
    Kept,
    StoredFile,
    TooManyFiles,
    Upload,
    attach,
    check_with,
    detach,
    file_for,
    files_of,
    keep,
    keeping,
    store,
)
from kernel.files.keeping import PictureNeedsWords, sweep
from kernel.files.models import AttachedMeanwhile
from kernel.ids import new_id
from kernel.subjects import ALLOWED, INVISIBLE, Subject, SubjectKind, Verdict
from tests.support.uploads import PLACE, pdf, photo

NOTE = Subject("note", "1")
SECRET = Subject("note", "secret")


def _judge(actor: Actor, action: str, id_: str, at: datetime) -> Verdict:
    return ALLOWED if action == "see" and id_ != "secret" else INVISIBLE


@pytest.fixture(autouse=True)
def notes(database, monkeypatch) -> None:
    """A feature with two notes, one of them closed to everybody."""
    monkeypatch.setitem(
        subjects._kinds, "note", SubjectKind("note", lambda *_: {}, _judge, is_id=bool)
    )


def _kept(number: int = 1) -> list[Kept]:
    return [keep(Upload("Plan.pdf", pdf())) for _ in range(number)]


def _attached(subject: Subject = NOTE, number: int = 1) -> list[StoredFile]:
    files = _kept(number)
    return in_transaction(lambda: attach(actor=ANONYMOUS, subject=subject, files=files))


def _bytes_of(name: str) -> bytes:
    return store.place_of(store.folder(), name).read_bytes()


def test_a_document_is_stored_as_sent_and_a_picture_drawn_anew() -> None:
    document = keep(Upload("Plan.pdf", pdf()))
    picture = keep(Upload("Foto.JPEG", photo(), alt="Der  Platz\nvor dem Rathaus"))
    assert _bytes_of(document.name) == pdf()
    assert PLACE not in _bytes_of(picture.name)
    assert (picture.title, picture.alt) == ("Foto.jpg", "Der Platz vor dem Rathaus")
    assert picture.sha256 == hashlib.sha256(_bytes_of(picture.name)).hexdigest()


def test_the_name_on_disk_tells_nothing_and_only_the_owner_may_read() -> None:
    kept = keep(Upload("Plan.pdf", pdf()))
    place = store.place_of(store.folder(), kept.name)
    assert len(kept.name) == 32
    assert "Plan" not in str(place)
    assert place.stat().st_mode & 0o077 == 0


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(PictureNeedsWords):
        keep(Upload("Foto.jpg", photo(), alt=" "))


def test_a_further_check_is_asked_before_anything_is_stored(monkeypatch) -> None:
    def infected(content: bytes, kind: object) -> None:
        raise FileRefused

    monkeypatch.setattr(keeping, "_checks", [])
    check_with(infected)
    before = set(store.folder().glob("*/*"))
    with pytest.raises(FileRefused):
        keep(Upload("Plan.pdf", pdf()))
    assert set(store.folder().glob("*/*")) == before


def test_files_are_attached_in_order_up_to_five() -> None:
    first = _attached(number=2)
    second = _attached(number=3)
    assert files_of([NOTE])[NOTE] == first + second
    with pytest.raises(TooManyFiles):
        _attached()
    assert len(files_of([NOTE])[NOTE]) == 5


def test_a_detached_file_makes_room() -> None:
    files = _attached(number=5)
    in_transaction(lambda: detach(files[2]))
    assert [file.position for file in files_of([NOTE])[NOTE]] == [1, 2, 4, 5]
    assert _attached()[0].position == 6


def test_two_at_the_same_place_are_refused_by_the_table() -> None:
    file = _attached()[0]

    def rival() -> None:
        copy = keeping._row(ANONYMOUS, NOTE, file.position, _kept()[0])
        db.session.add(copy)
        db.session.flush()

    with pytest.raises(AttachedMeanwhile):
        in_transaction(rival)


def test_files_change_inside_a_service_only() -> None:
    with pytest.raises(RuntimeError):
        attach(actor=ANONYMOUS, subject=NOTE, files=[])
    with pytest.raises(RuntimeError):
        detach(StoredFile())


def test_the_judge_of_the_subject_decides_who_gets_a_file() -> None:
    open_, secret = _attached()[0], _attached(SECRET)[0]
    assert file_for(ANONYMOUS, open_.id) is open_
    for absent in (secret.id, new_id()):
        with pytest.raises(NotFound):
            file_for(ANONYMOUS, absent)


def test_the_files_of_many_subjects_cost_one_statement(statements) -> None:
    _attached(), _attached(SECRET)
    db.session.expire_all()
    del statements[:]
    found = files_of([NOTE, SECRET, Subject("note", "3")])
    assert [len(files) for files in found.values()] == [1, 1, 0]
    assert len(statements) == 1


def test_bytes_that_belong_to_nothing_are_swept_away_after_a_day() -> None:
    attached, young, old = _attached()[0].name, _kept()[0].name, _kept()[0].name
    for name in (attached, old):
        os.utime(store.place_of(store.folder(), name), (0, 0))
    assert sweep() == 1
    assert _bytes_of(attached) == _bytes_of(young) == pdf()
    assert not store.place_of(store.folder(), old).exists()


def test_a_file_whose_transaction_fails_is_not_attached() -> None:
    files = _kept()

    def fail() -> None:
        attach(actor=ANONYMOUS, subject=NOTE, files=files)
        raise TooManyFiles

    with pytest.raises(TooManyFiles):
        in_transaction(fail)
    assert files_of([NOTE]) == {NOTE: []}
