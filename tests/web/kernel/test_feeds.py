"""Feeds: valid whatever they tell, and not sent twice."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from xml.etree.ElementTree import Element, fromstring

from kernel.feeds import NAMESPACE, Entry, atom
from tests.payloads import SCRIPTS

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
#: what XML 1.0 cannot hold, escaped or not
IMPOSSIBLE = "\x00\x08\x0b\x1f\ud800\ufffe\uffff"


def entry(text: str = "Neues", at: datetime = AT) -> Entry:
    return Entry(UUID(int=1), text, "/a?b=1&c=2", at, at, text)


def told(app, *entries: Entry, page: str = "", **headers: str) -> tuple[int, bytes, str]:
    with app.test_request_context("/feeds/x.atom", headers=headers):
        answer = atom("/feeds/x.atom", "Neues", entries, page=page)
        return answer.status_code, answer.get_data(), answer.headers["ETag"]


def texts(root: Element, name: str) -> list[str | None]:
    return [one.text for one in root.iter(f"{{{NAMESPACE}}}{name}")]


def test_whatever_is_told_stays_text(app) -> None:
    for text in (*SCRIPTS.values(), "]]>&<", "Ä 🎉\u0301"):
        root = fromstring(told(app, entry(text))[1])  # noqa: S314 - our own
        assert texts(root, "summary") == [text]


def test_what_xml_cannot_hold_is_left_out(app) -> None:
    root = fromstring(told(app, entry(f"a{IMPOSSIBLE}b"))[1])  # noqa: S314 - our own
    assert texts(root, "summary") == ["ab"]


def test_what_a_reader_has_is_not_sent_again(app) -> None:
    _, _, tag = told(app, entry())
    assert told(app, entry(), **{"If-None-Match": tag})[0] == 304
    assert told(app, entry("Neueres"), **{"If-None-Match": tag})[0] == 200
    assert told(app, entry(at=AT + timedelta(1)), **{"If-None-Match": tag})[0] == 200


def test_an_empty_feed_stays_the_same(app, monkeypatch) -> None:
    _, body, tag = told(app)
    monkeypatch.setattr("kernel.clock.now", lambda: AT + timedelta(days=400))
    assert told(app) == (200, body, tag)


def test_a_feed_says_which_page_shows_the_same(app) -> None:
    root = fromstring(told(app, page="/suche?q=a&art=b")[1])  # noqa: S314 - our own
    links = {link.get("rel"): link.get("href") for link in root.iter(f"{{{NAMESPACE}}}link")}
    assert links["alternate"].endswith("/suche?q=a&art=b")
    assert links["self"].endswith("/feeds/x.atom")
