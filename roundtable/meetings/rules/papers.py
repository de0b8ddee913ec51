"""The papers of an item as people write them: one a line, first its title, then its address if it has one."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlsplit

MOST = 20
MOST_TITLE, MOST_ADDRESS = 200, 500
ADDRESS = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)
HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}", re.IGNORECASE)
#: what stands between a title and its address, and before a line of a list
BETWEEN = " \t:–—-<("
BULLET = re.compile(r"^[*•-]\s+")
LINK = re.compile(r"\[([^\]]+)\]\((\S+)\)")
IN_ADDRESS = "%/?:@!$&'*+,;=-._~#()"
SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>&])")


class Fault(StrEnum):
    """What is wrong with a line."""

    ADDRESS = "address"
    NO_TITLE = "no_title"
    TOO_LONG = "too_long"
    AFTER_ADDRESS = "after_address"


@dataclass(frozen=True)
class Paper:
    """Something to be read before the meeting; without an address it is named only."""

    title: str
    url: str = ""


def papers_in(text: str) -> tuple[list[Paper], list[tuple[int, Fault]]]:
    """The papers of all lines, and what is wrong with which line, counted from 1."""
    papers: list[Paper] = []
    faults: list[tuple[int, Fault]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = _paper(BULLET.sub("", line.strip()))
        if isinstance(found, Fault):
            faults.append((number, found))
        else:
            papers.append(found)
    return papers, faults


def as_markdown(text: str) -> str:
    """The papers as a list of links; what was written before there was such a form stays as it is."""
    papers, faults = papers_in(text)
    if faults or not any(paper.url for paper in papers):
        return text
    return "\n".join(f"* {_line(paper)}" for paper in papers)


def _paper(line: str) -> Paper | Fault:
    if linked := LINK.fullmatch(line):
        line = " ".join(linked.groups())
    found = ADDRESS.search(line)
    if found is None:
        if "://" in line:
            return Fault.ADDRESS
        return Fault.TOO_LONG if len(line) > MOST_TITLE else Paper(line)
    title, url = line[: found.start()].rstrip(BETWEEN), found[0].rstrip(">)")
    if line[found.end() :].strip():
        return Fault.AFTER_ADDRESS
    if not is_address(url):
        return Fault.ADDRESS
    if not title:
        return Fault.NO_TITLE
    return Fault.TOO_LONG if len(title) > MOST_TITLE else Paper(title, url)


def is_address(url: str) -> bool:
    """An address on the web as a browser opens it: no name and password in it, which would hide where it leads."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (raises for no number)
    except ValueError:
        return False
    named = parts.scheme.lower() in {"http", "https"} and "@" not in parts.netloc
    return named and len(url) <= MOST_ADDRESS and bool(HOST.fullmatch(parts.hostname or ""))


def _line(paper: Paper) -> str:
    title = SPECIAL.sub(r"\\\1", paper.title)
    if not paper.url:
        return title
    host = SPECIAL.sub(r"\\\1", urlsplit(paper.url).hostname or "")
    return f"[{title}](<{quote(paper.url, safe=IN_ADDRESS)}>) ({host})"
