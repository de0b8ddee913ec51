"""Scripts of every kind in the text fields of a whole city: each page that shows them stays calm in a real Chromium."""

from collections.abc import Callable
from itertools import cycle

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page, Response

from accounts.people.services import grant_role
from kernel import limits
from kernel.actors import SITE, SYSTEM
from search_index import projector, service
from tests.e2e.serving import cookie_of, served
from tests.factories.city import LONGEST_LINE, City, a_city
from tests.factories.walks import stops
from tests.payloads import GROUPS, SCRIPTS
from tests.support.chromium import visitor

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(600),
    pytest.mark.parametrize("real_app", ["sqlite"], indirect=True),
]
QUESTIONS = {
    "search.search": "?q=script",
    "office_answers.write": "?nr=1&nr=2",
    "people.listing": "?q=a",
}
#: where authors see more of what is theirs than others do
OWN = ("/konto/", "/beitraege/", "/beteiligung/", "/abstimmungen/")


def test_no_page_of_the_city_runs_what_people_typed(real_app: Flask, browser: Browser) -> None:
    scripts = cycle(SCRIPTS.values())
    shown, own = visit_city(real_app, browser, lambda _field: next(scripts), every)
    assert shown >= 60
    assert own >= 20


@pytest.mark.parametrize("number", range(len(GROUPS)))
def test_no_kind_of_page_runs_any_of_twenty_scripts_in_any_field(
    real_app: Flask, browser: Browser, number: int
) -> None:
    assert sum(map(len, GROUPS)) >= 20
    line = " ".join(GROUPS[number])
    assert len(line) <= LONGEST_LINE
    shown, own = visit_city(real_app, browser, lambda _field: line, one_of_a_kind(number))
    assert shown >= 50
    assert own >= 10


#: a word of each script
MARKS = ("alert", "foreign", "cycler", "constructor", "location")
Choice = Callable[[list[str]], list[str]]


def every(addresses: list[str]) -> list[str]:
    """All pages of one kind."""
    return addresses


def one_of_a_kind(number: int) -> Choice:
    """One page of each kind, another one with each number."""
    return lambda addresses: [addresses[number % len(addresses)]]


def visit_city(
    app: Flask, browser: Browser, words: Callable[[str], str], choice: Choice
) -> tuple[int, int]:
    """How many pages an official who may see everything and an author saw of a city that says these words."""
    with app.app_context(), a_city(words) as city:
        with app.app_context():  # a session of its own: the projector lets go of what it has read
            projector.rebuild(service.index())
        for role in ("moderator", "second-check"):
            grant_role(actor=SYSTEM, person=city.jonas, role=role, scope=SITE)
        addresses = addresses_in(app, city, choice)
        own = [address for address in addresses if address.startswith(OWN)]
        return (
            visit_all(app, browser, cookie_of(app, city.jonas), addresses),
            visit_all(app, browser, cookie_of(app, city.anna), own),
        )


def addresses_in(app: Flask, city: City, choice: Choice) -> list[str]:
    """Pages of everything there is, as many of each kind as wanted."""
    kinds: dict[str, list[str]] = {}
    for stop in stops(app, city):
        if stop.gets:
            if stop.path.endswith(".pdf"):
                continue  # the browser's own reader is an extension; what stands in a PDF runs nothing
            address = stop.path + QUESTIONS.get(stop.endpoint, "")
            kinds.setdefault(stop.endpoint, []).append(address)
    return [address for addresses in kinds.values() for address in choice(addresses)]


def visit_all(app: Flask, browser: Browser, cookie: str, addresses: list[str]) -> int:
    """Open each page as this person, where nothing may run; how many there were."""
    addresses = not_refused(app, cookie, addresses)
    with served(app) as home, visitor(browser) as (page, observed):
        page.context.add_cookies([{"name": "forum", "value": cookie, "url": home}])
        answers = [opened(page, home + address) for address in addresses]
    observed.assert_calm()
    return sum(answer is not None and is_page(answer) for answer in answers)


def not_refused(app: Flask, cookie: str, addresses: list[str]) -> list[str]:
    """All but the pages that say no to this person and nothing of what was typed."""
    client, kept = app.test_client(), []
    client.set_cookie("forum", cookie)
    for address in addresses:
        limits.forget_all()
        with client.get(address) as answer:
            if answer.status_code < 400 or any(mark in answer.text for mark in MARKS):
                kept.append(address)
    return kept


def opened(page: Page, address: str) -> Response | None:
    """What the browser got; None for a file, which it saves without showing it."""
    limits.forget_all()
    try:
        return page.goto(address)
    except Error as error:
        if "Download is starting" in error.message:
            return None
        raise


def is_page(answer: Response) -> bool:
    """Whether a person saw something."""
    return answer.ok and answer.headers["content-type"].startswith("text/html")
