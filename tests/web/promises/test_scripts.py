"""What attackers type stays text: in every field, on every page that shows it, and where a form gives it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest

from accounts.people.models import Person
from discussion.threads.services.posting import post_comment
from kernel import limits
from kernel.database import db
from tests.factories.city import LONGEST_LINE, City, a_city
from tests.factories.people import actor_of, person
from tests.factories.walks import Stop, stops
from tests.payloads import GROUPS, SCRIPTS, SHORT
from tests.support.active_html import active_parts
from tests.support.page_forms import Field, PageForm, forms_of

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # no database decides here
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
ALL = "\n".join(SCRIPTS.values())
#: by the city they were found in
FORMS: dict[UUID, list[tuple[UUID | None, str, PageForm]]] = {}


def faults_of(address: str, answer, typed: tuple[str, ...]) -> list[str]:
    """What a browser would run on this page, and what stands on it as it was typed."""
    if answer.mimetype != "text/html":
        return []
    html = answer.get_data(as_text=True)
    raw = [text for text in typed if "<" in text and text in html]
    return [f"{address}: {fault}" for fault in [*active_parts(html), *raw]]


def reader_of(city: City, stop: Stop) -> Person:
    """Who sees most of this page."""
    if stop.path.startswith("/verwaltung/mitzeichnen"):
        return city.mia
    return city.jonas if stop.path.startswith("/verwaltung") else city.anna


@pytest.mark.parametrize("typed", GROUPS, ids=range(len(GROUPS)))
def test_what_is_stored_is_shown_as_text_everywhere(app, findable, browse, typed) -> None:
    line, shown, faults = " ".join(typed), 0, []
    assert len(line) <= LONGEST_LINE
    with a_city(lambda _name: line) as city:
        for name in typed:
            author = actor_of(person(name))
            post_comment(actor=author, subject=city.proposals["open"].subject, text=line)
        findable()
        clients = {who: browse(who) for who in (city.anna, city.jonas, city.mia)}
        for stop in (stop for stop in stops(app, city) if stop.gets):
            limits.forget_all()
            client = clients[reader_of(city, stop)]
            answer = client.get(f"{stop.path}?q=alert&nr=1&text=alert+alert+alert")
            faults += faults_of(stop.path, answer, tuple(typed))
            shown += b"alert(" in answer.data
            answer.close()
    assert faults == []
    assert shown > 60, "the walk sees what was typed"


def all_forms(app, city: City, browse) -> list[tuple[Person | None, str, PageForm]]:
    """Every form that stands on a page, once for visitors and once for who sees most of the page."""
    if city.anna.id not in FORMS:  # the city is the same for all tests that ask here
        FORMS.clear()
        FORMS[city.anna.id] = look_for_forms(app, city, browse)
    persons = {None: None} | {who.id: who for who in (city.anna, city.jonas, city.mia)}
    return [(persons[who], address, form) for who, address, form in FORMS[city.anna.id]]


def look_for_forms(app, city: City, browse) -> list[tuple[UUID | None, str, PageForm]]:
    """The same, with the ids of those who see them."""
    clients = {who: browse(who) for who in (city.anna, city.jonas, city.mia, None)}
    found = {}
    for stop in (stop for stop in stops(app, city) if stop.gets):
        for reader in {reader_of(city, stop), None}:
            limits.forget_all()
            answer = clients[reader].get(f"{stop.path}?nr=1&q=x")
            if answer.mimetype == "text/html":
                for form in forms_of(answer.get_data(as_text=True)):
                    who = reader.id if reader else None
                    place = (who, stop.endpoint, form.names)
                    found.setdefault(place, (who, form.action or stop.path, form))
            answer.close()
    return list(found.values())


def send(client, address: str, form: PageForm, words, button: Field | None):
    data = form.data(words, button)
    limits.forget_all()
    if form.method == "get":
        return client.get(address, query_string=data)
    return client.post(address, data=data, headers=SAME_ORIGIN, follow_redirects=True)


@contextmanager
def undone() -> Iterator[None]:
    """What happens in this block is taken back."""
    db.session.rollback()
    connection = db.engines[None]  # the test's own: its transaction ends with the test
    connection.exec_driver_sql("SAVEPOINT undone")
    yield
    db.session.rollback()
    connection.exec_driver_sql("ROLLBACK TO SAVEPOINT undone")


def filled(value: str):
    """Everything that people type into says this."""
    return lambda _control: value


def with_prose(value: str):
    """Words where any words fit; elsewhere what stands there."""
    return lambda control: (
        value if control.is_prose and not control.value.isdecimal() else control.value
    )


@pytest.mark.parametrize(
    "words",
    [filled(ALL), with_prose(SHORT[0]), with_prose(SHORT[-1])],
    ids=["all", "first", "last"],
)
def test_every_form_gives_back_text(app, city, browse, words) -> None:
    forms, faults = all_forms(app, city, browse), []
    assert len(forms) > 40
    for reader, address, form in forms:
        for button in form.buttons():
            client = browse(reader)
            with undone():
                answer = send(client, address, form, words, button)
            assert answer.status_code < 500, (address, form.data(words, button))
            faults += faults_of(address, answer, (ALL, SHORT[0], SHORT[-1]))
    assert faults == []
