"""Invitations as PDF: for everybody, and for members with everything the version says. Printed once, kept for ever."""

import json
from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from kernel.app import settings_of
from kernel.clock import BERLIN
from kernel.database import db
from kernel.i18n import _, date_text, plural
from kernel.markdown.blocks import Block, Heading, Paragraph, Run, blocks_of
from kernel.pdf import Document, as_pdf
from kernel.pdf.kept import Print, keep_prints, print_of
from roundtable.meetings.models import Invitation
from roundtable.meetings.rules.invitation import Content
from roundtable.meetings.texts import html_of, papers_html
from roundtable.meetings.wording import (
    INVITATIONS,
    KINDS,
    clock_text,
    day_and_time,
    public_line,
)
from roundtable.tables.rules.names import full_name

#: kinds of prints: of the public content, of the whole
PUBLIC_PRINT, WHOLE_PRINT = "invitation", "invitation-whole"
AT_ONCE = 5


def pdf_of(invitation: Invitation, *, nonpublic: bool) -> tuple[bytes, str]:
    """This version as PDF with the SHA-256 of the file; members get everything it says."""
    kind = WHOLE_PRINT if nonpublic else PUBLIC_PRINT
    return print_of(kind, invitation.id, partial(_printed, invitation, nonpublic=nonpublic))


def print_new() -> int:
    """Print invitations that have no print yet; how many."""
    return sum(
        _print_new(kind, nonpublic=kind == WHOLE_PRINT) for kind in (PUBLIC_PRINT, WHOLE_PRINT)
    )


def _print_new(kind: str, *, nonpublic: bool) -> int:
    statement = (
        select(Invitation)
        .outerjoin(Print, (Print.kind == kind) & (Print.of_id == Invitation.id))
        .where(Print.of_id.is_(None))
        .limit(AT_ONCE)
    )
    found: list[tuple[UUID, Callable[[], bytes]]] = [
        (invitation.id, partial(_printed, invitation, nonpublic=nonpublic))
        for invitation in db.session.scalars(statement).all()
    ]
    return keep_prints(kind, found)


def _printed(invitation: Invitation, *, nonpublic: bool) -> bytes:
    return as_pdf(document_of(invitation, nonpublic=nonpublic))


def document_of(invitation: Invitation, *, nonpublic: bool) -> Document:
    """The same before it is set."""
    content: Content = json.loads(invitation.content if nonpublic else invitation.public_content)
    sent_on = invitation.sent_at.astimezone(BERLIN).date()
    hash_ = invitation.content_hash if nonpublic else invitation.public_hash
    version = _("%(n)s vom %(day)s", n=invitation.version, day=date_text(sent_on))
    return Document(
        title=f"{INVITATIONS[invitation.kind]}: {content['title']}",
        kicker=f"{full_name(content['table'])} · {content['number']}",
        facts=_facts(content),
        day=sent_on,
        blocks=(_heading(2, _("Tagesordnung")), *_agenda(content)),
        footer=f"{content['number']} · {_('Fassung')} {version} · {hash_[:16]} …",
        colophon=((_("Fassung"), version), (_("Prüfsumme"), hash_)),
        site=settings_of(current_app).public_url.rstrip("/"),
    )


def _facts(content: Content) -> tuple[tuple[str, str], ...]:
    reason = _("Grund der Absage") if content["cancelled"] else _("Hinweis")
    pairs = (
        (_("Wann"), _span(content)),
        (_("Wo"), content["place"]),
        (_("So kommen Sie hinein"), content["place_notes"]),
        (_("Per Video"), content.get("video_url", "")),
        (_("Per Telefon"), content.get("dial_in", "")),
        (reason, content["reason"]),
    )
    return tuple((name, value) for name, value in pairs if value)


def _span(content: Content) -> str:
    begins, ends = day_and_time(content["starts_at"]), clock_text(content["ends_at"])
    return _("%(from_)s bis %(to)s", from_=begins, to=ends)


def _agenda(content: Content) -> list[Block]:
    blocks: list[Block] = []
    for item in content["items"]:
        blocks.append(_heading(4 if item.get("parent") else 3, _line(item)))
        if facts := _facts_of_item(item):
            blocks.append(Paragraph((Run(facts),)))
        blocks += blocks_of(html_of(item.get("text", "")))
        if papers := blocks_of(papers_html(item.get("papers", ""))):
            blocks += [Paragraph((Run(_("Unterlagen"), ("strong",)),)), *papers]
    return blocks


def _line(item: Content) -> str:
    """Members read the title of a non-public item, with the word that it is one."""
    if "title" not in item:
        return public_line(item)
    return _("TOP %(number)s: %(title)s", number=item["number"], title=item["title"])


def _facts_of_item(item: Content) -> str:
    if "title" not in item:
        return ""
    minutes = item["minutes"]
    parts = [
        str(KINDS[item["kind"]]),
        plural("%(num)d Minute", "%(num)d Minuten", minutes) if minutes else "",
        "" if item["public"] else _("nichtöffentlich"),
    ]
    return " · ".join(part for part in parts if part)


def _heading(level: int, text: str) -> Heading:
    return Heading(level, (Run(text),))
