"""Who may hear of a subject, and what refusal a judge's verdict becomes."""

from collections.abc import Iterator

import pytest

from kernel import clock, subjects
from kernel.actors import ANONYMOUS, Actor
from kernel.errors import NotFound, NotPermitted, NotSignedIn
from kernel.ids import new_id
from kernel.subjects import ALLOWED, INVISIBLE, Subject, SubjectKind, Verdict, audience_of, permit

CLOSED = Verdict(False, "Das ist beendet.")
ANNA = Actor(person_id=new_id())


@pytest.fixture
def verdicts(monkeypatch) -> Iterator[dict[str, Verdict]]:
    """What the judge of the kind `thing` says of each id."""
    said: dict[str, Verdict] = {}
    monkeypatch.setattr(subjects, "_kinds", {})
    judge = lambda _actor, _action, id_, _at: said[id_]  # noqa: E731
    subjects.register(SubjectKind("thing", lambda _actor, _ids: {}, judge, is_id=bool))
    subjects.register(SubjectKind("own", lambda _actor, _ids: {}, judge, lambda id_: (id_,), bool))
    return said


def test_without_an_answer_of_the_kind_news_follow_what_visitors_see(verdicts) -> None:
    verdicts |= {"open": CLOSED, "draft": INVISIBLE}
    at = clock.now()
    assert audience_of(Subject("thing", "open"), at) == ("public",)
    assert audience_of(Subject("thing", "draft"), at) == ("office",)
    assert audience_of(Subject("unknown", "7"), at) == ("office",)
    assert audience_of(Subject("own", "format:7"), at) == ("format:7",)


@pytest.mark.parametrize(
    ("actor", "verdict", "refusal"),
    [
        (ANNA, INVISIBLE, NotFound),
        (ANONYMOUS, INVISIBLE, NotFound),
        (ANONYMOUS, CLOSED, NotSignedIn),
        (ANNA, CLOSED, NotPermitted),
    ],
)
def test_a_refusal_hides_what_is_invisible_and_gives_the_reason_otherwise(
    verdicts, actor, verdict, refusal
) -> None:
    verdicts["7"] = verdict
    with pytest.raises(refusal) as raised:
        permit(actor, "comment", Subject("thing", "7"), clock.now())
    if refusal is NotPermitted:
        assert raised.value.message == "Das ist beendet."


def test_what_is_allowed_passes(verdicts) -> None:
    verdicts["7"] = ALLOWED
    permit(ANNA, "comment", Subject("thing", "7"), clock.now())
