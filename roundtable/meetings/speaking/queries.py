"""Reading the list of speakers; permissions are asked by who calls."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import lazyload, selectinload

from kernel.database import db
from roundtable.meetings.models import Meeting
from roundtable.meetings.rules import speakers
from roundtable.meetings.rules.speakers import Kind, Place
from roundtable.meetings.rules.speech import EntryState, spoken_ms
from roundtable.meetings.speaking.models import SpeakerEntry, SpeakerMove
from roundtable.tables.models import Seat


def entries_of(meeting_id: UUID) -> Sequence[SpeakerEntry]:
    """All contributions of a meeting by request; two statements."""
    statement = (
        select(SpeakerEntry)
        .where(SpeakerEntry.meeting_id == meeting_id)
        .order_by(SpeakerEntry.seq)
        .options(
            selectinload(SpeakerEntry.seat).options(lazyload(Seat.deputies), lazyload(Seat.table))
        )
    )
    return db.session.scalars(statement).all()


def moves_of(meeting_id: UUID) -> Sequence[SpeakerMove]:
    """The chair's moves, in order."""
    statement = select(SpeakerMove).where(SpeakerMove.meeting_id == meeting_id)
    return db.session.scalars(statement.order_by(SpeakerMove.seq)).all()


def in_state(entries: Sequence[SpeakerEntry], *states: EntryState) -> list[SpeakerEntry]:
    """Those that stand so."""
    return [entry for entry in entries if entry.state in states]


def speech_runs(meeting_id: UUID) -> bool:
    """Whether somebody has begun to speak and not ended."""
    began = SpeakerEntry.state.in_([EntryState.SPRICHT, EntryState.PAUSIERT])
    statement = select(func.count()).where(SpeakerEntry.meeting_id == meeting_id, began)
    return bool(db.session.scalar(statement))


def places_of(
    meeting: Meeting,
    entries: Sequence[SpeakerEntry],
    moves: Sequence[SpeakerMove],
    now: datetime,
) -> tuple[Place[UUID], ...]:
    """Who waits to speak to the called item, in order, each with the reasons of the place."""
    item = meeting.called
    if item is None:
        return ()
    waiting = [
        speakers.Entry(entry.id, entry.seq, str(entry.seat_id), entry.seat.group_key, entry.kind)
        for entry in in_state(entries, EntryState.GEMELDET)
        if entry.item_id == item.id
    ]
    history = [_speech(entry, item.id, now) for entry in entries if _counts(entry)]
    rules = speakers.Rules(limit_seconds=meeting.table.speaking_seconds)
    made = [speakers.Move(move.entry_id, move.position, move.reason) for move in moves]
    return speakers.order(waiting, history, rules, made)


def seconds_of(entry: SpeakerEntry, now: datetime) -> int:
    """How long somebody has spoken, without pauses, on the server's clock."""
    return spoken_ms(entry.spoken_ms, entry.speaks_since, now) // 1000


def _counts(entry: SpeakerEntry) -> bool:
    begun = {EntryState.SPRICHT, EntryState.PAUSIERT, EntryState.BEENDET}
    return entry.kind is Kind.BEITRAG and entry.state in begun


def _speech(entry: SpeakerEntry, item_id: UUID, now: datetime) -> speakers.Speech:
    return speakers.Speech(
        person=str(entry.seat_id),
        group=entry.seat.group_key,
        seconds=seconds_of(entry, now),
        here=entry.item_id == item_id,
        running=entry.state is not EntryState.BEENDET,
    )
