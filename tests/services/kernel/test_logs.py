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


ROW = "DETAIL:  Failing row contains (1, Erste Zeile\nZweite Zeile\n\nanna@example.org, null)."


@pytest.mark.parametrize(
    "after",
    [
        "",
        "\n[SQL: INSERT INTO proposals]",
        "\nHINT:  Noch einmal.",
        "\nCONTEXT:  PL/pgSQL function",
        "\n\nThe above exception was the direct cause of the following exception:\n\nTraceback",
        "\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback",
    ],
)
def test_values_of_several_lines_go_whole_and_what_follows_stays(after) -> None:
    text = f"NotNullViolation: null value in column\n{ROW}{after}"
    entry = {"exception": text, "error": text.replace("\n", "\\n")}
    told = without_values(None, "", entry)
    kept = f"NotNullViolation: null value in column{after}"
    assert told == {"exception": kept, "error": kept.replace("\n", "\\n")}


def test_the_values_of_every_error_of_a_chain_go() -> None:
    text = f"NotNullViolation:\n{ROW}\n\nThe above exception\n(psycopg) null value\n{ROW}\n[SQL: X]"
    told = without_values(None, "", {"exception": text})
    assert told["exception"] == (
        "NotNullViolation:\n\nThe above exception\n(psycopg) null value\n[SQL: X]"
    )
