"""A page with every component, for the eyes of a browser; never delivered."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jinja2
from flask import Flask, render_template
from werkzeug.serving import make_server
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    EmailField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from kernel.access import PUBLIC, access
from kernel.app import create_kernel
from kernel.forms import Form
from kernel.settings import Settings

TEMPLATES = Path(__file__).parent / "templates"
PAGES = (
    "gallery",
    "gallery_wrong",
    "gallery_ballot",
    "gallery_pages",
    "gallery_receipt",
    "gallery_search",
)
NAVIGATION = [
    {"label": "Beteiligung", "url": "/beteiligung/"},
    {"label": "Abstimmungen", "url": "/abstimmungen/"},
    {"label": "Suche", "url": "/suche"},
]


DISTRICTS = [SelectChoice("alle", "ganz Hamburg"), SelectChoice("nord", "Hamburg-Nord")]


class GalleryForm(Form):
    """One field of each kind."""

    title = StringField("Titel", [InputRequired("Bitte geben Sie einen Titel ein.")])
    email = EmailField("E-Mail-Adresse")
    cost = DecimalField("Geschätzte Kosten im Jahr")
    body = TextAreaField("Beschreibung", [InputRequired("Bitte beschreiben Sie Ihren Vorschlag.")])
    district = SelectField(
        "Bezirk",
        choices=[SelectChoice("alle", "ganz Hamburg"), SelectChoice("nord", "Hamburg-Nord")],
    )
    audience = RadioField(
        "Für wen ist das Angebot?",
        [InputRequired("Bitte wählen Sie aus.")],
        choices=[SelectChoice("alle", "Für alle"), SelectChoice("karte", "Nur mit Karte")],
    )
    groups = SelectMultipleField(
        "Besonders für",
        choices=[
            SelectChoice("jung", "unter 18 Jahren"),
            SelectChoice("flucht", "Menschen nach der Flucht"),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    agreed = BooleanField("Mein Name darf erscheinen", [InputRequired("Bitte stimmen Sie zu.")])
    day = DateField("Tag")
    hour = TimeField("Uhrzeit")
    attachment = FileField("Unterlage")


def filled_form(*, wrong: bool) -> GalleryForm:
    """A form as it is first shown, or as it comes back with errors."""
    if not wrong:
        data = {"groups": ["jung"], "district": "nord", "audience": "alle", "agreed": True}
        return GalleryForm(data=data)
    form = GalleryForm(data={"groups": []})
    form.validate()
    return form


def gallery_app(instance: Path) -> Flask:
    """The kernel with the gallery's pages, strict about every undefined name."""
    app = create_kernel(Settings(instance=instance, demo=True, testing=True))
    folders = [Path(app.root_path) / "templates", TEMPLATES]
    app.jinja_loader = jinja2.FileSystemLoader(folders)
    app.jinja_env.undefined = jinja2.StrictUndefined

    @app.get("/<name>")
    @access(PUBLIC)
    def show(name: str) -> str:
        form = filled_form(wrong=name == "gallery_wrong")
        template = "gallery" if name == "gallery_wrong" else name
        return render_template(f"{template}.html", form=form, navigation=NAVIGATION)

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
