"""A number that nothing has is no fault of ours: in an address it is not found, behind a question mark passed over."""

import pytest

from kernel import limits
from tests.factories.walks import Stop, first_stops, stops

pytestmark = pytest.mark.parametrize(
    "app", ["sqlite"], indirect=True
)  # it takes the smallest numbers
#: beyond what a column holds, what SQLite holds at all, and what Python reads
GIANTS = ["2147483648", "99999999999999999999", "9" * 5_000]
ASKED = ("seite", "vor", "nach", "nr", "after", "epoch", "punkt", "jahr", "stand")
MARK = 987_654_321


def failed(client, addresses: list[str]) -> list[str]:
    found = []
    for address in addresses:
        limits.forget_all()
        answer = client.get(address)
        answer.close()
        if answer.status_code >= 500:
            found.append(f"{address[:120]}: {answer.status}")
    return found


@pytest.fixture
def readers(city, browse):
    """A visitor, the office, and who leads the table of the meeting."""
    return [browse(None), browse(city.jonas), browse(city.round.persons["chair"])]


@pytest.mark.parametrize("giant", GIANTS)
def test_in_an_address_it_is_not_found(app, city, readers, giant: str) -> None:
    walk: list[Stop] = [stop for stop in stops(app, city, number=MARK) if stop.gets]
    numbered = [stop.path for stop in walk if str(MARK) in stop.path]
    assert len(numbered) > 15
    for client in readers:
        assert failed(client, [path.replace(str(MARK), giant) for path in numbered]) == []


@pytest.mark.parametrize("giant", [GIANTS[1], "-1"])
def test_behind_the_question_mark_it_is_passed_over(app, city, readers, giant: str) -> None:
    question = "&".join(f"{name}={giant}" for name in ASKED)
    addresses = [f"{stop.path}?{question}" for stop in first_stops(app, city) if stop.gets]
    for client in readers:
        assert failed(client, addresses) == []
