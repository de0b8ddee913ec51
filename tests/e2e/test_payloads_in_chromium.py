"""Scripts of every kind in the text fields of a whole city: each page that shows them stays calm in a real Chromium."""

from itertools import cycle

import pytest
from flask import Flask
from playwright.sync_api import Browser

from accounts.people.services import grant_role
from kernel import limits
from kernel.actors import SITE, SYSTEM
from search_index import projector, service
from tests.e2e.serving import cookie_of, served
from tests.factories.city import City, a_city
from tests.factories.walks import stops
from tests.payloads import SCRIPTS
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
    with real_app.app_context(), a_city(lambda _field: next(scripts)) as city:
        with (
            real_app.app_context()
        ):  # a session of its own: the projector lets go of what it has read
            projector.rebuild(service.index())
        for role in ("moderator", "second-check"):
            grant_role(actor=SYSTEM, person=city.jonas, role=role, scope=SITE)
        addresses = addresses_in(real_app, city)
        assert visit_all(real_app, browser, cookie_of(real_app, city.jonas), addresses) >= 60
        own = [address for address in addresses if address.startswith(OWN)]
        assert visit_all(real_app, browser, cookie_of(real_app, city.anna), own) >= 20


def addresses_in(app: Flask, city: City) -> list[str]:
    """Every page of everything there is."""
    pages = [stop for stop in stops(app, city) if stop.gets]
    return [stop.path + QUESTIONS.get(stop.endpoint, "") for stop in pages]


def visit_all(app: Flask, browser: Browser, cookie: str, addresses: list[str]) -> int:
    """Open each page as this person, where nothing may run; how many there were."""
    shown = 0
    with served(app) as home, visitor(browser) as (page, observed):
        page.context.add_cookies([{"name": "forum", "value": cookie, "url": home}])
        for address in addresses:
            limits.forget_all()
            answer = page.request.get(home + address)
            if answer.ok and answer.headers["content-type"].startswith("text/html"):
                page.goto(home + address)
                shown += 1
    observed.assert_calm()
    return shown
