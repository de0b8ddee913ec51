"""Who leads a meeting reads on a phone, too, who comes and what they need: nothing has to be pushed sideways."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.e2e.in_room import PHONE, Room
from tests.factories import meetings
from tests.factories.speaking import Talk
from tests.support.chromium import assert_accessible
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

NEEDS = "Schriftdolmetschung und einen Platz in der Nähe der Tür"
SIDEWAYS = "it => it.scrollWidth - it.clientWidth"


def test_the_answers_to_an_invitation_fit(town: Town) -> None:
    with town.inside() as app, ExitStack() as stack:
        made = meetings.a_round()
        meeting = meetings.invited(made)
        meetings.answered(made, meeting, "ben", "Maximiliane Wolkenstein-Ahrensburg", NEEDS)
        room = Room(town, app, Talk(made, meeting), stack)
        chair = room.person("chair", viewport=PHONE)
        chair.goto(f"{room.address}/leitung")
        answers = chair.get_by_role("region", name="Antworten auf die Einladung")
        expect(answers).to_contain_text(NEEDS)
        assert answers.evaluate(SIDEWAYS) <= 0
        row = answers.get_by_role("row").filter(has_text=NEEDS)
        expect(row.get_by_role("cell")).to_have_count(3)
        expect(answers.get_by_role("columnheader")).to_have_count(4)
        label = "it => getComputedStyle(it, '::before').content"
        assert row.get_by_role("cell").last.evaluate(label) == '"Braucht"'
        assert_accessible(chair)
