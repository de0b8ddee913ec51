"""A small city: something of everything the platform knows, in every state, made through the services.

`words` gives the text of each field, so that one city can be plain and another one typed by an attacker.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from accounts.people.models import Person
from accounts.people.rules.names import fault_of_name
from discussion.threads.services.correcting import edit_comment, undo_comment
from discussion.threads.services.moderating import hide_comment
from discussion.threads.services.posting import post_comment
from kernel import clock, files
from kernel.actors import SYSTEM, Actor
from kernel.ids import new_id
from participation.consultations.models.answers import Answer, Feasibility
from participation.consultations.models.formats import Format, Phase, Visibility
from participation.consultations.models.proposals import Proposal
from participation.consultations.models.site import Source
from participation.consultations.rules.blueprints import PHASES, Blueprint
from participation.consultations.rules.phases import PhaseType
from participation.consultations.rules.proposals import Withdrawal
from participation.consultations.services import site
from participation.consultations.services.answers import return_answer
from participation.consultations.services.attachments import attach_files
from participation.consultations.services.drafts import Contact
from participation.consultations.services.evaluations import Findings, evaluate_proposal
from participation.consultations.services.formats import archive_format
from participation.consultations.services.members import add_member
from participation.consultations.services.phases import extend_phase
from participation.consultations.services.proposals import edit_proposal, withdraw_proposal
from participation.consultations.services.results import publish_result
from participation.consultations.services.signatures import sign
from participation.voting import services as voting
from participation.voting.models import Vote
from portal.site_pages.pages import PLACES
from portal.site_pages.services import write_page
from roundtable.decisions.models import LiveVote
from roundtable.decisions.resolution_models import Resolution
from roundtable.decisions.services import VoteDraft, prepare_vote
from roundtable.decisions.task_models import Task
from roundtable.meetings.models import Meeting
from roundtable.meetings.talk.models import TalkMessage
from roundtable.meetings.talk.services import say
from roundtable.minutes.workflow.models import Objection
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.rules.names import PublicName
from roundtable.tables.rules.seats import Role
from roundtable.tables.services.seats import add_deputy, choose_public_name
from roundtable.tables.services.tables import close_table
from search_index.archive.models import ArchiveRecord
from search_index.archive.services import Paper, file_record
from tests.factories import decisions, formats, meetings, proposals, protocols, tables, votes
from tests.factories.people import actor_of, person
from tests.support import uploads

Words = Callable[[str], str]
LONGEST_LINE = 120
LONGEST_NAME = 60


def plain(field_name: str) -> str:
    """What a field says in a plain city."""
    return f"Etwas über {field_name}"


@dataclass
class City:
    """Who lives here, and what there is by kind and state."""

    words: Words
    anna: Person
    jonas: Person
    mia: Person
    formats: dict[str, Format] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    comments: dict[str, UUID] = field(default_factory=dict)
    votes: dict[str, Vote] = field(default_factory=dict)
    tables: dict[str, RoundTable] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    file_id: UUID | None = None
    record: ArchiveRecord | None = None
    #: a table with people on its seats, and a meeting to which they were invited
    round: meetings.Round | None = None
    meeting: Meeting | None = None
    #: a question written for that meeting
    live_vote: LiveVote | None = None
    #: a resolution that was released with the results of its meeting
    resolution: Resolution | None = None
    #: what that meeting gave somebody to do
    task: Task | None = None
    #: minutes that lie before their table with a wish for a change, and others that are public
    papers: dict[str, protocols.Paper] = field(default_factory=dict)
    wish: Objection | None = None
    #: what somebody wrote in the room of that meeting
    message: TalkMessage | None = None

    @property
    def citizen(self) -> Actor:
        """The author of everything that citizens write here."""
        return actor_of(self.anna)

    @property
    def official(self) -> Actor:
        """Who works for the administration."""
        return actor_of(self.jonas)

    def line(self, name: str) -> str:
        """A title: short, as the forms ask."""
        return self.words(name)[:LONGEST_LINE]


@contextmanager
def a_city(words: Words = plain) -> Iterator[City]:
    """The whole city; the block runs while its open vote takes ballots."""
    made = City(
        words,
        anna=person(_name(words("name"))),
        jonas=person("Jonas Brandt", role="administration"),
        mia=person("Mia Wolf", role="second-check"),
    )
    _pages_and_papers(made)
    _formats(made)
    _proposals(made)
    _answers(made)
    _comments(made)
    _votes(made)
    _tables(made)
    _meetings(made)
    _papers(made)
    yield made


def _name(text: str) -> str:
    """A display name of this text as far as the rules for names let it through."""
    name = text[:LONGEST_NAME]
    return "Anna Berg" if fault_of_name(name) else name


def _pages_and_papers(city: City) -> None:
    for slug in PLACES:
        texts = {
            "title": city.line("title"),
            "lead": city.words("lead"),
            "text": city.words("text"),
        }
        write_page(actor=city.official, slug=slug, **texts)
    site.set_district(actor=city.official, key="nord", name=city.line("district"), rank=1)
    for number in (1, 2):
        site.set_category(
            actor=city.official,
            key=f"thema-{number}",
            source=Source.STADT,
            number=number,
            title=city.line("category"),
            summary=city.words("summary"),
        )
    texts = {name: city.words(name) for name in ("title", "body", "section", "district", "note")}
    paper = Paper(source="stadt", source_id="22/1", **texts)
    city.record = file_record(actor=SYSTEM, paper=paper)


def _contact(city: City) -> Contact:
    return Contact(*(city.words(name) for name in ("name", "role", "office", "contact")))


def _a_format(
    city: City, *, running: PhaseType | None = PhaseType.COLLECT, **changes: object
) -> Format:
    draft: dict[str, Any] = {
        "title": city.line("title"),
        "summary": city.words("summary"),
        "text": city.words("text"),
        "responsible": _contact(city),
        "deputy": _contact(city),
        "category_keys": ("thema-1", "thema-2"),
        "district_key": "nord",
        "proposals_per_person": None,
    }
    return formats.a_format(actor=city.official, running=running, **(draft | changes))


def _formats(city: City) -> None:
    city.formats = {
        phase.value: _a_format(city, running=phase) for phase in PHASES[Blueprint.OFFER_WISHES]
    }
    city.formats |= {
        "draft": formats.a_draft_format(actor=city.official, title=city.line("title")),
        "upcoming": _a_format(city, running=None),
        "internal": _a_format(city, visibility=Visibility.INTERN),
        "archived": archive_format(actor=city.official, format_=_a_format(city)),
    }
    last = city.formats[PHASES[Blueprint.OFFER_WISHES][-1].value]
    _extend(city, last.phases[-1])
    add_member(actor=city.official, format_=city.formats["internal"], person_id=city.anna.id)
    for is_final in (False, True):
        text = city.words("result")
        publish_result(actor=city.official, format_=last, text=text, is_final=is_final)


def _extend(city: City, phase: Phase) -> None:
    later = (phase.ends_at or clock.now()) + timedelta(hours=1)
    reason = city.words("reason")
    extend_phase(
        actor=city.official, phase=phase, based_on=phase.ends_at, ends_at=later, reason=reason
    )


def _a_proposal(city: City) -> Proposal:
    texts = {"title": city.line("title"), "text": city.words("text"), "place": city.words("place")}
    return proposals.a_proposal(
        city.formats["collect"],
        author=city.citizen,
        category_key="thema-1",
        district_key="nord",
        **texts,
    )


def _proposals(city: City) -> None:
    kinds = ("open", "withdrawn", "answered", "returned", "drafted", "signed", "unanswered")
    city.proposals = {kind: _a_proposal(city) for kind in kinds}
    proposal = city.proposals["open"]
    draft = proposals.words(
        title=city.line("new title"), text=city.words("new text"), category_key="thema-2"
    )
    edit_proposal(actor=city.citizen, proposal=proposal, based_on=1, draft=draft)
    sign(actor=actor_of(city.mia), proposal=proposal)
    kept = files.keep(files.Upload(city.line("file.png"), uploads.picture(), city.words("alt")))
    attach_files(actor=city.citizen, proposal=proposal, kept=[kept])
    city.file_id = files.files_of([proposal.subject])[proposal.subject][0].id
    withdraw_proposal(
        actor=city.citizen,
        proposal=city.proposals["withdrawn"],
        reason=Withdrawal.ANDERES,
        note=city.words("note"),
    )


def _answers(city: City) -> None:
    pair = (city.jonas, city.mia)
    texts = {"text": city.words("answer"), "period": city.words("period")}
    cost: dict[str, Any] = {"cost_cents": 10_00}
    city.answers = {
        "answered": proposals.an_answer(city.proposals["answered"], pair, **texts, **cost),
        "signed": proposals.a_signed_answer(city.proposals["signed"], pair, **texts),
        "returned": proposals.a_draft_answer(city.proposals["returned"], pair, **texts),
        "drafted": proposals.a_draft_answer(city.proposals["drafted"], pair, **texts),
    }
    returned, comment = city.answers["returned"], city.words("comment")
    return_answer(actor=actor_of(city.mia), answer=returned, comment=comment)
    findings = Findings(Feasibility.WENN, city.words("notes"))
    evaluate_proposal(actor=city.official, proposal=city.proposals["open"], findings=findings)


def _comments(city: City) -> None:
    subject = city.proposals["open"].subject

    def post(parent: UUID | None = None) -> UUID:
        text = city.words("comment")
        return post_comment(actor=city.citizen, subject=subject, text=text, parent_id=parent)

    city.comments = {"edited": post(), "hidden": post(), "undone": post()}
    city.comments["reply"] = post(city.comments["edited"])
    post(city.comments["undone"])
    edited, text = city.comments["edited"], city.words("new comment")
    edit_comment(actor=city.citizen, comment_id=edited, text=text, based_on=1)
    undo_comment(actor=city.citizen, comment_id=city.comments["undone"])
    moderator = actor_of(person("Moritz", role="moderator"))
    reason = f"Begründet: {city.words('reason')}"
    hide_comment(actor=moderator, comment_id=city.comments["hidden"], reason=reason)


def _votes(city: City) -> None:
    """Made a day and a half ago, so that the open ones are open now."""
    with votes.at(clock.now() - timedelta(hours=36)):
        city.votes = {
            "prepared": votes.prepared_vote(**_question(city)),
            "announced": votes.announced_vote(**_question(city)),
            "counted": votes.counted_vote(**_question(city)),
            "published": votes.counted_vote(**_question(city)),
        }
        votes.TOWN.people = {city.anna.id}
        city.votes["open"] = votes.open_vote(**_question(city))
        city.votes["abandoned"] = votes.announced_vote(**_question(city))
        voting.publish_result(actor=votes.ELECTION_OFFICE, vote=city.votes["published"])
        reason = city.words("reason")
        voting.abandon_vote(
            actor=votes.ELECTION_OFFICE, vote=city.votes["abandoned"], reason=reason
        )
    votes.cast(city.votes["open"], city.citizen, "o1")


def _tables(city: City) -> None:
    """One with a chair who is named, members who are not, a vacant seat; and one that has ended."""
    texts = {name: city.line(name) for name in ("name", "purpose", "taking_part", "place")}
    groups = ("Unternehmen", " ".join(city.line("group").split()))
    made = partial(tables.a_table, actor=city.official, groups=groups, **texts)
    city.tables = {"open": made(code="RT", district_key="nord"), "closed": made(code="ALT")}
    give = partial(tables.a_seat, city.tables["open"], organisation=city.line("organisation"))
    city.seats = {
        "chair": give(city.anna, Role.CHAIR),
        "member": give(city.jonas),
        "vacant": give(),
    }
    tables.a_seat(city.tables["closed"], city.mia)
    choose_public_name(actor=city.citizen, seat=city.seats["chair"], level=PublicName.NAME)
    add_deputy(actor=city.official, seat=city.seats["chair"], person_id=city.mia.id)
    close_table(actor=city.official, table=city.tables["closed"])


def _question(city: City) -> dict[str, Any]:
    texts = {name: city.words(name) for name in ("title", "question", "effect")}
    option_texts = {name: city.words(name) for name in ("title", "summary")}
    return {"texts": texts, "option_texts": option_texts, "subject": city.formats["vote"].subject}


def _meetings(city: City) -> None:
    """One that everybody was invited to, with public and non-public items."""
    city.round = meetings.a_round(name=city.line("title"), purpose=city.words("purpose"))
    names = ("place", "place_notes", "dial_in")
    texts = {"title": city.line("title")} | {name: city.words(name) for name in names}
    city.meeting = meetings.planned(city.round, **texts)
    for public in (True, False):
        item = {name: city.words(name) for name in ("text", "papers")}
        meetings.with_item(city.round, city.meeting, city.line("title"), public=public, **item)
    meetings.invited(city.round, city.meeting)
    meetings.answered(city.round, city.meeting, "ben", city.words("deputy"), city.words("needs"))
    question = VoteDraft(city.meeting.items[-1].id, city.line("title"), city.words("text"))
    with meetings.at():
        city.live_vote = prepare_vote(
            actor=city.round.actor("chair"), meeting=city.meeting, draft=question
        )
    sitting = decisions.a_sitting()
    city.resolution = sitting.adopted(title=city.line("title"), text=city.words("text"))
    city.task = sitting.task(city.resolution.id, title=city.line("title"))
    city.message = sitting.do(
        say, "anna", meeting=sitting.meeting, key=new_id(), text=city.words("text")
    )
    sitting.release()


def _papers(city: City) -> None:
    """Minutes of two meetings: one lies before the table, one is public and corrected once."""
    with protocols.printing():
        city.papers = {
            kind: protocols.a_paper(name=city.line("title"), more=city.words("minutes"))
            for kind in ("submitted", "published")
        }
        submitted, published = city.papers.values()
        submitted.submit()
        words = {"replacement": city.words("replacement"), "reason": city.words("reason")}
        city.wish = submitted.wish(**words)
        published.published()
        corrected = f"Berichtigt. {protocols.OPEN_TEXT}\n{city.words('minutes')}"
        published.correct(corrected, city.words("reason"))
        published.release(city.words("reason"))
