"""Uploads arrive where they are expected, and downloads cannot run in the visitor's browser."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask, jsonify
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from kernel import files, i18n, subjects
from kernel.access import PUBLIC, access
from kernel.actors import ANONYMOUS
from kernel.database import in_transaction
from kernel.errors import Refusal
from kernel.files import StoredFile, Upload, attach, keep, takes_files, uploads
from kernel.ids import new_id
from kernel.subjects import ALLOWED, INVISIBLE, Subject, SubjectKind, Verdict
from tests.support.uploads import pdf, photo


@pytest.fixture
def note(database, monkeypatch) -> Iterator[dict[str, Verdict]]:
    """A note whose judge says what the test wants."""
    answer = {"verdict": ALLOWED}
    kind = SubjectKind("note", lambda *_: {}, lambda *_: answer["verdict"], is_id=bool)
    monkeypatch.setitem(subjects._kinds, "note", kind)
    return answer


def _attached(upload: Upload) -> StoredFile:
    kept = [keep(upload)]
    return in_transaction(
        lambda: attach(actor=ANONYMOUS, subject=Subject("note", "1"), files=kept)
    )[0]


def test_a_download_is_an_attachment_without_rights(client, note) -> None:
    file = _attached(Upload("Bürger „Plan“\u2028.html", pdf()))
    answer = client.get(f"/dateien/{file.id}", buffered=True)
    assert answer.data == pdf()
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "B%C3%BCrger" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_permission_is_asked_at_each_download_even_of_a_known_copy(client, note) -> None:
    file = _attached(Upload("Foto.jpg", photo(), alt="Ein Platz"))
    first = client.get(f"/dateien/{file.id}", buffered=True)
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"/dateien/{file.id}", headers=known, buffered=True).status_code == 304
    note["verdict"] = INVISIBLE
    assert client.get(f"/dateien/{file.id}", headers=known, buffered=True).status_code == 404


@pytest.mark.parametrize(
    "path",
    [str(new_id()), "1", "../forum.sqlite3", "..%2fforum.sqlite3"],
    ids=["nobody-made", "number", "way-up", "hidden-way-up"],
)
def test_what_is_no_file_is_not_found(client, note, path) -> None:
    assert client.get(f"/dateien/{path}").status_code == 404


@pytest.fixture
def form() -> FlaskClient:
    """A small application with a form that takes files and one that does not."""
    app = Flask("small", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=1_000_000, TESTING=True)
    for part in (i18n, files):
        part.init_app(app)

    def receive():
        return jsonify([[u.filename, len(u.content), u.alt] for u in uploads("files")])

    app.add_url_rule("/narrow", "narrow", access(PUBLIC)(receive), methods=["POST"])
    app.add_url_rule("/wide", "wide", takes_files(access(PUBLIC)(receive)), methods=["POST"])
    app.register_error_handler(Refusal, lambda refusal: (str(refusal.message), refusal.status))
    return app.test_client()


def _post(form: FlaskClient, path: str, *sizes: int, alt: str = "") -> TestResponse:
    parts = [FileStorage(BytesIO(b"x" * size), f"{n}.pdf") for n, size in enumerate(sizes)]
    boundary, body = encode_multipart({"files": parts, "files_alt": alt})
    return form.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_only_a_route_that_takes_files_receives_more_than_a_megabyte(form) -> None:
    assert _post(form, "/narrow", 2_000_000).status_code == 413
    answer = _post(form, "/wide", 2_000_000, 10, alt="Ein Plan")
    assert answer.json == [["0.pdf", 2_000_000, "Ein Plan"], ["1.pdf", 10, ""]]


def test_a_form_without_files_is_fine(form) -> None:
    assert form.post("/wide", data={"files": (BytesIO(b""), "")}).json == []


def test_more_than_five_files_are_refused_unread(form) -> None:
    assert _post(form, "/wide", *[1] * 5).status_code == 200
    assert _post(form, "/wide", *[1] * 6).status_code == 422


def test_of_a_file_that_is_too_large_no_more_is_read_than_shows_it(form) -> None:
    assert _post(form, "/wide", 12_000_000).json == [["0.pdf", 10_000_001, ""]]
