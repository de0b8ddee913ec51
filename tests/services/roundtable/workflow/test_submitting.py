"""Laying before the table: everything that is required is there, everything is frozen, nobody writes any more."""

import json

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.errors import NotPermitted
from kernel.events import EventRow
from kernel.mail import Mail
from kernel.verify import faults
from roundtable.meetings import services as meetings
from roundtable.minutes.errors import DocRefused
from roundtable.minutes.rules.facts import Written
from roundtable.minutes.rules.states import State
from roundtable.minutes.workflow import seams, services
from roundtable.minutes.workflow.drafting import draft_of
from roundtable.minutes.workflow.errors import MinutesFaulty, StepRefused
from roundtable.minutes.workflow.frozen import content_of
from roundtable.minutes.workflow.models import MinutesVersion
from tests.factories.decisions import a_sitting
from tests.factories.protocols import CANARY, OPEN_TEXT, a_paper

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def paper(staged):
    return staged(lambda: a_paper("RT"))


def versions() -> list[MinutesVersion]:
    return list(db.session.scalars(select(MinutesVersion).order_by(MinutesVersion.number)))


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.subject.like("%Protokoll zum Lesen%"))))


def test_with_the_meeting_the_common_writing_ends(paper) -> None:
    assert paper.minutes.state is State.REDAKTION
    for key in ("anna", "ben"):
        with pytest.raises(DocRefused) as refused:
            paper.write(paper.sitting.item, "Noch etwas", key)
        assert refused.value.field == "edited"
    paper.write(paper.sitting.item, f"{OPEN_TEXT} Ende.", "chair")


def test_the_secretary_freezes_what_is_stored(paper) -> None:
    version = paper.submit()
    content = content_of(version)
    head = content.head
    assert (head.table, head.number, head.place) == (
        paper.sitting.made.table.name,
        "RT-2024-01",
        "Rathaus, Saal 3",
    )
    assert (head.began, head.ended) == ("2024-04-11T17:00:00+02:00", "2024-04-11T17:20:00+02:00")
    assert (head.chair, head.secretary) == ("@Chair[S1]", "")
    assert head.quorum == "Zu Beginn beschlussfähig: 2 da, 2 nötig."
    assert [(p.seat, p.name, p.group) for p in content.participants] == [
        ("S1", "Chair", "Unternehmen"),
        ("S3", "Anna", "Zivilgesellschaft"),
    ]
    texts = {item.number: item.text for item in content.items}
    assert OPEN_TEXT in texts[paper.sitting.item.number]
    assert texts["N 1"] == f"{CANARY}, sagt Anna."
    assert paper.minutes.state is State.VORGELEGT
    assert paper.minutes.objections_until.isoformat() == "2024-04-18T22:00:00+00:00"
    assert faults()["minutes-versions"] == []
    with pytest.raises(RuntimeError, match="never changed"):
        in_transaction(lambda: setattr(version, "content", "{}"))


def test_members_are_written_to_and_the_log_holds_no_text(paper) -> None:
    version = paper.submit()
    sent = mails()
    assert len(sent) == 4  # the guest reads no minutes
    assert all("18. April 2024, 24" in mail.text for mail in sent)
    assert all("/protokoll/stand" in mail.text for mail in sent)
    (row,) = db.session.scalars(select(EventRow).where(EventRow.kind == "minutes.submitted"))
    assert row.audience == [f"table:{paper.sitting.made.table.id}"]
    said = json.dumps(row.payload) + "".join(mail.subject + mail.text for mail in sent)
    for hidden in (CANARY, OPEN_TEXT, version.sha256, "Freistellung"):
        assert hidden not in said


@pytest.mark.parametrize("who", ["chair", "anna", "guest"])
def test_the_secretary_alone_submits(paper, who: str) -> None:
    with pytest.raises(NotPermitted):
        paper.do(services.submit_minutes, who)
    assert versions() == []


def test_where_nobody_keeps_minutes_the_chair_does(paper) -> None:
    seat = paper.sitting.made.seats["secretary"]
    in_transaction(lambda: setattr(seat, "person_id", None))
    assert paper.do(services.submit_minutes, "chair").number == 1


def test_while_the_meeting_runs_nothing_is_submitted() -> None:
    sitting = a_sitting("RT")
    with pytest.raises(StepRefused):
        sitting.do(services.submit_minutes, "secretary", meeting=sitting.meeting)


def test_nobody_writes_in_what_lies_before_the_table(paper) -> None:
    paper.submit()
    for key in ("secretary", "chair", "anna"):
        with pytest.raises(DocRefused) as refused:
            paper.write(paper.sitting.item, "Nachtrag", key)
        assert refused.value.field == "submitted"


