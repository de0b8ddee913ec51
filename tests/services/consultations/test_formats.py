"""A format from draft to archive: each command, each refusal, each event."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel import clock
from kernel.actors import ANONYMOUS, Actor
from kernel.database import db
from kernel.errors import NotFound, NotPermitted, NotSignedIn, Refusal, RuleViolation
from kernel.events import EventRow
from kernel.markdown import MarkdownTooComplex
from participation.consultations.models.formats import Format, Phase, State, Visibility
from participation.consultations.rules.blueprints import Blueprint, Level
from participation.consultations.rules.phases import PhaseType
from participation.consultations.services import formats as services
from participation.consultations.services.drafts import draft_of
from participation.consultations.services.phases import (
    PhaseEndsTooEarly,
    PhaseIsNotRunning,
    PhasesOverlap,
    ReasonIsMissing,
    StartedPhaseIsFixed,
    extend_phase,
)
from tests.factories.actors import a_citizen, an_official
from tests.factories.formats import (
    a_category,
    a_contact,
    a_district,
    a_draft_format,
    a_format,
    a_plan,
    plans,
)

DAY = timedelta(days=1)


def facts(format_: Format) -> list[tuple[str, list[str]]]:
    """What was recorded about the format, and for whom."""
    rows = db.session.scalars(
        select(EventRow).where(EventRow.subject_id == str(format_.id)).order_by(EventRow.seq)
    )
    return [(row.kind, row.audience) for row in rows]


def edit(format_: Format, *, actor: Actor | None = None, **changes: object) -> Format:
    return services.edit_format(
        actor=actor or an_official(),
        format_=format_,
        based_on=format_.version,
        draft=replace(draft_of(format_), **changes),
    )


def test_a_draft_holds_all_that_the_office_wrote(database) -> None:
    plan = a_plan(category_keys=(a_category(),), district_key=a_district().key)
    format_ = services.create_format(actor=an_official(), draft=plan)
    assert format_.slug.startswith("welche-angebote-soll-die-karte-haben-")
    assert draft_of(format_) == plan
    assert "<strong>Punkte</strong>" in format_.html
    assert facts(format_) == [("format.created", ["office"])]


def test_two_formats_of_one_title_have_two_addresses(database) -> None:
    first, second = (a_draft_format(title="Gleicher Titel") for _ in "ab")
    assert (first.slug, second.slug) == ("gleicher-titel", "gleicher-titel-2")


@pytest.mark.parametrize("actor", [ANONYMOUS, a_citizen(), an_official("district:sued")])
def test_only_the_office_of_the_district_makes_formats_in_it(database, actor) -> None:
    district = a_district().key
    with pytest.raises(NotPermitted):
        services.create_format(actor=actor, draft=a_plan(district_key=district))
    assert a_draft_format(actor=an_official("district:nord"), district_key=district)


def test_a_district_makes_no_format_for_the_whole_city(database) -> None:
    with pytest.raises(NotPermitted):
        a_draft_format(actor=an_official("district:nord"))


def test_a_district_does_not_hand_its_format_to_another(database) -> None:
    a_district("sued", "Süd")
    office = an_official("district:nord")
    format_ = a_draft_format(actor=office, district_key=a_district().key)
    with pytest.raises(NotPermitted):
        edit(format_, actor=office, district_key="sued")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"phases": plans(Blueprint.INFORMATION, None)}, services.PhasesDoNotFit),
        ({"district_key": "atlantis"}, RuleViolation),
        ({"category_keys": ("unbekannt",)}, RuleViolation),
        ({"text": "[" * 20_000}, MarkdownTooComplex),
    ],
)
def test_what_does_not_hold_makes_no_draft(database, changes, refusal) -> None:
    with pytest.raises(refusal):
        a_draft_format(**changes)
    assert db.session.query(Format).count() == 0


def test_phases_of_one_format_never_share_an_instant(database) -> None:
    first, second, *rest = plans()
    with pytest.raises(PhasesOverlap, match="Phase collect"):
        a_draft_format(phases=(first, replace(second, starts_at=first.starts_at), *rest))


def test_a_phase_ends_after_it_starts(database) -> None:
    first, *rest = plans()
    with pytest.raises(PhaseEndsTooEarly):
        a_draft_format(phases=(replace(first, ends_at=first.starts_at), *rest))


def test_a_published_format_is_public_news(database) -> None:
    format_ = a_format()
    assert format_.state is State.VEROEFFENTLICHT
    assert format_.published_at
    assert facts(format_)[-1] == ("format.published", ["public"])


def test_news_of_an_internal_format_reaches_its_members_and_the_office(database) -> None:
    format_ = a_format(visibility=Visibility.INTERN)
    assert facts(format_)[-1] == ("format.published", [f"format:{format_.id}", "office"])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"responsible": None, "deputy": None}, "wer zuständig ist"),
        ({"responsible": None}, "wer zuständig ist"),
        ({"level": Level.ENTSCHEIDUNG, "blueprint": Blueprint.IDEA_COLLECTION}, "Beteiligungsgrad"),
        ({"phases": tuple(replace(plan, starts_at=None, ends_at=None) for plan in plans())}, "Beginn"),
    ],
)  # fmt: skip
def test_what_the_public_relies_on_holds_the_publication_back(database, changes, message) -> None:
    format_ = a_draft_format(**changes)
    with pytest.raises(services.NotReadyToPublish, match=message):
        services.publish_format(actor=an_official(), format_=format_)
    assert format_.state is State.ENTWURF


def test_a_format_is_published_once(database) -> None:
    with pytest.raises(services.FormatIsNotADraft):
        services.publish_format(actor=an_official(), format_=a_format())


def test_a_published_format_keeps_what_the_public_relies_on(database) -> None:
    with pytest.raises(services.NotReadyToPublish):
        edit(a_format(), responsible=None, deputy=None)


def test_a_change_is_a_new_version_and_known(database) -> None:
    format_ = a_format()
    before = format_.version
    edit(
        format_, title="Ein besserer Titel", responsible=a_contact(name="Mia Petersen"), deputy=None
    )
    assert (format_.title, format_.version) == ("Ein besserer Titel", before + 1)
    assert [row.name for row in format_.responsibles] == ["Mia Petersen"]
    assert facts(format_)[-1] == ("format.edited", ["public"])


def test_a_change_of_dates_alone_is_a_new_version(database) -> None:
    format_ = a_draft_format()
    before, (first, *rest) = format_.version, draft_of(format_).phases
    edit(format_, phases=(replace(first, title="Anders"), *rest))
    assert format_.version == before + 1


def test_a_form_on_an_older_version_changes_nothing(database) -> None:
    format_ = a_draft_format()
    draft = replace(draft_of(format_), title="Ein späterer Titel")
    with pytest.raises(services.FormatChangedMeanwhile):
        services.edit_format(
            actor=an_official(), format_=format_, based_on=format_.version - 1, draft=draft
        )
    assert format_.title != "Ein späterer Titel"


def test_the_blueprint_stays(database) -> None:
    with pytest.raises(services.BlueprintIsFixed):
        edit(a_draft_format(), blueprint=Blueprint.IDEA_COLLECTION)


@pytest.mark.parametrize("end", ["starts_at", "ends_at"])
def test_a_begun_phase_of_a_public_format_keeps_its_dates(database, end) -> None:
    format_ = a_format(running=PhaseType.EVALUATE)
    collect, *rest = draft_of(format_).phases
    moved = replace(collect, **{end: (getattr(collect, end) or clock.now()) - timedelta(hours=1)})
    with pytest.raises(StartedPhaseIsFixed):
        edit(format_, phases=(moved, *rest))


def test_a_coming_phase_may_move(database) -> None:
    format_ = a_format()
    *rest, result = draft_of(format_).phases
    edit(format_, phases=(*rest, replace(result, ends_at=None)))
    assert format_.phases[-1].ends_at is None


def extended(format_: Format, *, days: float, reason: str = "Ferien", actor: Actor | None = None):
    phase = format_.phases[0]
    ends_at = (phase.ends_at or clock.now()) + DAY * days
    return extend_phase(
        actor=actor or an_official(),
        phase=phase,
        based_on=phase.ends_at,
        ends_at=ends_at,
        reason=reason,
    )


def a_discussion(**changes: object) -> Format:
    """A format whose one phase runs and ends."""
    return a_format(blueprint=Blueprint.OPEN_DISCUSSION, running=PhaseType.DISCUSS, **changes)


def test_a_running_phase_is_extended_with_a_public_reason(database) -> None:
    format_ = a_discussion()
    before, version = format_.phases[0].ends_at, format_.version
    extension = extended(format_, days=3)
    assert (extension.ended_at, extension.reason) == (before, "Ferien")
    assert format_.phases[0].ends_at == extension.ends_at
    assert format_.version == version + 1
    assert facts(format_)[-1] == ("format.phase_extended", ["public"])


@pytest.mark.parametrize(
    ("format_of", "how", "refusal"),
    [
        (a_discussion, {"days": 0}, PhaseEndsTooEarly),
        (a_discussion, {"days": -9}, PhaseEndsTooEarly),
        (a_discussion, {"days": 1, "reason": ""}, ReasonIsMissing),
        (a_format, {"days": 1}, PhasesOverlap),
        (lambda: a_format(running=PhaseType.ANSWER), {"days": 1}, PhaseIsNotRunning),
        (lambda: a_format(running=None), {"days": 1}, PhaseIsNotRunning),
        (a_draft_format, {"days": 1}, PhaseIsNotRunning),
        (a_discussion, {"days": 1, "actor": a_citizen()}, NotPermitted),
        (a_discussion, {"days": 1, "actor": ANONYMOUS}, NotSignedIn),
        (a_draft_format, {"days": 1, "actor": a_citizen()}, NotFound),
    ],
)
def test_an_end_is_not_moved_against_the_rules(database, format_of, how, refusal) -> None:
    format_ = format_of()
    before = format_.phases[0].ends_at
    with pytest.raises(refusal):
        extended(format_, **how)
    assert format_.phases[0].ends_at == before


def test_a_running_phase_ends_earlier_but_never_in_the_past(database) -> None:
    format_ = a_discussion()
    before = format_.phases[0].ends_at
    extension = extended(format_, days=-3, reason="Das Jahr war falsch.")
    assert before
    assert extension.ends_at == format_.phases[0].ends_at == before - 3 * DAY


def test_only_the_last_phase_may_go_on_without_an_end(database) -> None:
    collect, *rest = a_plan().phases
    undated = [replace(plan, starts_at=None, ends_at=None) for plan in rest]
    draft = a_draft_format(phases=(replace(collect, ends_at=None), *undated))
    with pytest.raises(services.NotReadyToPublish):
        services.publish_format(actor=an_official(), format_=draft)


def test_a_draft_is_discarded_with_all_that_hangs_on_it(database) -> None:
    format_ = a_draft_format()
    services.discard_format(actor=an_official(), format_=format_)
    assert not database.query(Format).count()
    assert not database.query(Phase).count()
    kinds = [row.kind for row in database.query(EventRow).order_by(EventRow.seq)]
    assert kinds[-1] == "format.discarded"


def test_only_a_draft_and_only_by_its_office_is_discarded(database) -> None:
    with pytest.raises(services.FormatIsNotADraft):
        services.discard_format(actor=an_official(), format_=a_format())
    with pytest.raises(NotFound):
        services.discard_format(actor=a_citizen(), format_=a_draft_format())


def test_who_keeps_one_format_may_edit_but_not_move_it(database) -> None:
    format_ = a_format()
    keeper = an_official(scope=f"format:{format_.id}")
    edit(format_, actor=keeper, title="Ein besserer Titel")
    assert format_.title == "Ein besserer Titel"
    with pytest.raises(NotPermitted):
        edit(format_, actor=keeper, district_key=a_district().key)


def test_a_copy_is_a_draft_with_the_same_words_and_no_dates(database) -> None:
    source = a_format()
    copy = services.copy_format(actor=an_official(), source=source, title="Neues Jahr")
    assert (copy.state, copy.title, copy.text) == (State.ENTWURF, "Neues Jahr", source.text)
    assert {phase.starts_at for phase in copy.phases} == {None}


def test_only_a_public_format_is_archived_and_nothing_about_it_changes_afterwards(database) -> None:
    with pytest.raises(services.FormatIsNotPublic):
        services.archive_format(actor=an_official(), format_=a_draft_format())
    format_ = services.archive_format(actor=an_official(), format_=a_format())
    assert facts(format_)[-1] == ("format.archived", ["public"])
    with pytest.raises(services.FormatIsArchived):
        edit(format_, title="Nachträglich schöner")


@pytest.mark.parametrize("actor", [a_citizen(), an_official(role="moderator"), ANONYMOUS])
def test_people_without_the_role_change_nothing(database, actor) -> None:
    format_ = a_format()
    for deed in (
        lambda: edit(format_, actor=actor, title="Gekapert"),
        lambda: services.archive_format(actor=actor, format_=format_),
        lambda: services.publish_format(actor=actor, format_=format_),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.status in {401, 403}
