"""Which pages somebody can reach by links alone, from the start page on."""

from collections import Counter, deque
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import APIRequestContext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

#: as many pages of one kind as are looked at for further links
OF_A_KIND = 16


@dataclass(frozen=True)
class Reached:
    """A page: which route answered, where, and what it sent."""

    endpoint: str
    address: str
    html: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Links of the page; forms that only ask count too, for their button is a way."""
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(str(given["href"]))
        if tag == "form" and given.get("method") == "get" and given.get("action"):
            self.found.append(str(given["action"]))


def reachable(browser: APIRequestContext, routes: MapAdapter) -> list[Reached]:
    """Every kind of page that this visitor reaches, a few of each; a link that leads nowhere fails."""
    waiting, known, kinds = deque(["/"]), {"/"}, Counter[str]()
    pages: list[Reached] = []
    while waiting:
        address = waiting.popleft()
        endpoint = endpoint_of(address, routes)
        if kinds[endpoint] >= OF_A_KIND:
            continue
        kinds[endpoint] += 1
        answer = browser.get(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        is_html = answer.headers["content-type"].startswith("text/html")
        html = answer.text() if is_html else ""
        pages.append(Reached(endpoint, address, html))
        for link in links_of(html, address):
            if link not in known:
                known.add(link)
                waiting.append(link)
    return pages


def links_of(html: str, address: str) -> list[str]:
    """The addresses on our own host that a page leads to, without marks."""
    parser = _Links()
    parser.feed(html)
    parser.close()
    joined = [urlsplit(urljoin(address, link)) for link in parser.found]
    ours = [parts for parts in joined if not parts.scheme and not parts.netloc]
    return [parts._replace(fragment="").geturl() for parts in ours]


def endpoint_of(address: str, routes: MapAdapter) -> str:
    """The route behind an address; a link to none is a fault."""
    try:
        endpoint, _arguments = routes.match(urlsplit(address).path)
    except HTTPException as error:
        raise AssertionError(f"{address}: {error}") from error
    return str(endpoint)
