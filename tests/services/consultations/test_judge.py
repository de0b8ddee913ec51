"""The judge: who may do what in which format, and what a refusal says."""

from datetime import timedelta

import pytest

from accounts.people.services import pause_writing
from kernel import clock
from kernel.actors import ANONYMOUS, Actor
from kernel.ids import new_id
from kernel.subjects import ALLOWED, Subject, Verdict, audience_of, cards
from kernel.subjects import may as may_subject
from participation.consultations.models.formats import Format, Visibility
from participation.consultations.permissions import may, may_after_sign_in
from participation.consultations.rules.phases import PhaseType
from participation.consultations.services.formats import archive_format
from participation.consultations.services.members import add_member
from tests.factories.actors import a_citizen, an_official
from tests.factories.formats import a_district, a_draft_format, a_format
from tests.factories.people import actor_of, person

PARTICIPATE = ("propose", "edit", "sign", "comment", "react")
OFFICE = ("manage", "publish", "answer", "evaluate")
MODERATE = {"moderate"}
ACTIONS = ("see", *PARTICIPATE, *OFFICE, *MODERATE)


def allowed(actor: Actor, format_: Format) -> set[str]:
    """Every action this actor may do now."""
    return {action for action in ACTIONS if may(actor, action, format_, clock.now())}


def actors_of(format_: Format) -> dict[str, Actor]:
    """One actor of each kind that the matrix names."""
    member = a_citizen()
    add_member(actor=an_official(), format_=format_, person_id=member.person_id or new_id())
    return {
        "visitor": ANONYMOUS,
        "citizen": a_citizen(),
        "member": member,
        "moderator": an_official(role="moderator"),
        "evaluator here": an_official(f"format:{format_.id}", "evaluator"),
        "evaluator elsewhere": an_official("district:sued", "evaluator"),
        "office here": an_official("district:nord"),
        "office elsewhere": an_official("district:sued"),
        "office of the site": an_official(),
    }


READ, ACT, ALL = {"see"}, {"see", *PARTICIPATE}, {"see", *PARTICIPATE, *OFFICE}
MATRIX = {
    Visibility.OEFFENTLICH: {
        "visitor": READ,
        "citizen": ACT,
        "member": ACT,
        "moderator": ACT | MODERATE,
        "evaluator here": ACT | {"evaluate"},
        "evaluator elsewhere": ACT,
        "office here": ALL,
        "office elsewhere": ACT,
        "office of the site": ALL,
    },
    Visibility.HALBOEFFENTLICH: {
        "visitor": READ,
        "citizen": READ,
        "member": ACT,
        "moderator": READ | MODERATE,
        "evaluator here": READ | {"evaluate"},
        "evaluator elsewhere": READ,
        "office here": READ | {*OFFICE},
        "office elsewhere": READ,
        "office of the site": READ | {*OFFICE},
    },
    Visibility.INTERN: {
        "visitor": set(),
        "citizen": set(),
        "member": ACT,
        "moderator": READ | MODERATE,
        "evaluator here": READ | {"evaluate"},
        "evaluator elsewhere": set(),
        "office here": READ | {*OFFICE},
        "office elsewhere": set(),
        "office of the site": READ | {*OFFICE},
    },
}


@pytest.mark.parametrize("visibility", list(Visibility))
def test_while_proposals_are_collected_each_role_may_do_what_the_matrix_says(
    database, visibility
) -> None:
    district = a_district().key
    format_ = a_format(visibility=visibility, district_key=district)
    found = {name: allowed(actor, format_) for name, actor in actors_of(format_).items()}
    assert found == MATRIX[visibility]


def test_a_draft_is_seen_by_the_office_in_scope_alone(database) -> None:
    format_ = a_draft_format(district_key=a_district().key)
    seeing = {
        name for name, actor in actors_of(format_).items() if "see" in allowed(actor, format_)
    }
    assert seeing == {"evaluator here", "office here", "office of the site"}


@pytest.mark.parametrize("running", [PhaseType.EVALUATE, PhaseType.ANSWER, PhaseType.RESULT])
def test_outside_their_phases_participants_only_read_and_the_office_works_on(
    database, running
) -> None:
    format_ = a_format(running=running)
    assert allowed(a_citizen(), format_) == {"see"}
    assert allowed(an_official(), format_) == {"see", *OFFICE}


