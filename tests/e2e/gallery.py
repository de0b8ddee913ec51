"""A page with every component, served on loopback for the eyes of a browser; never delivered."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jinja2
from flask import Flask, Response, render_template
from werkzeug.serving import make_server
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    EmailField,
    FileField,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from kernel.assets import init_assets

ROOT = Path(__file__).resolve().parent.parent.parent
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NAVIGATION = [
    {"label": "Beteiligung", "url": "/beteiligung/"},
    {"label": "Abstimmungen", "url": "/abstimmungen/"},
    {"label": "Suche", "url": "/suche"},
]


class GalleryForm(Form):
    """One field of each kind."""

    class Meta:
        """The library's own messages in German."""

        locales = ("de",)

    title = StringField("Titel", [InputRequired("Bitte geben Sie einen Titel ein.")])
    email = EmailField("E-Mail-Adresse")
    cost = DecimalField("Geschätzte Kosten im Jahr")
    body = TextAreaField("Beschreibung", [InputRequired("Bitte beschreiben Sie Ihren Vorschlag.")])
    district = SelectField("Bezirk", choices=[("alle", "ganz Hamburg"), ("nord", "Hamburg-Nord")])
    audience = RadioField(
        "Für wen ist das Angebot?",
        [InputRequired("Bitte wählen Sie aus.")],
        choices=[("alle", "Für alle"), ("karte", "Nur mit Karte")],
    )
    groups = SelectMultipleField(
        "Besonders für",
        choices=[("jung", "unter 18 Jahren"), ("flucht", "Menschen nach der Flucht")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    agreed = BooleanField("Mein Name darf erscheinen", [InputRequired("Bitte stimmen Sie zu.")])
    day = DateField("Tag")
    hour = TimeField("Uhrzeit")
    attachment = FileField("Unterlage", [Length(max=200)])


def say(text: str, **values: object) -> str:
    """Stand in for gettext: the German source text."""
    return text % values if values else text


def filled_form(*, wrong: bool) -> GalleryForm:
    """A form as it is first shown, or as it comes back with errors."""
    form = GalleryForm(data={"groups": ["jung"], "district": "nord", "agreed": not wrong})
    if wrong:
        form = GalleryForm(formdata=None, data={"groups": []})
        form.validate()
    return form


def gallery_app() -> Flask:
    """A bare application with our templates, the assets and the site's content policy."""
    app = Flask("gallery", root_path=str(ROOT), static_folder=None)
    app.secret_key = "only for looking"
    folders = [str(ROOT / "templates"), str(Path(__file__).parent / "templates")]
    app.jinja_loader = jinja2.FileSystemLoader(folders)
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.globals.update(
        _=say, csrf_token=lambda: "token", new_key=lambda: "key", navigation=NAVIGATION
    )
    init_assets(app)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.get("/<name>")
    def show(name: str) -> str:
        form = filled_form(wrong=name == "gallery_wrong")
        template = "gallery" if name == "gallery_wrong" else name
        return render_template(f"{template}.html", form=form, is_demo=True, page_has_errors=False)

    return app


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve on a free port of loopback; answer the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
