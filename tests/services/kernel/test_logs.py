"""What people write and choose does not reach a log, not even by way of an error."""

import pytest
from sqlalchemy.exc import IntegrityError

from accounts.people.models import Consent
from kernel import clock
from kernel.database import db, in_transaction
from kernel.ids import new_id
from kernel.logs import without_values
from tests.factories.people import person

CHOICE = "Kanarienvogel"


def broken_row(database) -> IntegrityError:
    """The error of a row that comes twice."""
    owner = person().id

    def work() -> None:
        for _ in range(2):
            row = Consent(id=new_id(), person_id=owner, text=CHOICE, version="1", at=clock.now())
            db.session.add(row)
            db.session.flush()

    with pytest.raises(IntegrityError) as broken:
        in_transaction(work)
    return broken.value


def test_an_error_carries_no_values_into_the_log(database) -> None:
    error = broken_row(database)
    entry = {"exception": str(error), "error": repr(error), "count": 1}
    told = without_values(None, "", entry)
    assert CHOICE not in str(told)
    assert "consents" in str(told["exception"])
    assert told["count"] == 1
