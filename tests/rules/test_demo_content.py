"""The demo content holds together: every key leads somewhere, every day fits its phase."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from demo.content import load
from demo.moments import Moment
from demo.shapes import Comment, Format, Phase, Proposal

DEMO = load()
FORMATS = {f.key: f for f in DEMO.formats}
PROPOSALS = {p.key: p for p in DEMO.proposals}
COMMENTS = {c.key: c for c in DEMO.comments}
PEOPLE = {p.key: p for p in DEMO.people}
DISTRICTS = {d.key for d in DEMO.districts}

#: An ordinary day and the two nights in which Berlin moves its clocks.
NOWS = [
    datetime(2026, 11, 22, 10, tzinfo=UTC),
    datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
]
NOW = NOWS[0]
BLUEPRINTS = {
    "idea_collection": "inform collect rate evaluate answer result",
    "offer_wishes": "collect evaluate answer vote result",
    "open_discussion": "discuss",
}
LEVELS = {"Information", "Konsultation", "Mitgestaltung", "Entscheidung"}
STATUSES = ["in_pruefung", "angenommen", "teilweise", "abgelehnt", "in_umsetzung", "umgesetzt"]
COMMENTABLE = {"collect", "support", "refine", "rate", "discuss"}
ROLES = {"administration", "moderator", "operator", "second-check", "coordinator", "evaluator"}


def phase_at(event: Moment, among: Format, now: datetime = NOW) -> Phase | None:
    """The phase of the format in which the moment lies."""
    at = event.at(now)
    fitting = (p for p in among.phases if p.start.at(now) <= at and not is_over(p, at, now))
    return next(fitting, None)


def is_over(phase: Phase, at: datetime, now: datetime) -> bool:
    return phase.end is not None and phase.end.at(now) <= at


def format_of(comment: Comment) -> Format:
    if comment.proposal:
        return FORMATS[PROPOSALS[comment.proposal].format]
    return FORMATS[comment.format or ""]


def depth_of(comment: Comment) -> int:
    return 1 if comment.reply_to is None else 1 + depth_of(COMMENTS[comment.reply_to])


def doubled(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_the_city_is_large_enough_to_be_believed() -> None:
    assert [c.source for c in DEMO.categories] == ["stadt"] * 8 + ["aktivoli"] * 7
    assert (len(DEMO.districts), len(DEMO.formats), len(DEMO.proposals)) == (7, 4, 25)
    assert (len(DEMO.archive), len(DEMO.votes)) == (10, 2)
    assert len(DEMO.people) >= 45
    assert len(DEMO.comments) >= 90


@pytest.mark.parametrize(
    "values",
    [
        [c.key for c in DEMO.categories],
        [d.key for d in DEMO.districts],
        [p.key for p in (*DEMO.people, *DEMO.crowd)],
        [p.email for p in (*DEMO.people, *DEMO.crowd)],
        [p.name for p in (*DEMO.people, *DEMO.crowd)],
        [f.slug for f in DEMO.formats],
        [f.title for f in DEMO.formats],
        [p.key for p in DEMO.proposals],
        [p.title for p in DEMO.proposals],
        [p.text for p in DEMO.proposals],
        [c.key for c in DEMO.comments],
        [c.text for c in DEMO.comments],
        [t.code for t in DEMO.tables],
        [r.number for r in DEMO.archive],
        [r.title for r in DEMO.archive],
        [a.reason for p in DEMO.proposals for a in p.answers],
    ],
)
def test_nothing_is_there_twice(values: list[str]) -> None:
    assert doubled(values) == []


def test_every_author_exists_and_every_office_is_staffed() -> None:
    named = {p.by for p in DEMO.proposals} | {c.by for c in DEMO.comments}
    named |= {a.by for p in DEMO.proposals for a in p.answers}
    offices = {r.person for f in DEMO.formats for r in (f.responsible, f.deputy)}
    assert named | offices <= PEOPLE.keys()
    assert all(PEOPLE[key].office for key in offices)


def test_only_citizens_propose_and_only_offices_answer() -> None:
    assert [p.key for p in DEMO.proposals if PEOPLE[p.by].grants] == []
    assert [p.key for p in DEMO.proposals for a in p.answers if not PEOPLE[a.by].grants] == []


def test_every_district_and_category_exists() -> None:
    placed = {f.district for f in DEMO.formats} | {p.district for p in DEMO.proposals}
    placed |= {t.district for t in DEMO.tables}
    assert placed | {r.district for r in DEMO.archive} <= {*DISTRICTS, None}
    assert {p.category for p in DEMO.proposals} <= {c.key for c in DEMO.categories}
    assert {p.district for p in DEMO.people} == {*DISTRICTS, None}


def test_every_role_of_the_office_can_be_tried() -> None:
    grants = [g for p in DEMO.people if p.demo for g in p.grants]
    scopes = {g.scope for g in grants} - {None}
    assert {g.role for g in grants} == ROLES
    assert scopes == {"votes", "district:nord"}


def test_citizens_with_and_without_card_can_be_tried() -> None:
    assert {p.card for p in DEMO.people if p.demo and not p.grants} == {True, False}


def test_each_task_at_a_round_table_can_be_tried() -> None:
    seats = [s for t in DEMO.tables for s in t.seats if s.person and PEOPLE[s.person].demo]
    plain = Counter(s.role for s in seats if s.person and not PEOPLE[s.person].grants)
    assert plain == {"chair": 1, "secretary": 1, "member": 2}


def test_seats_are_of_people_who_exist_and_of_nobody_twice() -> None:
    for table in DEMO.tables:
        people = [s.person for s in table.seats if s.person]
        assert doubled(people) == []
        assert {*people, *(d for s in table.seats for d in s.deputies)} <= PEOPLE.keys()
        assert [s for s in table.seats if s.role == "guest" and s.votes] == []


def test_meetings_are_of_people_who_sit_at_the_table() -> None:
    tables = {t.key: {s.person for s in t.seats} for t in DEMO.tables}
    deputies = {(t.key, s.person): s.deputies for t in DEMO.tables for s in t.seats}
    for meeting in DEMO.meetings:
        answered = [a.person for a in meeting.answers]
        assert {*answered, *meeting.present} <= tables[meeting.table]
        assert doubled(answered) == []
        replaced = [(a.person, a.deputy) for a in meeting.answers if a.deputy]
        assert all(deputy in deputies[meeting.table, person] for person, deputy in replaced)
    assert [m.title for m in DEMO.meetings if m.begins is None] == ["Vereinbarung zur Freistellung"]


def test_minutes_go_their_way_in_order_and_wishes_name_a_place() -> None:
    written = [(m, m.minutes) for m in DEMO.meetings if m.minutes]
    assert len(written) == 2
    for meeting, minutes in written:
        steps = [meeting.begins, minutes.written, minutes.submitted, minutes.revised]
        steps += [minutes.resubmitted, minutes.approved, minutes.released]
        times = [step.at(NOW) for step in steps if step]
        assert times == sorted(times)
        texts = {said.item: said.text for said in minutes.texts}
        for wish in minutes.wishes:
            assert wish.quote in texts[wish.item]
            assert minutes.submitted.at(NOW) < wish.filed.at(NOW) < wish.decided.at(NOW)


def test_a_format_keeps_what_its_blueprint_and_level_promise() -> None:
    for found in DEMO.formats:
        assert " ".join(p.type for p in found.phases) == BLUEPRINTS[found.blueprint]
        assert found.level in LEVELS
        assert found.responsible.person != found.deputy.person


@pytest.mark.parametrize("now", NOWS)
def test_phases_follow_each_other_without_overlap(now: datetime) -> None:
    for found in DEMO.formats:
        for phase, following in zip(found.phases, found.phases[1:], strict=False):
            assert phase.end is not None
            assert phase.start.at(now) < phase.end.at(now) <= following.start.at(now)


@pytest.mark.parametrize("now", NOWS)
def test_each_format_stands_somewhere_else_today(now: datetime) -> None:
    today = {f.key: phase_at(Moment(0), f, now) for f in DEMO.formats}
    found = {key: phase and phase.type for key, phase in today.items()}
    expected = {"karte": "vote", "orte-nord": "collect", "pass-mitte": None, "geld": "discuss"}
    assert found == expected
    assert FORMATS["geld"].phases[-1].end is None


@pytest.mark.parametrize("now", NOWS)
def test_proposals_and_comments_fall_into_phases_that_take_them(now: datetime) -> None:
    phases = {p.key: phase_at(p.written, FORMATS[p.format], now) for p in DEMO.proposals}
    assert {phase and phase.type for phase in phases.values()} == {"collect"}
    spoken = {c.key: phase_at(c.written, format_of(c), now) for c in DEMO.comments}
    assert {
        key for key, phase in spoken.items() if not phase or phase.type not in COMMENTABLE
    } == set()


def test_nothing_was_written_in_the_future() -> None:
    written = [p.written for p in DEMO.proposals] + [c.written for c in DEMO.comments]
    written += [a.given for p in DEMO.proposals for a in p.answers]
    midnight = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
    assert [w for w in written if w.at(midnight) >= midnight] == []


def test_a_comment_stands_under_one_subject_and_answers_an_earlier_one() -> None:
    for comment in DEMO.comments:
        assert (comment.proposal is None) != (comment.format is None), comment.key
        if comment.proposal:
            assert PROPOSALS[comment.proposal].written.at(NOW) < comment.written.at(NOW)
        if comment.reply_to:
            above = COMMENTS[comment.reply_to]
            assert (above.proposal, above.format) == (comment.proposal, comment.format)
            assert above.written.at(NOW) < comment.written.at(NOW), comment.key


def test_threads_reach_depth_three_and_no_deeper() -> None:
    assert {depth_of(c) for c in DEMO.comments} == {1, 2, 3}


def test_every_proposal_and_the_open_discussion_are_talked_about() -> None:
    assert {c.proposal for c in DEMO.comments} == {*PROPOSALS, None}


def test_titles_and_texts_keep_the_limits_of_the_form() -> None:
    titles = [p.title for p in DEMO.proposals] + [f.title for f in DEMO.formats]
    titles += [r.title for r in DEMO.archive] + [v.title for v in DEMO.votes]
    assert [t for t in titles if not 5 <= len(t) <= 120] == []
    texts = [p.text for p in DEMO.proposals] + [c.text for c in DEMO.comments]
    assert [t for t in texts if not 5 <= len(t) <= 5000] == []


def test_answers_come_after_the_collection_and_name_known_states_in_order() -> None:
    for proposal in DEMO.proposals:
        given = [a.given.at(NOW) for a in proposal.answers]
        states = [STATUSES.index(a.status) for a in proposal.answers]
        assert given == sorted(given)
        assert states == sorted(states)
        assert all(at > proposal.written.at(NOW) for at in given)


def test_offers_are_decided_in_the_answer_phase() -> None:
    for proposal in DEMO.proposals:
        decided = [a for a in proposal.answers if a.status != "in_pruefung"]
        phases = [phase_at(a.given, FORMATS[proposal.format]) for a in decided]
        assert [p and p.type for p in phases] == ["answer", "result"][: len(decided)], proposal.key


def test_where_the_answer_phase_is_over_everybody_has_an_answer() -> None:
    waiting = {p.key for p in DEMO.proposals if p.format != "orte-nord" and not final(p)}
    assert waiting == set()


def final(proposal: Proposal) -> bool:
    return bool(proposal.answers) and proposal.answers[-1].status != "in_pruefung"


def test_a_cost_is_unit_cost_times_quantity_and_the_reason_says_both() -> None:
    priced = [a for p in DEMO.proposals for a in p.answers if a.cost_cents]
    assert len(priced) == 17
    for answer in priced:
        numbers = re.findall(r"\d[\d.]*", answer.reason)
        assert f"**{euros(answer.cost_cents or 0)} Euro**" in answer.reason
        assert euros(answer.quantity or 0, unit=1) in numbers, answer.reason


def euros(amount: int, unit: int = 100) -> str:
    whole, rest = divmod(amount, unit)
    assert rest == 0
    return f"{whole:,}".replace(",", ".")


def test_a_named_cost_survives_a_later_answer_without_one() -> None:
    proposal = PROPOSALS["pass-werkzeug"]
    assert proposal.answers[-1].cost_cents is None
    assert proposal.cost_cents == 210000
    assert replace(proposal, answers=()).cost_cents is None


def test_signers_are_different_citizens_and_never_the_author() -> None:
    for proposal in DEMO.proposals:
        signers = DEMO.signers_of(proposal)
        assert len({s.key for s in signers}) == proposal.signatures
        assert not any(s.grants or s.key == proposal.by for s in signers)
        assert DEMO.signers_of(proposal) == signers


def test_a_moment_means_berlin_time_on_both_sides_of_the_clock_change() -> None:
    noon = datetime(2027, 3, 27, 12, tzinfo=UTC)
    assert Moment(0).at(noon) == datetime(2027, 3, 26, 23, tzinfo=UTC)
    assert Moment(2).at(noon) == datetime(2027, 3, 28, 22, tzinfo=UTC)
    assert Moment(0).at(datetime(2027, 3, 27, 23, 30, tzinfo=UTC)) == Moment(1).at(noon)
