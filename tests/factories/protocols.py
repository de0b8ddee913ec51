"""Minutes on their way from the meeting to the public; through the services, each step at its moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from accounts.people.models import Person
from kernel.actors import SYSTEM, Actor
from kernel.database import db, in_transaction
from kernel.ids import new_id
from roundtable.meetings.models import AgendaItem
from roundtable.meetings.rules.states import ItemState
from roundtable.minutes.queries import doc_of_item
from roundtable.minutes.rules.public import Content
from roundtable.minutes.services.writing import write_form
from roundtable.minutes.workflow import seams, services
from roundtable.minutes.workflow.models import (
    Minutes,
    MinutesReturn,
    MinutesVersion,
    Objection,
    Publication,
    Withdrawal,
)
from roundtable.minutes.workflow.services import Wish
from roundtable.tables.rules.names import PublicName
from tests.factories import people
from tests.factories.decisions import DURING, Sitting, call
from tests.factories.meetings import MEETS_AT, a_round, at, planned, running, with_item

T = TypeVar("T")
AFTER = MEETS_AT + timedelta(hours=4)
#: behind the end of the time for wishes
LATER = AFTER + timedelta(days=9)
OPEN_TEXT = "Der Tisch berät über „Freistellung“. Das wird angenommen."
CANARY = "Grundstück Süd für zwölf Millionen"


@dataclass(frozen=True)
class Smudge:
    """Something that cannot be printed."""

    item_number: str
    where: str
    message: str


def _smudges(content: Content) -> list[Smudge]:
    return [
        Smudge(item.number, "Zeile 1", "Dieses Zeichen kann nicht gedruckt werden.")
        for item in content.items
        if "\u2603" in item.text
    ]


#: a press that knows no snowman, and one level of headings
PRESS = seams.Press(mended=lambda text: text.replace("#### ", "### "), faults=_smudges)


@dataclass
class Paper:
    """The minutes of a meeting that is over: a public item with a resolution, and a non-public one."""

    sitting: Sitting
    secret: AgendaItem
    now: datetime = AFTER
    offices: dict[str, Person] = field(default_factory=dict)

    @property
    def minutes(self) -> Minutes:
        """As they are stored now."""
        db.session.rollback()
        return db.session.get_one(Minutes, self.sitting.meeting.id, populate_existing=True)

    def do(self, deed: Callable[..., T], who: str | Actor = "secretary", **facts: Any) -> T:
        """Somebody does something, at the paper's moment."""
        actor = self.sitting.made.actor(who) if isinstance(who, str) else who
        with at(self.now):
            return deed(actor=actor, meeting=self.sitting.meeting, **facts)

    def write(self, item: AgendaItem, text: str, who: str = "secretary") -> None:
        """Replace what stands at an item."""
        doc = doc_of_item(item.id)
        with at(self.now):
            write_form(
                actor=self.sitting.made.actor(who),
                doc=doc,
                epoch=doc.epoch,
                seq=doc.seq,
                text=text,
                update_id=new_id(),
            )

    def submit(self) -> MinutesVersion:
        """Lay before the table."""
        return self.do(services.submit_minutes)

    def wish(self, who: str = "anna", **others: Any) -> Objection:
        """A member wants one word changed."""
        words: dict[str, Any] = {
            "number": self.minutes.number,
            "item_id": self.sitting.item.id,
            "quote": "Der Tisch berät",
            "replacement": "Der Tisch beriet",
            "reason": "Es ist vorbei.",
        }
        return self.do(services.file_objection, who, wish=Wish(**{**words, **others}))

    def decide(self, objection: Objection, *, accept: bool, answer: str = "") -> Objection:
        """The secretary decides."""
        return self.do(
            services.decide_objection, objection_id=objection.id, accept=accept, answer=answer
        )

    def agree(self, *who: str) -> None:
        """These seats agree with the newest version."""
        for key in who:
            self.do(services.agree, key, number=self.minutes.number)

    def approved(self) -> "Paper":
        """Submitted, and nobody said anything."""
        self.submit()
        self.now = LATER
        self.do(services.approve_lapsed, SYSTEM)
        return self

    def correct(self, text: str, reason: str = "Zahl verwechselt", **others: Any) -> MinutesVersion:
        """The secretary writes the item of published minutes anew."""
        facts = {"number": self.minutes.number, "texts": {self.sitting.item.number: text}}
        return self.do(services.propose_correction, **{**facts, "reason": reason, **others})

    def office(self) -> Actor:
        """The administration."""
        if "office" not in self.offices:
            self.offices["office"] = people.person("Amt", role="administration")
        return people.actor_of(self.offices["office"])

    def preview(self) -> services.Preview:
        """What the administration would release now."""
        with at(self.now):
            return services.preview_of(self.sitting.meeting, self.minutes)

    def release(self, reason: str = "") -> Publication:
        """The administration releases what it has looked at."""
        seen = self.preview()
        return self.do(
            services.release_minutes,
            self.office(),
            number=seen.number,
            seen_sha256=seen.sha256,
            reason=reason,
        )

    def give_back(self, reason: str = "Ein Name steht im Text.", **others: Any) -> MinutesReturn:
        """The administration wants it written otherwise before everybody reads it."""
        facts = {"number": self.minutes.number, "reason": reason}
        return self.do(services.return_minutes, self.office(), **{**facts, **others})

    def withdraw(self, reason: str = "Ein Name stand darin.") -> Withdrawal:
        """The administration closes what is public."""
        return self.do(services.withdraw_minutes, self.office(), reason=reason)

    def restore(self) -> Withdrawal:
        """The administration takes that back."""
        return self.do(services.restore_minutes, self.office())

    def published(self) -> "Paper":
        """All the way."""
        self.approved().release()
        return self

    def named(self, key: str, level: PublicName) -> None:
        """Somebody says how the public may know them."""
        seat = self.sitting.made.seats[key]
        in_transaction(lambda: setattr(seat, "public_name", level))


@contextmanager
def printing() -> Iterator[None]:
    """The press of tests, whatever press there is."""
    before = seams.press()
    seams.print_with(PRESS)
    try:
        yield
    finally:
        seams.print_with(before)


def a_paper(code: str = "", *, more: str = "", **texts: str) -> Paper:
    """A meeting that has just been closed, with texts at both items; `more` stands in the public one, too."""
    made = a_round(code, **texts)
    meeting = planned(made)
    secret = with_item(made, meeting, f"{CANARY}: Titel", public=False)
    item = with_item(made, meeting, "Freistellung", kind="beschluss")
    running(made, meeting)
    sitting = Sitting(made, meeting, item)
    call(sitting, item, ItemState.AUFGERUFEN)
    sitting.adopted()
    paper = Paper(sitting, secret, now=DURING)
    paper.write(item, f"{OPEN_TEXT}\n@Anna[S3] dankt Ben.\n{more}")
    paper.write(secret, f"{CANARY}, sagt Anna.")
    sitting.close()
    paper.now = AFTER
    return paper
