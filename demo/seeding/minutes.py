"""Minutes of held meetings: written, laid before the table, wished to be other, approved by silence, released."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import uuid5

from demo.seeding import meetings
from demo.seeding.timeline import Deed
from demo.seeding.world import World
from demo.table_shapes import Meeting, MeetingMinutes, MinutesWish
from kernel import clock
from kernel.database import db
from kernel.mail import nobody_is_written_to
from roundtable.meetings.content import in_order
from roundtable.meetings.models import AgendaItem
from roundtable.minutes.loading import stored_texts
from roundtable.minutes.queries import doc_of_item
from roundtable.minutes.services.writing import write_form
from roundtable.minutes.workflow import services
from roundtable.minutes.workflow.models import Minutes
from roundtable.minutes.workflow.queries import wishes_of
from roundtable.minutes.workflow.services import Wish


@dataclass(frozen=True, slots=True)
class Writing:
    """Texts come in transactions of their own, so between two chapters; a second time changes nothing."""

    at: datetime
    meeting: Meeting
    world: World
    worked_in: bool = False

    def __call__(self) -> None:
        """Write everything, as the secretary."""
        found = self.meeting.minutes
        if found is None:
            return
        with clock.standing_at(self.at):
            if self.worked_in:
                for wish in found.wishes:
                    self._work_in(wish)
            else:
                for said in found.texts:
                    self._edit(said.item, partial(_above, said.text))

    def _work_in(self, wish: MinutesWish) -> None:
        if wish.accept:
            self._edit(wish.item, partial(_replaced, wish))

    def _edit(self, place: int, change: Callable[[str], str]) -> None:
        item = _item(self.world, self.meeting, place)
        doc = doc_of_item(item.id)
        text = stored_texts([doc])[doc.id]
        update_id = uuid5(item.id, self.at.isoformat())
        write_form(
            actor=self.world.actor(keeper(self.world, self.meeting)),
            doc=doc,
            epoch=doc.epoch,
            seq=doc.seq,
            text=change(text),
            update_id=update_id,
        )


def writings(world: World) -> list[Writing]:
    """When texts are written, the first one first."""
    found = []
    for meeting, minutes in _with_minutes(world):
        found.append(Writing(world.at(minutes.written), meeting, world))
        if minutes.revised:
            found.append(Writing(world.at(minutes.revised), meeting, world, worked_in=True))
    return sorted(found, key=lambda one: one.at)


def deeds(world: World) -> Iterator[Deed]:
    """Everything that happened with the texts after the meeting."""
    for meeting, minutes in _with_minutes(world):
        yield from _way_of(world, meeting, minutes)


def _way_of(world: World, meeting: Meeting, minutes: MeetingMinutes) -> Iterator[Deed]:
    submit = partial(_submit, world, meeting)
    yield Deed(world.at(minutes.submitted), submit)
    for wish in minutes.wishes:
        yield Deed(world.at(wish.filed), partial(_wish, world, meeting, wish))
        yield Deed(world.at(wish.decided), partial(_decide, world, meeting, wish))
    if minutes.resubmitted:
        yield Deed(world.at(minutes.resubmitted), submit)
    yield Deed(world.at(minutes.approved), partial(_approve, world, meeting))
    yield Deed(world.at(minutes.released), partial(_release, world, meeting, minutes))


def _with_minutes(world: World) -> Iterator[tuple[Meeting, MeetingMinutes]]:
    for meeting in world.content.meetings:
        if meeting.minutes:
            yield meeting, meeting.minutes


def _above(written: str, text: str) -> str:
    """What people wrote stands above the lines that came by themselves."""
    return written if not text else f"{written}\n\n{text}"


def _replaced(wish: MinutesWish, text: str) -> str:
    return text.replace(wish.quote, wish.replacement)


def _submit(world: World, meeting: Meeting) -> None:
    """Everybody at the table is invented, so no letter goes out; nor with the steps that follow."""
    with nobody_is_written_to():
        services.submit_minutes(
            actor=world.actor(keeper(world, meeting)), meeting=meetings.stored(world, meeting)
        )


def _wish(world: World, meeting: Meeting, wish: MinutesWish) -> None:
    draft = Wish(
        number=1,
        item_id=_item(world, meeting, wish.item).id,
        quote=wish.quote,
        replacement=wish.replacement,
        reason=wish.reason,
    )
    with nobody_is_written_to():
        services.file_objection(
            actor=world.actor(wish.person), meeting=meetings.stored(world, meeting), wish=draft
        )


def _decide(world: World, meeting: Meeting, wish: MinutesWish) -> None:
    found = meetings.stored(world, meeting)
    filed = next(line.wish for line in wishes_of(found) if line.wish.quote == wish.quote)
    with nobody_is_written_to():
        services.decide_objection(
            actor=world.actor(keeper(world, meeting)),
            meeting=found,
            objection_id=filed.id,
            accept=wish.accept,
            answer=wish.answer,
        )


def _approve(world: World, meeting: Meeting) -> None:
    services.approve_lapsed(actor=world.system, meeting=meetings.stored(world, meeting))


def _release(world: World, meeting: Meeting, minutes: MeetingMinutes) -> None:
    found = meetings.stored(world, meeting)
    preview = services.preview_of(found, db.session.get_one(Minutes, found.id))
    with nobody_is_written_to():
        services.release_minutes(
            actor=world.actor(minutes.released_by),
            meeting=found,
            number=preview.number,
            seen_sha256=preview.sha256,
        )


def keeper(world: World, meeting: Meeting) -> str:
    """The key of who keeps the minutes."""
    return meetings.seat_of_role(world, meeting, "secretary")


def _item(world: World, meeting: Meeting, place: int) -> AgendaItem:
    return list(in_order(meetings.stored(world, meeting)))[place - 1]
