"""The pages every body owes its visitors, made of typed fields into Markdown; pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from babel.dates import format_date

from demo.shapes import Accessibility, Gap, Imprint, Legal, Page


@dataclass(frozen=True, slots=True)
class Text:
    """A page as the office would type it."""

    slug: str
    title: str
    lead: str
    text: str


def texts_of(legal: Legal) -> Iterator[Text]:
    """All pages of the site."""
    yield imprint(legal.imprint)
    yield accessibility(legal.accessibility)
    yield running_text("datenschutz", legal.privacy)
    yield running_text("leichte-sprache", legal.plain_language)
    yield running_text("gebaerdensprache", legal.sign_language)
    yield running_text("hilfe", legal.help)


def running_text(slug: str, page: Page) -> Text:
    """A page of sections: each heading above its text."""
    parts = [f"## {section.title}\n\n{section.text}" for section in page.sections]
    return Text(slug, page.title, page.lead, "\n\n".join(parts))


def imprint(found: Imprint) -> Text:
    """Who is behind the site and how to reach them."""
    address = "  \n".join(found.address)
    parts = [
        f"## Anschrift\n\n{address}",
        f"## Vertreten durch\n\n{found.represented_by}",
        f"## Kontakt\n\nE-Mail: {found.email}  \nTelefon: {found.phone}",
        f"## Verantwortlich für den Inhalt\n\n{found.responsible_for_content}",
        f"## Hinweis\n\n{found.note}",
    ]
    return Text(
        "impressum", "Impressum", f"Anbieter dieser Seiten: {found.body}.", "\n\n".join(parts)
    )


def accessibility(found: Accessibility) -> Text:
    """The Erklärung zur Barrierefreiheit with all that the law asks for."""
    day = format_date(found.stated_on, "long", locale="de")
    parts = [
        f"## Wie barrierefrei sind diese Seiten?\n\nDiese Seiten sind mit den Anforderungen **{found.state}**.",
        "## Was ist noch nicht barrierefrei?\n\n" + "\n".join(_gap(gap) for gap in found.gaps),
        f"## Wie wurde geprüft?\n\n{found.method}\n\nDie Erklärung wurde am {day} erstellt.",
        f"## Rechtliche Grundlage\n\n{found.law}",
        f"## Barriere melden\n\n{found.feedback}\n\nKontakt: {found.feedback_contact}."
        f" Wir antworten innerhalb von {found.feedback_days} Tagen.",
        f"## Schlichtung\n\n{found.arbitration}\n\n[Zur Schlichtungsstelle]({found.arbitration_url})",
    ]
    title = "Erklärung zur Barrierefreiheit"
    return Text("barrierefreiheit", title, found.scope, "\n\n".join(parts))


def _gap(gap: Gap) -> str:
    return f"* **{gap.what}** {gap.reason} {gap.alternative}"
