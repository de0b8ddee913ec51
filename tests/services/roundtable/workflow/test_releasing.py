"""What becomes public is exactly what a second person has looked at, and nothing that is not public."""

import json

import pytest
from sqlalchemy import select

from accounts.people.services import grant_role
from kernel.actors import ANONYMOUS, SYSTEM
from kernel.database import db, in_transaction
from kernel.errors import NotFound, NotPermitted
from kernel.events import EventRow
from kernel.mail import Mail
from kernel.verify import faults
from roundtable.decisions import services as decisions
from roundtable.meetings.rules.states import State as MeetingState
from roundtable.minutes.rules.public import PublicItem
from roundtable.minutes.rules.states import State
from roundtable.minutes.rules.versions import canonical_json
from roundtable.minutes.workflow import services
from roundtable.minutes.workflow.errors import (
    AnotherVersion,
    FactsStand,
    NothingChanged,
    PublicAlready,
    ReleasedAlready,
    SamePerson,
    StepRefused,
    TextChanged,
    UnfitText,
    WhyIsMissing,
)
from roundtable.minutes.workflow.frozen import content_of, public_content, public_text
from roundtable.minutes.workflow.models import Publication
from roundtable.minutes.workflow.queries import Standing, published
from roundtable.minutes.workflow.services.holding import version_of
from roundtable.tables.rules.names import PublicName
from tests.factories import people
from tests.factories.protocols import CANARY, LATER, OPEN_TEXT, a_paper

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def paper(staged):
    return staged(lambda: a_paper("RT").approved())


def outside(paper) -> list:
    return published(ANONYMOUS, paper.sitting.made.table.slug, "2024-01")


def item_of(paper):
    """The item in the newest version."""
    content = content_of(version_of(paper.minutes))
    return next(i for i in content.items if i.number == paper.sitting.item.number)


def as_it_stands(paper) -> str:
    """The text of the item in the newest version, with its blocks written out."""
    return item_of(paper).text


def test_before_the_release_nothing_is_published(paper) -> None:
    with pytest.raises(NotFound):
        outside(paper)


def test_the_release_publishes_the_public_part_and_concludes_the_meeting(paper) -> None:
    publication = paper.release()
    (one,) = outside(paper)
    assert (one.n, one.state, one.at, one.reason) == (1, Standing.GUELTIG, LATER, "")
    assert (one.sha256, one.text) == (publication.sha256, publication.content)
    secret = next(item for item in one.content.items if item.number == "N 1")
    assert secret == PublicItem("N 1", public=False, state="vertagt")
    assert one.content.participants == ("Unternehmen", "Zivilgesellschaft")
    assert one.content.head.chair == "Unternehmen"
    assert OPEN_TEXT in one.content.items[-1].text
    assert "Zivilgesellschaft dankt Ben" in one.content.items[-1].text
    assert paper.minutes.state is State.VEROEFFENTLICHT
    assert paper.sitting.meeting.status is MeetingState.ABGESCHLOSSEN
    assert faults()["minutes-versions"] == []


def test_the_results_of_the_day_may_be_released_after_the_minutes(paper) -> None:
    paper.release()
    result = paper.do(decisions.release_day, "chair")
    assert json.loads(result.content)["votes"][0]["title"] == "Freistellung"


def test_nothing_that_is_not_public_is_in_any_publication_event_or_mail(paper) -> None:
    paper.release()
    paper.correct(f"{OPEN_TEXT} Berichtigt.")
    paper.release("Zahl verwechselt")
    paper.do(services.withdraw_minutes, paper.office(), reason="Datenschutz")
    rows = db.session.scalars(select(Publication)).all()
    assert len(rows) == 2
    said = "".join(row.content + row.reason for row in rows)
    said += "".join(f"{row.payload}" for row in db.session.scalars(select(EventRow)))
    said += "".join(mail.subject + mail.text for mail in db.session.scalars(select(Mail)))
    assert CANARY not in said
    assert paper.minutes.number == 2


def test_the_hash_of_the_approved_version_is_never_told(paper) -> None:
    publication = paper.release()
    rows = db.session.scalars(select(EventRow).where(EventRow.kind.like("minutes.%"))).all()
    told = json.dumps([row.payload for row in rows]) + publication.content
    assert publication.sha256 in told
    assert version_of(paper.minutes).sha256 not in told


