"""Whether the invented members take part; the last word is a fact in the event log, so a restart keeps it."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from demo.seeding.timeline import KIND
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotFound
from kernel.events import OFFICE, Event, EventRow, record
from kernel.live.rooms import changes_no_right
from kernel.settings import Settings
from kernel.subjects import Subject


@dataclass(frozen=True)
class MembersSwitched(Event):
    """Somebody switched the invented members on or off."""

    kind: ClassVar[str] = "demo.members_switched"
    on: bool


changes_no_right(MembersSwitched.kind)


def may_switch(settings: Settings) -> bool:
    """Everybody in a demo on this machine; nobody anywhere else, for there is nothing to switch."""
    return settings.one_click_demo


def is_on(settings: Settings) -> bool:
    """What was pressed last; before that, what the settings say."""
    if not may_switch(settings):
        return False
    statement = select(EventRow.payload).where(EventRow.kind == MembersSwitched.kind)
    last = db.session.scalar(statement.order_by(EventRow.seq.desc()).limit(1))
    return bool(last["on"]) if last else settings.demo_members


@transactional
def switch(*, actor: Actor, settings: Settings, on: bool) -> None:
    """Let them take part, or not; a repeat changes nothing."""
    if not may_switch(settings):
        raise NotFound
    if is_on(settings) != on:
        record(MembersSwitched(on), subject=Subject(KIND, "members"), actor=actor, audience=OFFICE)
