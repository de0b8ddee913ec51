"""A proposal on its page and on the list of its format; what its author and its readers can do."""

import re
from io import BytesIO

import pytest

from kernel import clock
from participation.consultations.models.formats import Visibility
from participation.consultations.queries import proposals as queries
from participation.consultations.rules.proposals import Status
from participation.consultations.services.proposals import edit_proposal
from participation.consultations.services.signatures import sign
from tests.factories.actors import a_citizen
from tests.factories.formats import a_category, a_format
from tests.factories.people import actor_of, person, sign_in
from tests.factories.proposals import a_proposal, an_answer, words
from tests.support import uploads


def address(proposal, more: str = "") -> str:
    return f"/beteiligung/{proposal.format.slug}/vorschlaege/{proposal.number}{more}"


def page(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return answer.text


def post(client, url: str, **fields):
    return client.post(url, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def titles(html: str) -> list[str]:
    return re.findall(r'ef-entry__number">#\d+</span> ([^<]+)</a>', html)


@pytest.fixture
def anna(client):
    anna = person("Anna")
    sign_in(client, anna)
    return anna


def test_a_proposal_says_who_wants_what_and_where_it_stands(client) -> None:
    anna = person("Anna Berg")
    proposal = a_proposal(author=actor_of(anna), title="Freie Fahrt", text="Für **alle**.")
    html = page(client, address(proposal))
    for piece in ("Freie Fahrt", "<strong>alle</strong>", "Anna Berg", "offen", "Harburg"):
        assert piece in html


def test_what_nobody_may_see_looks_absent(client) -> None:
    proposal = a_proposal()
    absent = client.get(f"/beteiligung/{proposal.format.slug}/vorschlaege/99")
    assert absent.status_code == 404
    assert client.get("/beteiligung/gibt-es-nicht/vorschlaege/1").status_code == 404


def test_a_visitor_is_led_to_the_sign_in_to_support(client) -> None:
    proposal = a_proposal()
    html = page(client, address(proposal))
    assert "Anmelden und unterstützen" in html
    assert post(client, address(proposal, "/unterstuetzen")).status_code == 401


def test_supporting_counts_at_once_and_can_be_taken_back(client, anna) -> None:
    proposal = a_proposal()
    assert post(client, address(proposal, "/unterstuetzen"), idempotency_key="1").status_code == 303
    html = page(client, address(proposal))
    assert "1 Unterstützung<" in html
    assert "Sie unterstützen das" in html
    back = post(client, address(proposal, "/unterstuetzung-zuruecknehmen"), idempotency_key="2")
    assert back.status_code == 303
    assert "0 Unterstützungen" in page(client, address(proposal))


def test_who_signed_an_older_version_is_shown_that_it_changed(client, anna) -> None:
    author = a_citizen()
    proposal = a_proposal(author=author, text="Alter Text")
    sign(actor=actor_of(anna), proposal=proposal)
    edit_proposal(actor=author, proposal=proposal, based_on=1, draft=words(text="Neuer Text"))
    assert "geändert, seit Sie ihn unterstützen" in page(client, address(proposal))
    html = page(client, address(proposal, "/fassungen"))
    assert re.search(r"<del>.*Alter</del>", html)
    assert re.search(r"<ins>.*Neuer</ins>", html)


def test_the_author_edits_and_a_stale_form_shows_both_texts(client, anna) -> None:
    proposal = a_proposal(author=actor_of(anna), text="Von hier")
    fields = {"title": "Freie Fahrt", "text": "Nach dort", "version": "1"}
    assert post(client, address(proposal, "/bearbeiten"), **fields).status_code == 303
    stale = post(client, address(proposal, "/bearbeiten"), **fields | {"text": "Nach Süden"})
    assert stale.status_code == 409
    assert "Nach Süden" in stale.text
    assert "Nach dort" in stale.text


def test_a_refused_edit_keeps_what_was_typed(client, anna) -> None:
    proposal = a_proposal(author=actor_of(anna))
    answer = post(client, address(proposal, "/bearbeiten"), title="Bus", text="Mein langer Text")
    assert answer.status_code == 422
    assert "Mein langer Text" in answer.text


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_a_number_no_column_holds_names_no_proposal(client, number) -> None:
    url = address(a_proposal()).rpartition("/")[0]
    assert client.get(f"{url}/{number}").status_code == 404


@pytest.mark.parametrize("path", ["/bearbeiten", "/zurueckziehen", "/dateien"])
def test_the_authors_pages_are_closed_to_others(client, anna, path) -> None:
    assert client.get(address(a_proposal(), path)).status_code == 403


def test_the_author_takes_a_proposal_back_and_everybody_reads_why(client, anna) -> None:
    proposal = a_proposal(author=actor_of(anna))
    fields = {"reason": "anderes", "note": "Wir ziehen weg."}
    assert post(client, address(proposal, "/zurueckziehen"), **fields).status_code == 303
    html = page(client, address(proposal))
    assert "zurückgezogen" in html
    assert "Wir ziehen weg." in html
    assert proposal.title not in page(client, f"/beteiligung/{proposal.format.slug}/")


def test_files_are_added_one_by_one_and_removed(client, anna) -> None:
    proposal = a_proposal(author=actor_of(anna))
    url = address(proposal, "/dateien")
    without_words = post(client, url, files=(BytesIO(uploads.picture()), "foto.png"), files_alt="")
    assert without_words.status_code == 422
    sent = post(client, url, files=(BytesIO(uploads.picture()), "foto.png"), files_alt="Ein Bus")
    assert sent.status_code == 303
    assert "foto.png</a>: Ein Bus" in page(client, address(proposal))
    remove = re.search(r'action="([^"]+/entfernen)"', page(client, url))
    assert remove
    assert post(client, remove[1]).status_code == 303
    assert "foto.png" not in page(client, address(proposal))


def test_an_answer_and_the_way_stand_on_the_page(client) -> None:
    proposal = a_proposal()
    an_answer(proposal, status=Status.ABGELEHNT, text="Dafür fehlt das *Geld*.", cost_cents=5_00)
    html = page(client, address(proposal))
    for piece in ("abgelehnt", "<em>Geld</em>", "Referat Engagement", "Weg dieses Vorschlags"):
        assert piece in html


def test_the_list_sorts_filters_and_leaves_withdrawn_ones_out(client) -> None:
    format_ = a_format(category_keys=(a_category("orte", 1), a_category("geld", 2)))
    one = a_proposal(format_, category_key="orte", title="Erster Vorschlag")
    two = a_proposal(format_, category_key="geld", title="Zweiter Vorschlag")
    sign(actor=a_citizen(), proposal=one)
    an_answer(two)
    url = f"/beteiligung/{format_.slug}/"
    assert titles(page(client, url)) == [two.title, one.title]
    assert titles(page(client, f"{url}?sortierung=unterstuetzt")) == [one.title, two.title]
    assert titles(page(client, f"{url}?thema=geld")) == [two.title]
    assert titles(page(client, f"{url}?stand=offen")) == [one.title]
    assert "Kein Vorschlag passt" in page(client, f"{url}?stand=umgesetzt")
    assert len(titles(page(client, f"{url}?sortierung=quatsch&nach=x~y&los=-1"))) == 2


@pytest.mark.parametrize("order", ["neu", "unterstuetzt", "gelost"])
def test_pages_of_a_list_follow_each_other_without_gap_or_overlap(
    client, monkeypatch, order
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    format_ = a_format()
    made = [a_proposal(format_).title for _ in range(8)]
    url, seen = f"/beteiligung/{format_.slug}/?sortierung={order}", []
    for _ in range(3):
        html = page(client, url)
        seen += titles(html)
        found = re.search(r'href="([^"]+)">Weitere Vorschläge', html)
        url = found[1].replace("&amp;", "&") if found else ""
    assert url == ""
    assert sorted(seen) == sorted(made)
    if order != "gelost":
        assert seen == made[::-1]


def test_a_random_order_stays_the_same_for_the_same_lot(client) -> None:
    format_ = a_format()
    for _ in range(6):
        a_proposal(format_)
    url = f"/beteiligung/{format_.slug}/?sortierung=gelost&los="
    orders = {lot: titles(page(client, f"{url}{lot}")) for lot in (17, 23, 99)}
    assert titles(page(client, f"{url}17")) == orders[17]
    assert len({tuple(order) for order in orders.values()}) > 1


def test_a_page_costs_the_same_statements_however_many_proposals_there_are(
    client, statements
) -> None:
    few, many = a_format(), a_format()
    a_proposal(few)
    for _ in range(30):
        a_proposal(many)
    counts = []
    for format_ in (few, many):
        statements.clear()
        page(client, f"/beteiligung/{format_.slug}/")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_page_of_a_proposal_costs_the_same_statements_however_many_support_it(
    client, statements
) -> None:
    plain, loved = a_proposal(), a_proposal()
    for _ in range(12):
        sign(actor=a_citizen(), proposal=loved)
    counts = []
    for proposal in (plain, loved):
        statements.clear()
        page(client, address(proposal))
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert not [sql for sql in statements if not sql.startswith("SELECT")]


def test_the_button_is_there_while_proposals_are_collected(client, monkeypatch) -> None:
    format_, closed = a_format(), a_format(visibility=Visibility.HALBOEFFENTLICH)
    url = f"/beteiligung/{format_.slug}/"
    assert f"{url}vorschlaege/neu" in page(client, url)
    assert "vorschlaege/neu" not in page(client, f"/beteiligung/{closed.slug}/")
    phase = format_.phases[0]
    assert phase.ends_at
    monkeypatch.setattr(clock, "now", lambda: phase.ends_at)
    assert "vorschlaege/neu" not in page(client, url)


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("bearbeiten", {"title": "Noch ein Titel", "text": "Mein neuer Text.", "version": "1"}),
        ("zurueckziehen", {"reason": "anderes", "note": "Mein neuer Text."}),
    ],
)
def test_what_the_author_typed_stays_when_the_office_or_the_clock_was_first(
    client, anna, monkeypatch, page, fields
) -> None:
    format_ = a_format()
    proposal = a_proposal(format_, author=actor_of(anna))
    an_answer(proposal)
    end = format_.phases[0].ends_at
    monkeypatch.setattr(clock, "now", lambda: end)
    answer = post(client, address(proposal, f"/{page}"), idempotency_key="k", **fields)
    assert answer.status_code == 403
    assert "Mein neuer Text." in answer.text
