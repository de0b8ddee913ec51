"""Texts that would block the renderer are refused before it, on every path that takes Markdown, and nothing is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import markdown
import pytest
from markupsafe import escape
from sqlalchemy import func, select

from accounts.people.models import Person
from kernel import limits
from kernel.database import Base, db
from tests.factories.city import City
from tests.factories.walks import stops
from tests.poison import poisonous_texts
from tests.support.page_forms import PageForm, forms_of

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # no database decides here
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
#: below the length that a proposal or a comment may have, so that the guard itself must say no
SHORT = 4_900
POISONS = poisonous_texts() | {"short brackets": "[" * SHORT, "short nesting": "> " * (SHORT // 2)}
HARMLESS = "*Harmlos.*"


PROPOSAL = {"title": "Freie Fahrt", "category": "thema-1"}


@dataclass
class Path:
    """A form that takes Markdown, as somebody finds it."""

    reader: Person | None
    page: str
    fields: dict[str, str] = field(default_factory=dict)
    text: str = "text"

    def form(self, html: str) -> dict[str, list[str]]:
        """The form of the page as it is sent, but for the text."""
        form = next(f for f in forms_of(html) if self.text in f.names)
        sent = form.data(lambda f: f.value or ("" if "-" in f.name else "Etwas anderes"))
        return sent | {name: [value] for name, value in self.fields.items()}


def paths(city: City) -> dict[str, Path]:
    """Every form whose text is Markdown."""
    format_, own = city.formats["collect"], city.proposals["open"]
    proposals = f"/beteiligung/{format_.slug}/vorschlaege"
    talk, said = f"/gespraech/proposal/{own.id}/", f"/beitraege/{city.comments['edited']}"
    answers = f"/verwaltung/antworten/{format_.slug}/schreiben?nr={own.number}"
    other = city.proposals["unanswered"].number
    answer = {"cosigner": str(city.mia.id), "status": "angenommen"}
    draft, handed_on = city.answers["drafted"], {"schritt": "abgeben"}
    sent, stale = {"schritt": "absenden"}, {"version": "0"}
    assert city.round
    assert city.meeting
    chair = city.round.persons["chair"]
    short = {"minutes": "5"}
    paper = city.papers["published"].sitting
    keeper = paper.made.persons["secretary"]
    here = f"/runde-tische/{paper.made.table.slug}/sitzungen/{paper.meeting.nr}/protokoll"
    correction = f"{here}/berichtigen/{paper.item.id}"
    agenda = f"/runde-tische/{city.round.table.slug}/sitzungen/{city.meeting.nr}/tagesordnung"
    return {
        "proposal, looked at": Path(city.anna, f"{proposals}/neu"),
        "proposal, sent": Path(city.anna, f"{proposals}/neu", sent),
        "proposal of a visitor": Path(None, f"{proposals}/neu"),
        "proposal of a visitor, sent": Path(None, f"{proposals}/neu", sent),
        "proposal, edited": Path(city.anna, f"{proposals}/{own.number}/bearbeiten"),
        "proposal, edited late": Path(city.anna, f"{proposals}/{own.number}/bearbeiten", stale),
        "comment": Path(city.anna, talk),
        "comment of a visitor": Path(None, talk),
        "reply": Path(city.anna, f"{said}/antwort"),
        "comment, edited": Path(city.anna, f"{said}/bearbeiten"),
        "format": Path(city.jonas, "/verwaltung/formate/neu/angebote"),
        "format, edited": Path(city.jonas, f"/verwaltung/formate/{format_.slug}/bearbeiten"),
        "format, edited late": Path(
            city.jonas, f"/verwaltung/formate/{format_.slug}/bearbeiten", stale
        ),
        "result": Path(city.jonas, f"/verwaltung/formate/{format_.slug}/ergebnis"),
        "answer for all": Path(city.jonas, f"{answers}&nr={other}", answer),
        "answer, handed on": Path(city.jonas, f"{answers}&nr={other}", answer | handed_on),
        "answer for one": Path(city.jonas, answers, answer, f"text-{own.number}"),
        "answer, changed": Path(
            city.jonas,
            f"/verwaltung/antworten/entwurf/{draft.id}",
            text=f"text-{draft.proposal.number}",
        ),
        "item of a meeting": Path(chair, f"{agenda}/neu", short),
        "papers of an item": Path(chair, f"{agenda}/neu", short, "papers"),
        "item, changed": Path(chair, f"{agenda}/{city.meeting.items[0].id}", short),
        "minutes, corrected": Path(keeper, correction, {"reason": "Zahl"}, "written"),
        "page of the site": Path(city.jonas, "/verwaltung/seiten/impressum"),
    }


def readers_of(city: City) -> list[Person | None]:
    """Whoever finds one of the forms."""
    return list(dict.fromkeys(path.reader for path in paths(city).values()))


@pytest.fixture
def no_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a text that is sent reaches Python-Markdown; pages may show what is stored."""
    shown, sent = (
        markdown.Markdown.convert,
        {each.strip() for each in (HARMLESS, *POISONS.values())},
    )

    def convert(self: markdown.Markdown, source: str) -> str:
        if any(text in source for text in sent):
            raise AssertionError("the renderer was reached")
        return shown(self, source)

    monkeypatch.setattr(markdown.Markdown, "convert", convert)