def test_names_follow_what_people_say_until_the_release(paper) -> None:
    paper.named("anna", PublicName.NAME)
    assert paper.preview().content.participants == ("Unternehmen", "Anna")
    assert paper.preview().names == ("Ben",)
    paper.named("anna", PublicName.GROUP)
    assert paper.preview().content.participants == ("Unternehmen", "Zivilgesellschaft")


def test_names_left_in_free_text_are_listed(paper) -> None:
    other = a_paper("ZW")
    other.write(other.sitting.item, f"{OPEN_TEXT} Anna fragt nach, Ben war nicht da.")
    assert other.approved().preview().names == ("Anna", "Ben")


def test_who_closed_the_account_is_the_group_and_still_looked_for(paper) -> None:
    for key in ("anna", "ben"):
        paper.named(key, PublicName.NAME)
        person = paper.sitting.made.persons[key]
        in_transaction(lambda person=person: setattr(person, "disabled_at", LATER))
    assert paper.preview().content.participants == ("Unternehmen", "Zivilgesellschaft")
    assert paper.preview().names == ("Ben",)


def test_a_text_that_changed_after_it_was_looked_at_is_refused(paper) -> None:
    seen = paper.preview()
    paper.named("anna", PublicName.NAME)
    facts = {"number": seen.number, "seen_sha256": seen.sha256}
    with pytest.raises(TextChanged):
        paper.do(services.release_minutes, paper.office(), **facts)
    with pytest.raises(NotFound):
        outside(paper)
    assert paper.sitting.meeting.status is MeetingState.GESCHLOSSEN


def test_who_submitted_does_not_release(paper) -> None:
    keeper = paper.sitting.made.persons["secretary"]
    grant_role(actor=SYSTEM, person=keeper, role="administration", scope="site")
    seen = paper.preview()
    facts = {"number": 1, "seen_sha256": seen.sha256}
    with pytest.raises(SamePerson):
        paper.do(services.release_minutes, people.actor_of(keeper), **facts)


@pytest.mark.parametrize("who", ["chair", "secretary", "anna", "guest"])
def test_the_administration_alone_releases_and_withdraws(paper, who: str) -> None:
    seen = paper.preview()
    facts = {"number": 1, "seen_sha256": seen.sha256}
    with pytest.raises(NotPermitted):
        paper.do(services.release_minutes, who, **facts)
    with pytest.raises(NotPermitted):
        paper.do(services.withdraw_minutes, who, reason="Darum")


def test_what_the_table_has_not_approved_is_not_released() -> None:
    paper = a_paper("RT")
    paper.submit()
    with pytest.raises(StepRefused):
        paper.release()


def test_the_same_release_again_is_the_same_publication(paper) -> None:
    seen = paper.preview()
    facts = {"number": 1, "seen_sha256": seen.sha256}
    first = paper.do(services.release_minutes, paper.office(), **facts)
    assert paper.do(services.release_minutes, paper.office(), **facts) is first
    with pytest.raises(ReleasedAlready):
        paper.do(services.release_minutes, paper.office(), number=1, seen_sha256="0" * 64)


def test_a_correction_is_written_by_the_table_and_released_with_a_reason(paper) -> None:
    first = paper.release()
    paper.correct(f"{OPEN_TEXT} Berichtigt.")
    assert [one.state for one in outside(paper)] == [Standing.GUELTIG]
    with pytest.raises(WhyIsMissing):
        paper.release(" ")
    second = paper.release("Zahl verwechselt")
    old, new = outside(paper)
    assert (old.n, old.state, old.sha256) == (1, Standing.BERICHTIGT, first.sha256)
    assert (new.n, new.state, new.reason) == (2, Standing.GUELTIG, "Zahl verwechselt")
    assert "Berichtigt." in new.content.items[-1].text
    assert second.version_number == 2
    assert paper.minutes.state is State.BERICHTIGT
    assert faults()["minutes-versions"] == []
    with pytest.raises(RuntimeError, match="never changed"):
        in_transaction(lambda: setattr(first, "content", "{}"))


