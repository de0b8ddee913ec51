"""Every kind of subject takes any text for an id: addresses and programs send what they like."""

import pytest

from kernel import clock, subjects
from kernel.actors import ANONYMOUS
from kernel.ids import new_id
from kernel.subjects import Subject, cards, may
from tests.factories.actors import a_citizen, an_official

STRANGE = ["", "abc", "7", "%00", "'; --", "x" * 5_000, str(new_id()), str(new_id()).upper()]


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
@pytest.mark.parametrize("actor", [ANONYMOUS, a_citizen(), an_official()], ids=lambda a: a.name)
def test_an_id_nobody_made_is_invisible(database, actor, text) -> None:
    assert subjects._kinds
    for kind in subjects._kinds:
        subject = Subject(kind, text)
        for action in ("see", "comment", "react", "edit", "manage"):
            assert not may(actor, action, subject, clock.now()).visible, kind
        assert cards(actor, [subject]) == {}, kind
