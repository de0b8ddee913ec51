"""Which pages somebody can reach by links alone, from the start page on."""

import re
from collections import Counter, deque
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import quote, urljoin, urlsplit

from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

#: as many pages of one kind as are looked at for further links
OF_A_KIND = 16
MOST_HOPS = 5
#: in an address; umlauts and spaces alone are written another way
AS_WRITTEN = "%/?:@!$&'()*+,;=-._~[]"
#: what the parser has to read; it takes its time
LINKS = re.compile(r"""<(?:a|form)\s(?:[^>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)


@dataclass(frozen=True)
class Reached:
    """A page: which route answered, where, and what it sent."""

    endpoint: str
    address: str
    html: str


class Asker:
    """Asks for pages as the browser of a page does, with its cookies, and starts no page for it."""

    def __init__(self, page: Page) -> None:
        parts = urlsplit(page.url)
        cookies = page.context.cookies(page.url)
        self._line = HTTPConnection(str(parts.hostname), parts.port, timeout=60)
        self._headers = {
            "Cookie": "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)
        }

    def html(self, address: str) -> str:
        """What the address answers, by way of redirects; empty where that is no page."""
        for _ in range(MOST_HOPS):
            asked = quote(address, safe=AS_WRITTEN)
            self._line.request("GET", asked, headers=self._headers)
            answer = self._line.getresponse()
            body = answer.read()
            if answer.status in {301, 302, 303, 307, 308}:
                on = urlsplit(urljoin(address, answer.headers["Location"]))
                address = on._replace(scheme="", netloc="", fragment="").geturl()
                continue
            assert answer.status == 200, f"{address}: {answer.status}"
            is_html = answer.headers["Content-Type"].startswith("text/html")
            return body.decode() if is_html else ""
        raise AssertionError(f"{address}: goes round in circles")

    def close(self) -> None:
        """Hang up."""
        self._line.close()


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


def reachable(page: Page, routes: MapAdapter) -> list[Reached]:
    """Every kind of page that this visitor reaches, a few of each; a link that leads nowhere fails."""
    waiting, known, kinds = deque(["/"]), {"/"}, Counter[str]()
    pages: list[Reached] = []
    asker = Asker(page)
    while waiting:
        address = waiting.popleft()
        endpoint = endpoint_of(address, routes)
        if kinds[endpoint] >= OF_A_KIND:
            continue
        kinds[endpoint] += 1
        html = asker.html(address)
        pages.append(Reached(endpoint, address, html))
        for link in links_of(html, address):
            if link not in known:
                known.add(link)
                waiting.append(link)
    asker.close()
    return pages


def links_of(html: str, address: str) -> list[str]:
    """The addresses on our own host that a page leads to, without marks."""
    parser = _Links()
    parser.feed("".join(LINKS.findall(html)))
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
