"""Votes, resolutions and tasks as blocks of minutes, and after which facts each of them is written down."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from accounts.people.queries import names_of
from kernel.database import db
from kernel.events import EventRow
from kernel.i18n import _, date_text
from kernel.markdown import escaped
from roundtable.decisions import events
from roundtable.decisions.models import LiveVote
from roundtable.decisions.queries import announced_votes_of
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.resolution_queries import known_numbers, resolutions_of
from roundtable.decisions.tally import figures, leanings_of
from roundtable.decisions.task_models import Task
from roundtable.decisions.task_queries import tasks_of_meeting
from roundtable.decisions.wording import OUTCOMES, in_one_line
from roundtable.meetings import blocks, register
from roundtable.meetings.blocks import Block, Place, person_mark, quoted
from roundtable.meetings.models import Meeting


def listen() -> None:
    """Hand blocks to minutes, a line after each fact, and the register of resolutions."""
    register.ask_register(known_numbers)
    blocks.provide(decided)
    blocks.written_after(events.VoteAnnounced.kind, _place_of_vote)
    blocks.written_after(events.ResolutionAdopted.kind, _place_of_resolution)
    blocks.written_after(events.TaskGiven.kind, _place_of_task)


def decided(meeting_id: UUID) -> Iterable[Block]:
    """What was voted, decided and given in a meeting: each vote, then what it became, at last the tasks."""
    meeting = db.session.get_one(Meeting, meeting_id)
    resolutions = {one.vote_id: one for one in resolutions_of(meeting)}
    for vote in announced_votes_of(meeting):
        yield Block(mark_of_vote(vote), vote.item_id, _vote(vote, resolutions.get(vote.id)))
        if one := resolutions.get(vote.id):
            yield Block(mark_of_resolution(one), one.item_id, _resolution(one))
    yield from _tasks(sorted(tasks_of_meeting(meeting), key=lambda task: task.running))


def mark_of_vote(vote: LiveVote) -> str:
    """`Abstimmung 3`: the third of its meeting."""
    return f"Abstimmung {vote.running}"


def mark_of_resolution(resolution: Resolution) -> str:
    """`Beschluss RT-2026-02/1`."""
    return f"Beschluss {resolution.number}"


def mark_of_task(task: Task) -> str:
    """`Auftrag 4`: the fourth of its meeting."""
    return f"Auftrag {task.running}"


def _vote(vote: LiveVote, resolution: Resolution | None) -> str:
    """Title, result and numbers; the wording, where no resolution holds it."""
    outcome = str(OUTCOMES[vote.outcome][0]) if vote.outcome else ""
    seats = _("Stimmberechtigt: %(count)s Sitze.", count=len(vote.voters))
    groups = (f"{escaped(group)}: {words}" for group, words in leanings_of(vote).items())
    return quoted(
        f"**{mark_of_vote(vote)}: {escaped(vote.title)}**",
        *([] if resolution else _paragraphs(vote.text)),
        f"{in_one_line(figures(vote))}. {seats}",
        ", ".join(groups),
        _("Ergebnis: %(outcome)s", outcome=outcome),
    )


def _resolution(one: Resolution) -> str:
    title = f"**{mark_of_resolution(one)}: {escaped(one.title)}**"
    return quoted(title, *_paragraphs(one.text))


def _tasks(tasks: Sequence[Task]) -> Iterable[Block]:
    names = names_of([task.seat.person_id for task in tasks if task.seat and task.seat.person_id])
    for task in tasks:
        title = f"**{mark_of_task(task)}: {escaped(task.title)}**"
        who = _("Wer: %(who)s, bis %(day)s", who=_owner(task, names), day=date_text(task.due))
        yield Block(mark_of_task(task), task.item_id, quoted(title, who))


def _owner(task: Task, names: dict[UUID, str]) -> str:
    seat = task.seat
    if seat is None:
        return escaped(task.organisation)
    return person_mark(names[seat.person_id] if seat.person_id else "", seat.label)


def _paragraphs(text: str) -> list[str]:
    return [escaped(line) for line in text.splitlines() if line.strip()]


def _place_of_vote(row: EventRow) -> Place:
    vote = db.session.get_one(LiveVote, UUID(row.payload["vote_id"]))
    return Place(vote.item_id, mark_of_vote(vote))


def _place_of_resolution(row: EventRow) -> Place:
    resolution = db.session.get_one(Resolution, UUID(row.subject_id))
    return Place(resolution.item_id, mark_of_resolution(resolution))


def _place_of_task(row: EventRow) -> Place:
    task = db.session.get_one(Task, UUID(row.subject_id))
    return Place(task.item_id, mark_of_task(task))