def sizes() -> dict[str, int]:
    """How many rows each table has."""
    tables = Base.metadata.sorted_tables
    return {t.name: db.session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def posted(client, path: Path, form: dict[str, list[str]], text: str):
    limits.forget_all()
    return client.post(path.page, data=form | {path.text: [text]}, headers=SAME_ORIGIN)


def test_a_poisonous_text_is_refused_and_given_back(city, browse, no_renderer) -> None:
    clients = {who: browse(who) for who in readers_of(city)}
    before, faults = sizes(), []
    for name, path in paths(city).items():
        client = clients[path.reader]
        page = client.get(path.page)
        assert page.status_code == 200, name
        form = path.form(page.text)
        assert posted(client, path, form, HARMLESS).status_code == 500, f"{name} renders nothing"
        for poison, text in POISONS.items():
            answer = posted(client, path, form, text)
            if answer.status_code != 422 or escape(text.strip()) not in answer.text:
                faults.append(f"{name}, {poison}: {answer.status}")
    assert faults == []
    assert sizes() == before


@pytest.mark.parametrize("thing", ["comment", "proposal"])
def test_a_poisonous_text_of_a_program_is_refused(city, browse, no_renderer, thing) -> None:
    address, words = {
        "comment": (f"/api/v1/threads/{city.proposals['open'].subject}/comments", {}),
        "proposal": (f"/api/v1/formats/{city.formats['collect'].slug}/proposals", PROPOSAL),
    }[thing]
    client, before = browse(city.anna), sizes()
    for poison, text in POISONS.items():
        limits.forget_all()
        answer = client.post(address, json=words | {"text": text}, headers=SAME_ORIGIN)
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), poison
    assert sizes() == before


def forms_with_text(app, city, clients) -> Iterator[tuple[str, PageForm]]:
    for stop in (stop for stop in stops(app, city) if stop.gets):
        for client in clients:
            answer = client.get(f"{stop.path}?nr=1")
            if answer.mimetype == "text/html" and b"<textarea" in answer.data:
                forms = forms_of(answer.get_data(as_text=True))
                yield from ((form.action or stop.path, form) for form in forms)
            answer.close()


def endpoint_of(app, address: str) -> str:
    return app.url_map.bind("localhost").match(address.partition("?")[0], method="POST")[0]


def test_no_form_that_takes_markdown_is_forgotten(app, city, browse) -> None:
    clients = [browse(who) for who in readers_of(city)]
    names = {path.text for path in paths(city).values()}
    found = {
        endpoint_of(app, address)
        for address, form in forms_with_text(app, city, clients)
        if any(f.kind == "textarea" and f.name.split("-")[0] in names for f in form.fields)
    }
    found -= {
        "minutes.item"
    }  # rendered when the minutes are laid before the table, which names its faults
    assert found == {endpoint_of(app, path.page) for path in paths(city).values()}
