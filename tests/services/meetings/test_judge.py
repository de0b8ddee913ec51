"""What other rooms hear of a meeting when they ask who may do what."""

import pytest

from roundtable.meetings.subject import judge
from tests.factories import meetings
from tests.factories.meetings import MONDAY, a_round

pytestmark = pytest.mark.usefixtures("database")


def test_the_judge_knows_who_prepares_and_who_leads() -> None:
    made = a_round()
    meeting_id = str(meetings.invited(made).id)

    def allowed(who: str, action: str) -> bool:
        return bool(judge(made.actor(who), action, meeting_id, MONDAY))

    asked = {who: [allowed(who, a) for a in ("see", "prepare", "lead")] for who in made.persons}
    assert asked == {
        "chair": [True, True, True],
        "secretary": [True, True, False],
        "anna": [True, False, False],
        "ben": [True, False, False],
        "guest": [True, False, False],
    }
    assert not judge(made.actor("chair"), "see", str(made.table.id), MONDAY).visible
