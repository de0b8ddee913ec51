"""A non-public item never appears anywhere public: one word stands in each of its fields, every address is opened.

While the item is called in the meeting, and when the minutes are public; as everybody who is no member of the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.people.models import Person
from kernel import limits
from kernel.database import db
from kernel.ids import new_id
from roundtable.decisions import services as decisions
from roundtable.decisions.models import LiveVote
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.rules.tasks import State as TaskState
from roundtable.decisions.rules.votes import Choice
from roundtable.decisions.task_models import Task
from roundtable.meetings.rules.states import ItemState
from roundtable.meetings.talk.models import TalkMessage
from roundtable.meetings.talk.services import say
from roundtable.minutes.queries import doc_of_item
from roundtable.minutes.services.locking import lock_doc, unlock_doc
from roundtable.minutes.workflow.models import Objection
from tests.factories.decisions import DURING, Sitting, call
from tests.factories.meetings import a_round, at, planned, running, with_item
from tests.factories.people import person
from tests.factories.protocols import OPEN_TEXT, Paper, printing
from tests.support.printed import Printed

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # no database decides here
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
WORD = "Zebrafinkenvoliere"
ENDINGS = ("pdf", "md", "json")
#: the search page says what it was asked; a beginning must not be completed
ASKED = f"?q={WORD[:9]}&wort={WORD[:9]}"


@dataclass
class Hidden:
    """A meeting with a public item and a non-public one, and all that came of the latter."""

    paper: Paper
    message: TalkMessage
    vote: LiveVote
    resolution: Resolution
    task: Task
    objection: Objection | None = None

    def names(self) -> dict[str, object]:
        """What an address may name of it."""
        meeting, item = self.paper.sitting.meeting, self.paper.secret
        return {
            "slug": meeting.table.slug,
            "nr": meeting.nr,
            "meeting_id": meeting.id,
            "meeting": meeting.number,
            "item_id": item.id,
            "doc_id": doc_of_item(item.id).id,
            "room": f"meeting:{meeting.id}",
            "seat_id": self.paper.sitting.made.seat_id("anna"),
            "vote_id": self.vote.id,
            "resolution_id": self.resolution.id,
            "running": self.resolution.running,
            "task_id": self.task.id,
            "message_id": self.message.id,
            "objection_id": self.objection.id if self.objection else new_id(),
            "entry_id": new_id(),
            "deed": "zurueckziehen",
            "version": 1,
            "number": 1,
            "n": 1,
        }


def during_the_meeting() -> Hidden:
    """The item is on: talked about, voted on twice, decided, given as a task, written down."""
    made = a_round()
    meeting = planned(made)
    words = {"text": WORD, "papers": WORD, "kind": "beschluss", "public": False}
    secret = with_item(made, meeting, WORD, **words)
    with_item(made, meeting, "Freistellung", kind="beschluss")
    running(made, meeting)
    sitting = Sitting(made, meeting, secret)
    call(sitting, secret, ItemState.AUFGERUFEN)
    message = sitting.do(say, "anna", meeting=meeting, key=new_id(), text=WORD)
    sitting.do(decisions.abort_vote, vote=sitting.opened(title=WORD, text=WORD), reason=WORD)
    vote = sitting.opened(title=WORD, text=WORD)
    for who in ("chair", "anna"):
        sitting.cast(vote, who, Choice.DAFUER, reason=WORD)
    for deed in (decisions.close_vote, decisions.announce_vote):
        sitting.do(deed, vote=vote)
    resolution = db.session.scalars(select(Resolution).where(Resolution.vote_id == vote.id)).one()
    task = sitting.task(resolution.id, title=WORD)
    sitting.task(title=WORD, seat_id=None, organisation=WORD)
    step = {"task": task, "to": TaskState.IN_ARBEIT, "note": WORD}
    sitting.do(decisions.move_task, "anna", **step)
    paper = Paper(sitting, secret, now=DURING)
    doc = doc_of_item(secret.id)
    sitting.do(lock_doc, doc=doc, reason=WORD)
    sitting.do(unlock_doc, doc=doc)
    paper.write(secret, f"## {WORD}\n\n@Anna[S3] kennt die {WORD}.")
    return Hidden(paper, message, vote, resolution, task)


def once_the_minutes_are_public(hidden: Hidden) -> None:
    """The rest of the way, with a wish about the item."""
    paper, sitting = hidden.paper, hidden.paper.sitting
    call(sitting, hidden.paper.secret, ItemState.BERATEN)
    public = next(item for item in sitting.meeting.items if item.title == "Freistellung")
    sitting.item = public
    call(sitting, public, ItemState.AUFGERUFEN)
    sitting.adopted()
    paper.write(public, OPEN_TEXT)
    sitting.release()
    paper.now = paper.now.replace(hour=paper.now.hour + 4)
    paper.submit()
    place = {"item_id": paper.secret.id, "quote": WORD}
    hidden.objection = paper.wish(**place, replacement=f"{WORD}!", reason=WORD)
    paper.decide(hidden.objection, accept=False, answer=WORD)
    paper.agree("anna", "chair")
    paper.release()


def addresses(app: Flask, hidden: Hidden) -> Iterator[str]:
    """Every address that can be made of these names, and those that name nothing."""
    for ending in ENDINGS:
        names = hidden.names() | {"ending": ending}
        for rule in app.url_map.iter_rules():
            found = "GET" in (rule.methods or ()) and rule.arguments <= names.keys()
            if found and rule.endpoint != "assets.show":
                built = rule.build(dict(names), append_unknown=False)
                if built and (ending == ENDINGS[0] or "ending" in rule.arguments):
                    yield f"{built[1]}{ASKED}"


def deeds(app: Flask, hidden: Hidden) -> set[str]:
    """Every address below tables, resolutions and minutes that changes something."""
    names = hidden.names()
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    built = [
        rule.build(dict(names), append_unknown=False)
        for rule in rules
        if rule.arguments <= names.keys()
    ]
    places = ("/runde-tische/", "/beschluesse/", "/api/v1/minutes/")
    edit = f"?id={new_id()}&epoch=1&cid=1"
    return {f"{each[1]}{edit}" for each in built if each and each[1].startswith(places)}


def words_of(answer) -> str:
    if answer.mimetype == "application/pdf":
        return Printed(answer.data).run_together
    return answer.get_data().decode("utf-8", "replace")


def where_it_stands(client: FlaskClient, walk: list[str]) -> set[str]:
    found = set()
    for address in walk:
        limits.forget_all()
        answer = client.get(address)
        if WORD.lower() in words_of(answer).lower() + str(answer.headers).lower():
            found.add(address.partition("?")[0])
        answer.close()
    return found


def outsider(who: str, hidden: Hidden) -> Person | None:
    """Somebody who is no member of this table."""
    if who == "visitor":
        return None
    if who == "guest":
        return hidden.paper.sitting.made.persons["guest"]
    if who == "chair of another table":
        return a_round().persons["chair"]
    return person("Fremd", role=who if who != "citizen" else None)


@pytest.mark.parametrize("who", ["visitor", "guest", "administration", "chair of another table"])
def test_the_word_stands_nowhere_but_for_members(app, findable, browse, who: str) -> None:
    with printing():
        hidden = during_the_meeting()
        stranger = outsider(who, hidden)
        for go_on in (lambda _hidden: None, once_the_minutes_are_public):
            go_on(hidden)
            findable()
            walk = list(dict.fromkeys(addresses(app, hidden)))
            assert len(walk) > 60
            with at(hidden.paper.now):
                assert where_it_stands(browse(stranger), walk) == set()


def test_members_find_it_in_both_stages(app, findable, browse) -> None:
    with printing():
        hidden = during_the_meeting()
        anna = hidden.paper.sitting.made.persons["anna"]
        for go_on in (lambda _hidden: None, once_the_minutes_are_public):
            go_on(hidden)
            findable()
            walk = [each for each in addresses(app, hidden) if "/runde-tische/" in each]
            with at(hidden.paper.now):
                assert len(where_it_stands(browse(anna), walk)) > 5, "the other test looks for it"


@pytest.mark.parametrize("who", ["citizen", "moderator", "chair of another table"])
def test_who_does_not_sit_there_changes_nothing(app, browse, statements, who: str) -> None:
    with printing():
        hidden = during_the_meeting()
    walk = deeds(app, hidden)
    assert len(walk) > 40
    with at(hidden.paper.now):
        client = browse(outsider(who, hidden))
        statements.clear()
        answers = {each: client.post(each, headers=SAME_ORIGIN).status_code for each in walk}
    assert {each: code for each, code in answers.items() if code not in {403, 404}} == {}
    assert statements.writes == []
