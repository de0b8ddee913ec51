"""Visitors share a page until anything changes; nobody gets what is another's."""

import re
from datetime import timedelta

import pytest

from kernel import clock, database
from kernel.kept import Kept
from tests.factories.formats import a_format
from tests.factories.people import person, sign_in
from tests.factories.proposals import a_proposal
from tests.support.statements import statements_of

KEY = re.compile(r'name="(?:idempotency_key|csrf_token)" value="([^"]+)"')


@pytest.fixture
def proposal(real_app, monkeypatch):
    """A proposal with a page that many visitors read in the same moment."""
    with real_app.app_context():
        made = a_proposal(a_format())
        now = clock.now()
        monkeypatch.setattr(clock, "now", lambda: now)
        yield made


def read(app, address: str, **headers: str):
    with app.app_context():  # one of its own, as a request on a server has
        return app.test_client().get(address, headers=headers)


def test_the_second_visitor_costs_one_statement_at_most(real_app, proposal) -> None:
    address = f"/beteiligung/{proposal.format.slug}/"
    first = read(real_app, address)
    assert statements_of(lambda: read(real_app, address)) <= 1
    assert read(real_app, address).data == first.data


def test_a_change_shows_at_once(real_app, proposal) -> None:
    address = f"/beteiligung/{proposal.format.slug}/"
    assert "Mehr Licht" not in read(real_app, address).text
    a_proposal(proposal.format, title="Mehr Licht am Kanal")
    assert "Mehr Licht" in read(real_app, address).text


def test_a_page_that_is_unchanged_is_not_sent_again(real_app, proposal) -> None:
    address = f"/beteiligung/{proposal.format.slug}/"
    first = read(real_app, address)
    again = read(real_app, address, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    a_proposal(proposal.format)
    changed = read(real_app, address, **{"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_each_visitor_has_a_token_and_keys_of_their_own(real_app, proposal) -> None:
    address = f"/gespraech/proposal/{proposal.id}/"
    one, other = (set(KEY.findall(read(real_app, address).text)) for _ in range(2))
    assert len(one) == len(other) == 2
    assert not one & other
    assert not any("gap" in value for value in one | other)


def test_somebody_signed_in_gets_a_page_of_their_own(real_app, proposal) -> None:
    address = f"/beteiligung/{proposal.format.slug}/"
    assert "/anmelden" in read(real_app, address).text
    browser = real_app.test_client()
    sign_in(browser, person("Anna"))
    assert "/anmelden" not in browser.get(address).text
    assert "/anmelden" in read(real_app, address).text


def test_the_version_rises_with_a_commit_and_only_then(real_app, proposal) -> None:
    before = database.version()
    assert before
    assert database.version() == before
    a_proposal(proposal.format)
    assert database.version() != before


@pytest.mark.usefixtures("database")
def test_what_nobody_has_committed_has_no_version() -> None:
    assert database.version() is None


def test_a_value_is_kept_for_its_time_and_the_oldest_goes_first(monkeypatch) -> None:
    kept, start = Kept[str](timedelta(minutes=1), most=2), clock.now()
    monkeypatch.setattr(clock, "now", lambda: start)
    for key in "ab":
        kept.keep(key, key)
    assert kept.recall("a") == "a"
    kept.keep("c", "c")
    assert [kept.recall(key) for key in "abc"] == ["a", None, "c"]
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=1))
    assert kept.recall("a") is None
