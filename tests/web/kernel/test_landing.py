"""A step that says what it did leads to where it is said."""

import pytest
from flask import Blueprint, Flask, flash, redirect

from kernel import landing


@pytest.mark.parametrize(
    ("to", "says", "leads_to"),
    [
        ("/impressum", True, "/impressum#meldung"),
        ("/impressum", False, "/impressum"),
        ("/impressum#punkt-3", True, "/impressum#punkt-3"),
    ],
)
def test_who_is_told_something_comes_to_the_message(to, says, leads_to) -> None:
    app = Flask(__name__)
    app.secret_key = "of this test"
    pages = Blueprint("pages", __name__)
    landing.lead_to_messages(app, pages)

    @pages.post("/")
    def deed():
        if says:
            flash("Gespeichert.", "success")
        return redirect(to, 303)

    app.register_blueprint(pages)
    assert app.test_client().post("/").location == leads_to


def test_the_message_takes_the_focus(client) -> None:
    with client.session_transaction() as session:
        session["_flashes"] = [("success", "Gespeichert.")]
    assert (
        '<div class="ef-flashes" id="meldung" role="status" tabindex="-1">' in client.get("/").text
    )
