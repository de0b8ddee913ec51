"""Invitations on paper: what a version says stays, and everybody reads what their page shows."""

import hashlib

from kernel.database import db
from kernel.pdf.kept import Print
from roundtable.meetings.printing import print_new
from tests.factories import meetings
from tests.factories.meetings import MONDAY, at
from tests.support.printed import Printed

SECRET = "Kündigung"


def invited(made):
    """An invited meeting with an item that only members may read."""
    meeting = meetings.planned(made, video_url="https://video.example.org/4")
    meetings.with_item(made, meeting, SECRET, public=False, text=SECRET, papers=SECRET)
    meetings.with_item(made, meeting, "Freistellung", text="Wie **machen** wir das?", minutes=20)
    return meetings.invited(made, meeting)


def here(made, meeting) -> str:
    return f"/runde-tische/{made.table.slug}/sitzungen/{meeting.nr}/einladung"


def test_before_the_invitation_there_is_no_paper(client, made) -> None:
    meeting = meetings.planned(made)
    assert client.get(f"{here(made, meeting)}.pdf").status_code == 404
    assert client.get(f"{here(made, meeting)}/v1.pdf").status_code == 404


def test_everybody_gets_the_public_part(client, made, as_) -> None:
    meeting = invited(made)
    address = f"{here(made, meeting)}/v1.pdf"
    with at(MONDAY):
        found = [browser.get(address) for browser in (client, as_("guest"))]
    for answer in found:
        pdf = Printed(answer.data)
        assert pdf.title.startswith("Einladung: ")
        assert "Freistellung" in pdf.text
        assert "20 Minuten Wie machen wir das?" in pdf.text
        assert "nichtöffentlich" in pdf.text
        assert SECRET not in pdf.text
        assert "video.example.org" not in pdf.run_together
        assert meeting.announced.public_hash in pdf.run_together


def test_members_get_everything_the_version_says(made, as_) -> None:
    meeting = invited(made)
    with at(MONDAY):
        pdf = Printed(as_("anna").get(f"{here(made, meeting)}.pdf").data)
    assert pdf.text.count(SECRET) == 3
    assert "https://video.example.org/4" in pdf.run_together


def test_a_version_is_printed_once_and_stays(client, made) -> None:
    meeting = invited(made)
    address = f"{here(made, meeting)}/v1.pdf"
    first = client.get(address)
    assert (print_new(), print_new()) == (2, 0)
    assert client.get(address).data == first.data
    kept = db.session.get(Print, ("invitation", meeting.announced.id))
    assert kept.sha256 == hashlib.sha256(first.data).hexdigest()
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_of_the_meeting_leads_there(client, made) -> None:
    meeting = invited(made)
    page = client.get(here(made, meeting).removesuffix("einladung")).get_data(as_text=True)
    assert f'href="{here(made, meeting)}/v1.pdf"' in page