def test_an_archived_format_is_read_only(database) -> None:
    format_ = archive_format(actor=an_official(), format_=a_format())
    verdict = may(a_citizen(), "comment", format_, clock.now())
    assert verdict.reason == "Das Format ist abgeschlossen. Sie können alles nachlesen."
    assert may(ANONYMOUS, "see", format_, clock.now())


def test_who_comes_too_early_hears_when_it_opens(database) -> None:
    format_ = a_format(running=None)
    verdict = may(a_citizen(), "propose", format_, clock.now())
    assert verdict.opens_at == format_.phases[0].starts_at
    assert verdict.reason.startswith("Vorschlagen geht ab ")


def test_who_comes_too_late_hears_when_it_closed(database) -> None:
    verdict = may(a_citizen(), "propose", a_format(running=PhaseType.ANSWER), clock.now())
    assert verdict.reason.startswith("Vorschlagen ging bis ")


def test_the_clock_decides_at_both_ends(database) -> None:
    format_, anna, tick = a_format(), a_citizen(), timedelta(microseconds=1)
    phase = format_.phases[0]
    assert phase.starts_at
    assert phase.ends_at
    asked = [phase.starts_at - tick, phase.starts_at, phase.ends_at - tick, phase.ends_at]
    answers = [bool(may(anna, "propose", format_, at)) for at in asked]
    assert answers == [False, True, True, False]


def test_a_visitor_may_write_first_and_register_on_sending(database) -> None:
    at = clock.now()
    assert may_after_sign_in(ANONYMOUS, "propose", a_format(), at)
    assert not may_after_sign_in(ANONYMOUS, "propose", a_format(running=PhaseType.ANSWER), at)
    half_public = a_format(visibility=Visibility.HALBOEFFENTLICH)
    assert not may_after_sign_in(ANONYMOUS, "propose", half_public, at)
    hidden = may_after_sign_in(ANONYMOUS, "propose", a_draft_format(), at)
    assert not hidden.visible


def test_a_writing_pause_comes_before_role_phase_and_limit(database) -> None:
    anna, until = person("Anna"), clock.now() + timedelta(days=3)
    pause_writing(actor=an_official(role="moderator"), person=anna, until=until)
    verdict = may(actor_of(anna), "propose", a_format(running=PhaseType.ANSWER), clock.now())
    assert verdict.opens_at == until
    assert verdict.reason.startswith("Sie können bis ")
    assert may(actor_of(anna), "see", a_format(), clock.now())


def test_news_of_a_format_reach_who_may_read_it(database) -> None:
    at, internal = clock.now(), a_format(visibility=Visibility.INTERN)
    assert audience_of(a_format().subject, at) == ("public",)
    assert audience_of(internal.subject, at) == (f"format:{internal.id}", "office")
    assert audience_of(a_draft_format().subject, at) == ("office",)


def test_limits_are_asked_last(database) -> None:
    asked: list[str] = []

    def limit() -> Verdict:
        asked.append("limit")
        return Verdict(False, "genug")

    closed, open_ = a_format(running=PhaseType.ANSWER), a_format()
    assert may(a_citizen(), "propose", closed, clock.now(), limits=[limit]).reason != "genug"
    assert asked == []
    assert may(a_citizen(), "propose", open_, clock.now(), limits=[limit]).reason == "genug"


def test_other_rooms_ask_through_the_subject(database) -> None:
    format_ = a_format()
    assert may_subject(a_citizen(), "comment", format_.subject, clock.now()) == ALLOWED
    nobody = Subject("format", str(new_id()))
    assert not may_subject(a_citizen(), "comment", nobody, clock.now()).visible


def test_cards_of_formats_cost_one_statement_and_hide_what_is_hidden(database, statements) -> None:
    shown, hidden = a_format(), a_format(visibility=Visibility.INTERN)
    more = [a_format() for _ in range(3)]
    subjects = [format_.subject for format_ in (shown, hidden, *more)]
    database.expire_all()
    statements.clear()
    found = cards(ANONYMOUS, subjects)
    assert len(statements) == 1
    assert set(found) == {format_.subject for format_ in (shown, *more)}
