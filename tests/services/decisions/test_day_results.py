"""Ergebnis des Tages: what is public is released in one step; the rest stays with the table for ever."""

import json

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.errors import NotFound, NotPermitted
from kernel.events import EventRow
from kernel.mail import Mail
from roundtable.decisions import services
from roundtable.decisions.errors import MeetingNotClosed
from roundtable.decisions.resolution_queries import resolution_for
from roundtable.decisions.search import documents, ids, touched
from tests.factories import people
from tests.factories.decisions import DURING, TEXT, a_sitting
from tests.factories.meetings import at

pytestmark = pytest.mark.usefixtures("database")


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.subject.like("Ergebnis%"))))


def test_the_chair_releases_once_after_the_close() -> None:
    sitting = a_sitting("RT")
    resolution = sitting.adopted()
    with pytest.raises(MeetingNotClosed):
        sitting.do(services.release_day, meeting=sitting.meeting)
    sitting.close()
    with pytest.raises(NotPermitted):
        sitting.do(services.release_day, "secretary", meeting=sitting.meeting)
    result = sitting.do(services.release_day, meeting=sitting.meeting)
    assert sitting.do(services.release_day, meeting=sitting.meeting) is result
    assert resolution.released_at == DURING
    (vote,) = json.loads(result.content)["votes"]
    assert (vote["resolution"], vote["text"]) == ("RT-2024-01/1", TEXT)
    assert vote["figures"] == [["Ja", 2], ["Nein", 0], ["Enthaltung", 0]]
    assert [group for group, _leaning in vote["groups"]] == ["Unternehmen", "Zivilgesellschaft"]
    assert len(mails()) == len(sitting.made.persons)
    assert "RT-2024-01/1: Freistellung" in mails()[0].text
    events = db.session.scalars(
        select(EventRow).where(EventRow.kind == "day_result.released")
    ).all()
    assert [(row.audience, row.payload["content_hash"]) for row in events] == [
        (["public"], result.content_hash)
    ]
    with pytest.raises(RuntimeError, match="never changed"):
        in_transaction(lambda: setattr(result, "content", "{}"))


def test_what_belongs_to_a_nonpublic_item_is_never_released() -> None:
    sitting = a_sitting("RT", public=False)
    resolution = sitting.adopted(title="Geheimes", text="Geheimer Wortlaut")
    result = sitting.release()
    assert "Geheim" not in result.content + "".join(mail.text for mail in mails())
    assert resolution.released_at is None
    payloads = db.session.scalars(
        select(EventRow.payload).where(EventRow.kind == "day_result.released")
    )
    assert payloads.one()["resolution_ids"] == []
    with at(DURING):
        assert resolution_for(sitting.made.actor("anna"), "RT-2024-01", 1) is resolution
        for actor in (people.actor(), people.actor(role="administration")):
            with pytest.raises(NotFound):
                resolution_for(actor, "RT-2024-01", 1)
    assert documents(list(ids())) == {}


def test_search_learns_of_the_release() -> None:
    sitting = a_sitting("RT")
    resolution = sitting.adopted()
    assert documents([str(resolution.id)])[str(resolution.id)].audience == {
        f"table:{sitting.made.table.id}"
    }
    sitting.release()
    (document,) = documents([str(resolution.id)]).values()
    assert document.audience == {"public"}
    assert (document.head, document.art, document.url) == (
        "RT-2024-01/1",
        "beschluss",
        "/beschluesse/RT-2024-01/1",
    )
    released = select(EventRow).where(EventRow.kind == "day_result.released")
    assert list(touched(db.session.scalars(released).one())) == [resolution.subject]
