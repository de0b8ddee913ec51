"""`/feeds/suche.atom`: a question that a feed reader asks again and again, as a visitor, newest first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest

from discussion.threads.services.moderating import hide_comment
from discussion.threads.services.posting import post_comment
from kernel.feeds import NAMESPACE
from participation.consultations.models.formats import Visibility
from participation.consultations.services.drafts import draft_of
from participation.consultations.services.formats import edit_format
from roundtable.minutes.workflow import services as workflow
from search_index import service
from search_index.port import Sort
from search_index.reading import FEED
from tests.factories import people, votes
from tests.factories.actors import a_citizen, an_official
from tests.factories.archive import file
from tests.factories.decisions import TEXT, a_sitting
from tests.factories.formats import a_format
from tests.factories.meetings import a_round, invited, planned, with_item
from tests.factories.proposals import a_proposal
from tests.factories.protocols import CANARY, a_paper
from tests.payloads import SCRIPTS

WORD = "Zwetschgenkanarie"


def feed(browser, **question: object) -> Element:
    answer = browser.get(FEED, query_string=question)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    return fromstring(answer.data)  # noqa: S314 - our own


def entries(browser, **question: object) -> list[Element]:
    return feed(browser, **question).findall(f"{{{NAMESPACE}}}entry")


def said(element: Element, name: str) -> str:
    return element.findtext(f"{{{NAMESPACE}}}{name}") or ""


def titles(browser, **question: object) -> list[str]:
    return [said(entry, "title") for entry in entries(browser, **question)]


def address(element: Element, rel: str = "alternate") -> str:
    link = element.find(f"{{{NAMESPACE}}}link[@rel='{rel}']")
    assert link is not None
    return (link.get("href") or "").partition("localhost")[2] or link.get("href") or ""


def cards(number: int, **facts: object) -> None:
    for n in range(number):
        day = date(2019, 1, 1) + timedelta(days=n)
        file(f"k{n}", f"Karten für Gruppe {n}", **{"decided_on": day, **facts})


def test_resolutions_and_minutes_are_told_with_their_pages(client, found) -> None:
    paper = a_paper("RT").published()
    sitting = a_sitting("RS")
    sitting.adopted(title="Zwei freie Tage")
    sitting.release()
    found()
    (resolution,) = entries(client, q="freie Tage", art="beschluss", gremium=[])[:1]
    assert said(resolution, "title") == "Beschluss: Zwei freie Tage"
    assert said(resolution, "summary").endswith(TEXT)
    assert client.get(address(resolution)).status_code == 200
    (minutes,) = entries(client, q=paper.sitting.meeting.number, art="protokoll")
    assert paper.sitting.meeting.title in said(minutes, "title")
    assert client.get(address(minutes)).status_code == 200


@pytest.fixture
def mixed(app, found):
    """Things that tell of the word: one that everybody reads, one for members, three for nobody; and who asks."""
    made = a_round()
    meeting = planned(made, title=f"{WORD} für alle")
    with_item(made, meeting, f"{WORD} im Stillen", public=False)
    invited(made, meeting)
    sitting = a_sitting("RS")
    sitting.adopted(title=f"{WORD} vorläufig")
    a_format(title=f"{WORD} intern", visibility=Visibility.INTERN)
    seated = {"member": sitting.made.persons["anna"], "guest": made.persons["guest"]}
    browsers = {"visitor": app.test_client()}
    for name, person in {**seated, "office": people.person("Jonas", role="administration")}.items():
        browsers[name] = app.test_client()
        people.sign_in(browsers[name], person)
    found()
    return browsers


def test_what_not_everybody_reads_is_told_to_nobody(mixed) -> None:
    """Not even to those who find it on the page."""
    page = mixed["member"].get(f"/suche?q={WORD}").text
    assert "vorläufig" in page
    assert "Er zeigt nur, was alle lesen dürfen." in page
    for browser in mixed.values():
        (title,) = titles(browser, q=WORD)
        assert title.startswith(f"Sitzung: {WORD} für alle")
        whole = browser.get(FEED).text
        assert f"{WORD} für alle" in whole
        for word in ("Stillen", "intern", "vorläufig"):
            assert word not in whole


def test_drafts_and_what_minutes_keep_to_themselves_are_not_told(client, found) -> None:
    vote = votes.prepared_vote()
    a_paper("RT").published()
    found()
    assert f"Abstimmung: {vote.title}" not in titles(client, q=vote.title)
    for words in (CANARY, f'"{CANARY}"', CANARY[:8], ""):
        told = client.get(FEED, query_string={"q": words}).text.partition("<entry>")[2]
        assert "Grundst" not in told
        assert vote.slug not in told


def test_the_newest_fifty_come_first_whatever_page_and_order_are_asked_for(client, found) -> None:
    cards(60)
    found()
    told = titles(client, q="Karten")
    assert told == [f"Archiv: Karten für Gruppe {n}" for n in range(59, 9, -1)]
    for others in ({"seite": 2}, {"seite": "x"}, {"sort": "alt"}, {"cursor": "x"}, {"size": 100}):
        assert titles(client, q="Karten", **others) == told


def test_the_feed_asks_what_the_page_asks(client, found, monkeypatch) -> None:
    file("1", "Karten für Helfer", decided_on=date(2024, 5, 2))
    found()
    asked = []
    answers = service.find
    monkeypatch.setattr(service, "find", lambda who, q: asked.append(q) or answers(who, q))
    for question in (
        "q=Karten&art=archiv&art=top&jahr=2024&gremium=A&bezirk=Nord&status=x&modus=alle&stand=2024-06-01",
        "q=Karten&art=gibtesnicht&jahr=vorgestern&stand=2024-13-01&modus=?&sort=neu&seite=-3",
        f"q={'a' * 500}&bezirk=&" + "&".join(f"jahr={year}" for year in range(1900, 2000)),
        "jahr=2024",
        "q=%00&q=zwei",
    ):
        asked.clear()
        status = [client.get(f"{path}?{question}").status_code for path in ("/suche", FEED)]
        assert status == [200, 200], question
        page, told = asked[0], asked[-1]
        same = ("text", "filters", "mode", "as_of")
        assert [getattr(page, name) for name in same] == [getattr(told, name) for name in same]
        assert (told.sort, told.page, told.cursor) == (Sort.NEWEST, 1, None)


def test_without_a_question_everything_public_is_told(client, found) -> None:
    cards(2)
    found()
    assert len(entries(client)) == 2


def test_what_a_reader_has_is_not_sent_again(client, found) -> None:
    cards(2)
    found()
    for question in ("Karten", "nichts davon"):
        first = client.get(FEED, query_string={"q": question})
        known = {"If-None-Match": first.headers["ETag"]}
        again = client.get(FEED, query_string={"q": question}, headers=known)
        assert (again.status_code, again.data) == (304, b"")
        assert first.headers["Cache-Control"] == "no-cache"
    known = {"If-None-Match": client.get(f"{FEED}?q=Karten").headers["ETag"]}
    file("9", "Karten für Neue")
    found()
    assert client.get(f"{FEED}?q=Karten", headers=known).status_code == 200


def test_entries_have_ids_of_their_own_and_moments_that_are_over(client, found) -> None:
    """An announced vote bears a day to come; a record may bear none."""
    votes.announced_vote()
    file("1", "Karten ohne Tag")
    file("2", "Karten von ganz früher", decided_on=date(1, 1, 1))
    a_paper("RT").published()
    sitting = a_sitting("RS")
    sitting.adopted()
    sitting.release()
    found()
    told = entries(client)
    assert any(said(entry, "title").startswith("Abstimmung: ") for entry in told)
    assert len({said(entry, "id") for entry in told}) == len(told) > 4
    for entry in told:
        assert said(entry, "id").startswith("urn:uuid:")
        assert datetime.fromisoformat(said(entry, "updated")) <= datetime.now(UTC)
    assert [said(entry, "id") for entry in entries(client)] == [said(e, "id") for e in told]


def test_the_feed_is_valid_whatever_is_asked_and_told(client, found) -> None:
    texts = ["\x0b\ufffe", "]]>", '"%&<', *list(SCRIPTS.values())[:40]]
    for number, text in enumerate(texts):
        file(str(number), f"Karte {text}"[:200], text, section=text[:60])
    found()
    assert len(entries(client, q="Karte")) == len(texts)
    for text in (*texts, "\x00"):
        feed(client, q=f"Karte {text}", gremium=text, jahr=text)


def test_the_feed_says_what_was_asked(client, found) -> None:
    found()
    root = feed(client, q="Karten & Busse", art=["beschluss", "top"], jahr="2024", seite=3)
    assert said(root, "title") == "Suche: Karten & Busse · Beschluss · Tagesordnungspunkt · 2024"
    query = "q=Karten+%26+Busse&art=beschluss&art=top&jahr=2024"
    assert address(root).endswith(f"/suche?{query}&sort=neu")
    assert address(root, "self").endswith(f"{FEED}?{query}")
    assert said(root, "id") == address(root, "self") or said(root, "id").endswith(
        address(root, "self")
    )


def test_minutes_are_as_new_as_their_release_not_as_their_meeting(client, found) -> None:
    paper = a_paper("RT").published()
    meeting = paper.sitting.meeting
    for n in range(5):
        between = meeting.starts_at.date() + timedelta(days=1)
        file(str(n), f"Über {meeting.title} {n}", decided_on=between)
    found()
    told = entries(client, q=meeting.title, art=["protokoll", "archiv"])
    assert said(told[0], "title").count("Protokoll: ") == 1
    assert said(told[0], "updated") > said(told[1], "updated")


@pytest.fixture
def settled(found):
    """A public format with a comment, taken in."""
    proposal = a_proposal(a_format())
    comment = post_comment(
        actor=a_citizen(), subject=proposal.subject, text=f"Der {WORD} hat Recht."
    )
    found()
    return proposal, comment


def test_what_is_hidden_is_not_told_from_its_commit_on(client, settled) -> None:
    _, comment = settled
    assert len(entries(client, q=WORD)) == 1
    moderator = an_official(role="moderator")
    hide_comment(actor=moderator, comment_id=comment, reason="Greift andere an.")
    assert entries(client, q=WORD) == []


def test_what_becomes_internal_is_not_told_from_its_commit_on(client, settled) -> None:
    proposal, _ = settled
    format_ = proposal.format
    assert len(entries(client, q=proposal.title)) >= 1
    draft = replace(draft_of(format_), visibility=Visibility.INTERN)
    edit_format(actor=an_official(), format_=format_, based_on=format_.version, draft=draft)
    assert entries(client, q=proposal.title) == entries(client, q=WORD) == []


def test_withdrawn_minutes_are_not_told_from_their_commit_on(client, found) -> None:
    paper = a_paper("RT").published()
    found()
    number = paper.sitting.meeting.number
    assert len(entries(client, q=number, art=["protokoll", "top"])) >= 2
    paper.do(workflow.withdraw_minutes, paper.office(), reason="Ein Name stand darin.")
    assert entries(client, q=number, art=["protokoll", "top"]) == []


def test_the_feed_costs_the_same_for_many_and_writes_nothing(client, found, statements) -> None:
    counted = []
    for number in (2, 40):
        cards(number, section=f"Ausschuss {number}")
        found()
        for _ in range(2):  # the first fills what is filled once
            statements.clear()
            told = entries(client, q="Karten")
        counted.append(len(statements))
        assert statements.writes == []
    assert len(told) == 40
    assert counted[0] == counted[1]


def test_the_page_offers_its_question_as_a_feed(client, found) -> None:
    cards(2)
    found()
    assert FEED not in client.get("/suche").text
    for question in ("q=Karten&jahr=2019", "q=Karten&jahr=1950"):
        page = client.get(f"/suche?{question}&sort=alt&seite=1").text
        href = f"{FEED}?{question.replace('&', '&amp;')}"
        assert f'<a href="{href}">Diese Suche als Feed abonnieren</a>' in page
        head = page.partition("</head>")[0]
        assert f'<link rel="alternate" type="application/atom+xml" href="{href}"' in head


def test_who_asks_too_often_waits_as_on_the_page(client, found, monkeypatch) -> None:
    found()
    monkeypatch.setattr("search_index.pages.RATE", "2/minute")
    codes = [client.get(f"{FEED}?q=a").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