def test_a_correction_may_change_names_alone(paper) -> None:
    paper.release()
    paper.named("anna", PublicName.NAME)
    paper.release("Anna möchte genannt werden")
    assert "Anna" in outside(paper)[1].content.participants


def test_what_everybody_reads_already_is_not_released_once_more(paper) -> None:
    paper.release()
    assert paper.preview().is_public
    with pytest.raises(PublicAlready):
        paper.release("Ohne Anlass")
    paper.correct(f"{OPEN_TEXT} Berichtigt.")
    assert not paper.preview().is_public
    paper.release("Zahl verwechselt")
    with pytest.raises(PublicAlready):
        paper.release("Noch einmal")
    assert [one.n for one in outside(paper)] == [1, 2]


def test_a_correction_changes_something_says_why_and_is_of_the_newest_version(paper) -> None:
    with pytest.raises(StepRefused):
        paper.correct("Zu früh")
    paper.release()
    with pytest.raises(NothingChanged):
        paper.correct(as_it_stands(paper))
    with pytest.raises(WhyIsMissing):
        paper.correct(OPEN_TEXT, reason=" ")
    with pytest.raises(AnotherVersion):
        paper.correct(OPEN_TEXT, number=7)
    with pytest.raises(UnfitText):
        paper.correct("x" * 50_001)
    facts = {"number": 1, "texts": {}, "reason": "Darum"}
    with pytest.raises(NotPermitted):
        paper.do(services.propose_correction, "anna", **facts)


def test_a_text_from_before_facts_were_kept_has_the_fingerprint_it_had() -> None:
    item = {"number": "Ö 1", "public": True, "text": "Wort", "title": "Halle"}
    head = dict.fromkeys(
        ("table", "number", "title", "place", "began", "ended", "chair", "secretary", "quorum"), ""
    )
    old = canonical_json({"head": head, "items": [item], "participants": ["Unternehmen"]}).decode()
    assert public_text(public_content(old)) == old


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ja: 2", "Ja: 7"),
        ("Engagement.", "Engagement und mehr."),
        ("> **Beschluss", "> **Beschluss RT-2024-01/9: Steuerfrei**\n>\n> **Beschluss"),
    ],
)
def test_a_correction_never_changes_what_was_voted_and_decided(paper, old: str, new: str) -> None:
    paper.release()
    text = as_it_stands(paper)
    assert old in text, text
    with pytest.raises(FactsStand) as refused:
        paper.correct(text.replace(old, new))
    assert refused.value.field == "written"
    assert "stehen fest" in refused.value.message
    assert paper.minutes.number == 1


def test_facts_that_a_correction_leaves_out_come_back(paper) -> None:
    paper.release()
    before = item_of(paper)
    for text in ("Anders.", "[[Beschluss RT-2024-01/1]]\nAnders.", "Anders.\n> Ja: 700"):
        paper.correct(text)
        now = item_of(paper)
        assert {fact.text for fact in now.facts} == {fact.text for fact in before.facts}
        assert all(fact.text in now.text for fact in now.facts)


def test_withdrawn_minutes_leave_the_reason_alone(paper) -> None:
    paper.release()
    with pytest.raises(WhyIsMissing):
        paper.do(services.withdraw_minutes, paper.office(), reason=" ")
    paper.do(services.withdraw_minutes, paper.office(), reason="Ein Name war zu viel.")
    (one,) = outside(paper)
    assert (one.state, one.reason) == (Standing.ZURUECKGEZOGEN, "Ein Name war zu viel.")
    assert (one.content, one.text, one.sha256) == (None, "", "")
    again = paper.do(services.withdraw_minutes, paper.office(), reason="Noch einmal")
    assert again.reason == "Ein Name war zu viel."
    with pytest.raises(StepRefused):
        paper.release("Doch wieder")


def test_everybody_at_the_table_and_the_log_hear_of_it(paper) -> None:
    paper.release()
    sent = db.session.scalars(select(Mail).where(Mail.subject.like("Protokoll veröffentlicht%")))
    assert len(sent.all()) == len(paper.sitting.made.persons)
    (row,) = db.session.scalars(select(EventRow).where(EventRow.kind == "minutes.published"))
    assert row.audience == ["public"]
