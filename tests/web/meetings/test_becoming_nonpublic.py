"""An item that becomes non-public is gone from everything that everybody reads, also from what was sent before."""

import re

from sqlalchemy import select

from kernel.database import db
from kernel.mail import Mail
from roundtable.meetings import services
from roundtable.meetings.search import documents
from tests.factories import meetings
from tests.factories.meetings import at
from tests.support.printed import Printed

SECRET = "Pachtvertrag"


def here(made, meeting) -> str:
    return f"/runde-tische/{made.table.slug}/sitzungen/{meeting.nr}"


def link_of(made, key: str) -> str:
    statement = select(Mail.text).where(Mail.to == made.persons[key].email)
    return re.search(r"/rueckmeldung\?schluessel=\S+", db.session.scalars(statement).one())[0]


def words_of(answer) -> str:
    return Printed(answer.data).text if answer.mimetype == "application/pdf" else answer.text


def test_what_became_nonpublic_is_read_nowhere_outside_though_it_was_sent(
    client, made, as_
) -> None:
    meeting = meetings.planned(made)
    item = meetings.with_item(made, meeting, SECRET, text=SECRET, papers=SECRET)
    meetings.invited(made, meeting)
    sent = here(made, meeting)
    pages = [f"{sent}/", f"{sent}/einladung/v1", f"/api/v1/meetings/{meeting.id}"]
    files = [f"{sent}/einladung{which}" for which in (".pdf", "/v1.pdf", "/v1.json")]
    assert all(SECRET in words_of(client.get(each)) for each in [*pages, *files])
    draft = services.ItemDraft(SECRET, public=False, text=SECRET, papers=SECRET)
    change = {"item_id": item.id, "draft": draft, "based_on": item.version, "confirmed": True}
    with at():
        services.edit_item(actor=made.actor("chair"), meeting=meeting, **change)
    link = link_of(made, "guest")
    for again in (False, True):
        if again:
            meetings.invited(made, meeting)
        outside = [client, *map(as_, ("guest",))]
        with at():
            for browser in outside:
                assert not any(SECRET in browser.get(each).text for each in [*pages, link])
                assert {browser.get(each).status_code for each in files[1:]} == {404}
                assert "nichtöffentlich" in browser.get(f"{sent}/einladung/v1").text
            assert all(SECRET in words_of(as_("anna").get(each)) for each in pages)
            assert SECRET in words_of(as_("anna").get(files[1]))
        assert SECRET not in str(documents([str(meeting.id)]))
    assert client.get(f"{sent}/einladung/v2.pdf").status_code == 200


def test_an_item_that_was_taken_off_stays_in_what_was_sent_before(client, made) -> None:
    meeting = meetings.planned(made)
    item = meetings.with_item(made, meeting, "Freistellung")
    meetings.invited(made, meeting)
    with at():
        services.drop_item(actor=made.actor("chair"), meeting=meeting, item_id=item.id)
    meetings.invited(made, meeting)
    old = f"{here(made, meeting)}/einladung/v1"
    assert "Freistellung" in client.get(old).text
    assert client.get(f"{old}.json").status_code == 200