def test_submitted_twice_is_one_version(paper) -> None:
    assert paper.submit() is paper.submit()
    assert len(versions()) == 1
    assert len(mails()) == 4


def test_a_vote_without_its_result_is_named_at_its_item_and_nothing_is_frozen(
    paper, monkeypatch
) -> None:
    monkeypatch.setattr(seams, "_written_out", [])
    for text, words in (
        ("Wir reden.", "Die Abstimmung „Freistellung“ fehlt"),
        ("Freistellung!", "Ergebnis der Abstimmung „Freistellung“ fehlt: angenommen."),
    ):
        paper.write(paper.sitting.item, text)
        with pytest.raises(MinutesFaulty) as refused:
            paper.submit()
        (fault,) = refused.value.faults
        assert fault.item == paper.sitting.item.number
        assert words in fault.message
    assert (versions(), paper.minutes.state) == ([], State.REDAKTION)


def test_what_cannot_be_printed_is_named_at_its_place(paper) -> None:
    paper.write(paper.secret, "Schneemann \u2603")
    with pytest.raises(MinutesFaulty) as refused:
        paper.submit()
    (fault,) = refused.value.faults
    assert (fault.item, fault.where) == ("N 1", "Zeile 1")
    assert versions() == []


def test_while_nobody_prints_nothing_is_submitted(paper) -> None:
    seams.print_with(None)
    with pytest.raises(MinutesFaulty):
        paper.submit()
    assert versions() == []


def test_repaired_headings_are_frozen_and_told(paper) -> None:
    paper.write(paper.sitting.item, f"#### Tief\n\n{OPEN_TEXT}")
    draft = draft_of(paper.sitting.meeting)
    assert draft.mended == {paper.sitting.item.number}
    assert content_of(paper.submit()).items[-1].text.startswith("### Tief")


def test_what_a_text_points_to_is_written_out(paper, monkeypatch) -> None:
    told = []

    def out(meeting_id, texts):
        told.append((meeting_id, set(texts)))
        return {key: Written(f"{text}\n\nausgeschrieben") for key, text in texts.items()}

    monkeypatch.setattr(seams, "_written_out", [out])
    content = content_of(paper.submit())
    assert all(item.text.endswith("ausgeschrieben") for item in content.items)
    drafted, (meeting_id, items) = told
    assert drafted == (meeting_id, items), "what was printed is what was frozen"
    assert meeting_id == paper.sitting.meeting.id
    assert {paper.secret.id, paper.sitting.item.id} <= items


def test_a_deputy_is_listed_beside_the_holder(database) -> None:
    sitting = a_sitting("RT", present=("ben",))
    for who, inward, deputy in (("ben", False, ""), ("ben", True, "Carla Neu")):
        sitting.do(
            meetings.note_presence,
            "secretary",
            meeting=sitting.meeting,
            seat_id=sitting.made.seat_id(who),
            inward=inward,
            deputy_name=deputy,
        )
    people = draft_of(sitting.meeting).content.participants
    assert [(p.seat, p.name, p.deputy) for p in people] == [
        ("S1", "Chair", False),
        ("S3", "Anna", False),
        ("S4", "Ben", False),
        ("S4", "Carla Neu", True),
    ]


def test_the_draft_takes_few_statements_whatever_the_items(statements) -> None:
    paper = a_paper("RT")
    statements.clear()
    draft_of(paper.sitting.meeting)
    assert len(statements) <= 19


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "> **Beschluss RT-2027-01/9: Steuerfreiheit**",
            "Dieser Beschluss steht nicht im Verzeichnis: RT-2027-01/9",
        ),
        (
            "**Beschluss RT-2027-01/9:** frei",
            "Dieser Beschluss steht nicht im Verzeichnis: RT-2027-01/9",
        ),
        (
            "> **Beschluss RT-2024-01/1: Anders**",
            "sehen aus wie eine Angabe aus der Sitzung: Beschluss RT-2024-01/1",
        ),
        ("> Abstimmung 1: Ja: 700", "sehen aus wie eine Angabe aus der Sitzung: Abstimmung 1"),
    ],
)
def test_facts_that_somebody_typed_are_named_at_their_item(typed: str, said: str) -> None:
    paper = a_paper("RT", more=typed)
    with pytest.raises(MinutesFaulty) as refused:
        paper.submit()
    (fault,) = refused.value.faults
    assert fault.item == paper.sitting.item.number
    assert said in fault.message
    assert paper.minutes.state is State.REDAKTION


def test_to_speak_of_a_resolution_is_no_forgery() -> None:
    more = "Wie in Beschluss RT-2024-01/1: zwei Tage.\n\n- Beschluss RT-2024-01/1: gilt\n- Auftrag 3: erledigt"
    assert a_paper("RT", more=more).submit().number == 1
