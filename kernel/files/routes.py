"""Files come in with forms and go out one by one; permission is asked at each download."""

from collections.abc import Callable
from itertools import chain, repeat
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, Flask, Response, current_app, request, send_file
from werkzeug.datastructures import FileStorage

from kernel.access import PUBLIC, access, actor
from kernel.files import store
from kernel.files.keeping import MAX_FILES, TooManyFiles, Upload, file_for
from kernel.files.kinds import MAX_BYTES

blueprint = Blueprint("files", __name__, url_prefix="/dateien")
View = TypeVar("View", bound=Callable[..., object])

FORM_BYTES = 1_000_000
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
}


def init_app(app: Flask) -> None:
    """Serve downloads, and let only the routes that take files receive more than other forms."""
    app.register_blueprint(blueprint)
    app.before_request_funcs.setdefault(None, []).insert(0, _widen)


def takes_files(view: View) -> View:
    """Declare that this route's form carries files: five of 10 MB instead of 1 MB in all."""
    view.__max_body__ = MAX_FILES * MAX_BYTES + FORM_BYTES  # type: ignore[attr-defined]
    return view


def uploads(field: str) -> list[Upload]:
    """The files of a form's field with the descriptions beside them (`<field>_alt`, in the same order).

    Raises TooManyFiles before one is read; fields left empty do not count.
    """
    sent = request.files.getlist(field)
    alts = chain(request.form.getlist(f"{field}_alt"), repeat(""))
    chosen = [(file, alt) for file, alt in zip(sent, alts, strict=False) if file.filename]
    if len(chosen) > MAX_FILES:
        raise TooManyFiles
    return [_upload(file, alt) for file, alt in chosen]


@blueprint.get("/<uuid:file_id>")
@access(PUBLIC)
def download(file_id: UUID) -> Response:
    """The file as an attachment, or 404 where its subject is closed to the visitor."""
    file = file_for(actor(), file_id)
    answer = send_file(
        store.place_of(store.folder(), file.name),
        mimetype=file.kind.media_type,
        as_attachment=True,
        download_name=file.title,
        etag=file.sha256,
        last_modified=file.at,
    )
    answer.headers.update(HEADERS)
    return answer


def _widen() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if (most := getattr(view, "__max_body__", None)) is not None:
        request.max_content_length = most


def _upload(file: FileStorage, alt: str) -> Upload:
    # One byte more than allowed, so that what is too large is seen to be.
    return Upload(file.filename or "", file.stream.read(MAX_BYTES + 1), alt)
