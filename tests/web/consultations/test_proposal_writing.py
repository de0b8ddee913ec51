"""Write first, register on sending: no step loses a word, and sending twice publishes once."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from accounts.drafts.queries import saved_payload
from kernel.actors import ANONYMOUS, SYSTEM
from kernel.database import db
from participation.consultations.models.formats import Visibility
from participation.consultations.models.proposals import Proposal
from participation.consultations.rules.phases import PhaseType
from participation.consultations.services.members import add_member
from participation.consultations.similar import similar_to
from search_index import projector, service
from search_index.archive.services import Paper, file_record
from search_index.port import NeedsRebuild
from search_index.whoosh_engine.engine import WhooshIndex
from tests.factories import votes
from tests.factories.actors import a_citizen, an_official
from tests.factories.formats import a_category, a_district, a_format
from tests.factories.people import actor_of, person, sign_in
from tests.factories.proposals import a_proposal
from tests.poison import POISONS
from tests.support.sign_in import ask_for_mail, choose_name, enter_code, send

WORDS = {"title": "Freie Fahrt mit dem Bus", "text": "Für *alle*, die helfen.", "place": "Harburg"}


def post(client, url: str, **fields):
    return client.post(url, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def new(format_) -> str:
    return f"/beteiligung/{format_.slug}/vorschlaege/neu"


def number_of_proposals() -> int:
    return db.session.scalar(select(func.count()).select_from(Proposal)) or 0


@pytest.fixture
def anna(client):
    anna = person("Anna")
    sign_in(client, anna)
    return anna


def test_the_check_page_shows_it_once_more_and_publishes_nothing(client, anna) -> None:
    answer = post(client, new(a_format()), schritt="pruefen", **WORDS)
    assert answer.status_code == 200
    assert "<em>alle</em>" in answer.text
    assert "Noch nicht veröffentlicht" in answer.text
    assert number_of_proposals() == 0


def test_sent_from_there_it_is_published(client, anna) -> None:
    format_ = a_format()
    answer = post(client, new(format_), schritt="absenden", idempotency_key="k", **WORDS)
    assert answer.status_code == 303
    assert "Freie Fahrt mit dem Bus" in client.get(answer.location).text


def test_sending_again_is_the_same_proposal(client, anna) -> None:
    format_ = a_format()
    fields = {"schritt": "absenden", "idempotency_key": "k", **WORDS}
    places = {post(client, new(format_), **fields).location for _ in range(3)}
    assert places == {f"/beteiligung/{format_.slug}/vorschlaege/1"}
    assert number_of_proposals() == 1


def test_going_back_keeps_the_words(client, anna) -> None:
    answer = post(client, new(a_format()), schritt="aendern", **WORDS)
    assert answer.status_code == 200
    assert WORDS["text"] in answer.text


@pytest.mark.parametrize("wrong", [{"title": "Bus"}, {"text": ""}, {"text": "x" * 5_001}])
def test_what_is_refused_keeps_the_words(client, anna, wrong) -> None:
    fields = WORDS | wrong
    answer = post(client, new(a_format()), schritt="absenden", **fields)
    assert answer.status_code == 422
    assert fields["place"] in answer.text
    assert fields["text"] in answer.text


def test_a_format_with_topics_asks_for_one(client, anna) -> None:
    format_ = a_format(category_keys=(a_category(),))
    answer = post(client, new(format_), schritt="absenden", **WORDS)
    assert answer.status_code == 422
    assert "Bitte wählen Sie ein Thema." in answer.text


@pytest.mark.parametrize("size", [4_900, 50_000])
@pytest.mark.parametrize("name", POISONS)
def test_poisonous_texts_are_refused_or_shown_harmless(client, anna, name, size) -> None:
    text = POISONS[name](size)
    answer = post(client, new(a_format()), schritt="pruefen", **WORDS | {"text": text})
    assert answer.status_code == 422 if size > 5_000 else answer.status_code in {200, 422}


def test_fifty_equal_clicks_get_the_same_answer_and_publish_once(client, anna) -> None:
    fields = {"schritt": "absenden", "idempotency_key": "once", **WORDS}
    address = new(a_format())
    answers = {
        (answer.status_code, answer.location)
        for answer in (post(client, address, **fields) for _ in range(50))
    }
    assert answers == {(303, address.replace("neu", "1"))}
    assert number_of_proposals() == 1


def test_who_sends_too_many_proposals_has_to_wait(client, anna, monkeypatch) -> None:
    monkeypatch.setattr(
        "participation.consultations.routes.proposal_writing.SENT_PER_HOUR", "2/hour"
    )
    address = new(a_format())
    sent = [post(client, address, schritt="absenden", **WORDS).status_code for _ in range(3)]
    assert sent == [303, 303, 429]
    assert number_of_proposals() == 2


def test_a_visitor_writes_first_and_registers_on_sending(client) -> None:
    format_ = a_format()
    assert "Ein Konto brauchen Sie erst beim Absenden" in client.get(new(format_)).text
    led = post(client, new(format_), schritt="absenden", **WORDS)
    assert led.status_code == 303
    assert led.location.startswith("/anmelden?weiter=")
    assert number_of_proposals() == 0
    kept = re.search(r"entwurf%3D([\w-]+)", led.location)
    assert kept
    html = client.get(f"{new(format_)}?entwurf={kept[1]}").text
    assert WORDS["text"] in html


def test_after_the_registration_the_kept_proposal_is_published_once(client) -> None:
    format_ = a_format()
    led = send(client, new(format_), schritt="absenden", **WORDS)
    ask_for_mail(
        client, "neu@example.org", weiter=parse_qs(urlsplit(led.location).query)["weiter"][0]
    )
    enter_code(client, "neu@example.org")
    done = choose_name(client, "Nora Neu")
    assert done.status_code == 303
    assert done.location == f"/beteiligung/{format_.slug}/vorschlaege/1"
    html = client.get(done.location).text
    for piece in (WORDS["title"], "<em>alle</em>", "Nora Neu", "Ihr Vorschlag ist veröffentlicht."):
        assert piece in html
    assert number_of_proposals() == 1


def test_where_nobody_can_propose_the_page_says_why(client) -> None:
    html = client.get(new(a_format(running=PhaseType.EVALUATE))).text
    assert "Vorschlagen ging bis" in html


def test_who_has_used_up_the_limit_reads_so_before_writing(client, anna) -> None:
    format_ = a_format(proposals_per_person=1)
    a_proposal(format_, author=actor_of(anna))
    assert "Mehr sind je Person nicht möglich" in client.get(new(format_)).text
    assert post(client, new(format_), schritt="absenden", **WORDS).status_code == 403


def test_a_draft_is_saved_found_again_and_gone_once_sent(client, anna) -> None:
    format_ = a_format()
    url = f"/beteiligung/{format_.slug}/vorschlaege/entwurf"
    stored = post(client, url, **WORDS | {"title": "Bus"})
    assert re.fullmatch(r"\d{1,2}:\d\d", stored.json["at"])
    second_device = client.application.test_client()
    with second_device.session_transaction() as cookie, client.session_transaction() as mine:
        cookie.update(mine)
    assert WORDS["text"] in second_device.get(new(format_)).text
    post(client, new(format_), schritt="absenden", **WORDS)
    assert saved_payload(actor_of(anna), "proposals.new", format_.slug) is None


def test_visitors_save_no_drafts_on_the_server(client) -> None:
    url = f"/beteiligung/{a_format().slug}/vorschlaege/entwurf"
    assert post(client, url, **WORDS).status_code == 401


@pytest.fixture
def index(app, client, tmp_path, monkeypatch):
    index = WhooshIndex(tmp_path / "search", today=lambda: date(2026, 11, 22))
    monkeypatch.setitem(app.extensions, service.EXTENSION, index)
    yield lambda: projector.rebuild(index)
    index.close()


def hint(client, slug: str, title: str) -> str:
    url = f"/beteiligung/{slug}/vorschlaege/aehnlich"
    answer = client.get(url, query_string={"titel": title})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.text


def test_similar_proposals_and_earlier_decisions_are_shown_apart(client, index) -> None:
    format_ = a_format()
    a_proposal(format_, title="Zehnerkarte fürs Schwimmbad")
    paper = Paper(source="demo", source_id="1", title="Schwimmbad für Engagierte", body="Ja.")
    file_record(actor=SYSTEM, paper=paper)
    slug = format_.slug
    index()
    html = hint(client, slug, "Eintritt ins Schwimmbad")
    decided, _, open_ = html.partition("Das gibt es schon")
    assert "Dazu wurde schon beschlossen" in decided
    assert "Schwimmbad für Engagierte" in decided
    assert "Zehnerkarte fürs Schwimmbad" in open_
    assert "<html" not in html


def test_the_check_page_shows_them_without_javascript(client, index, anna) -> None:
    format_ = a_format()
    a_proposal(format_, title="Freie Fahrt mit der Bahn")
    url = new(format_)
    index()
    html = post(client, url, schritt="pruefen", **WORDS).text
    assert "Freie Fahrt mit der Bahn" in html


def test_a_vote_that_is_still_to_come_has_decided_nothing(client, index) -> None:
    vote = votes.announced_vote()
    index()
    title = f"{vote.title}: was soll es geben?"
    assert service.similar_to_text(ANONYMOUS, title, kinds=frozenset({"vote"}))
    assert vote.title not in hint(client, a_format().slug, title)


def test_what_is_internal_is_no_hint(client, index) -> None:
    format_, member = a_format(visibility=Visibility.INTERN), a_citizen()
    add_member(actor=an_official(), format_=format_, person_id=member.person_id)
    a_proposal(format_, author=member, title="Zehnerkarte fürs Schwimmbad")
    index()
    assert hint(client, a_format().slug, "Zehnerkarte fürs Schwimmbad").strip() == ""


def test_without_an_index_the_hint_is_empty_and_writing_goes_on(client, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise NeedsRebuild

    monkeypatch.setattr(service, "find", broken)
    assert hint(client, a_format().slug, "Freie Fahrt mit dem Bus").strip() == ""


def test_the_format_somebody_writes_in_is_no_hint(client, index) -> None:
    here = a_format(title="Wo fehlt ein Ort fürs Engagement?")
    there = a_format(title="Wo fehlt ein Ort für junges Engagement?")
    index()
    html = hint(client, here.slug, "Ein Ort fürs Engagement fehlt")
    assert there.title in html
    assert here.title not in html


def test_short_titles_ask_nothing(database, monkeypatch) -> None:
    format_ = a_format()
    asked: list[str] = []
    monkeypatch.setattr(service, "find", lambda *_: asked.append("index"))
    assert similar_to(ANONYMOUS, "Freie Fahrt", within=format_) == []
    assert asked == []


@pytest.mark.parametrize("step", ["pruefen", "absenden"])
def test_a_text_that_comes_after_the_end_is_handed_back_with_the_reason(client, anna, step) -> None:
    format_ = a_format(running=PhaseType.EVALUATE)
    answer = post(client, new(format_), schritt=step, idempotency_key="k", **WORDS)
    assert answer.status_code == 403
    assert "Vorschlagen ging bis" in answer.text
    assert WORDS["text"] in answer.text
    assert WORDS["place"] in answer.text


def test_a_text_beyond_the_limit_per_person_is_handed_back(client, anna) -> None:
    format_ = a_format(proposals_per_person=1)
    a_proposal(format_, author=actor_of(anna))
    answer = post(client, new(format_), schritt="absenden", idempotency_key="k", **WORDS)
    assert answer.status_code == 403
    assert "Mehr sind je Person nicht möglich" in answer.text
    assert WORDS["text"] in answer.text


def test_the_words_of_who_sends_too_fast_stay(client, anna, monkeypatch) -> None:
    monkeypatch.setattr(
        "participation.consultations.routes.proposal_writing.SENT_PER_HOUR", "1/hour"
    )
    address = new(a_format())
    sent = [post(client, address, schritt="absenden", **WORDS) for _ in range(2)]
    assert sent[1].status_code == 429
    assert sent[1].headers["Retry-After"]
    assert WORDS["text"] in sent[1].text


def test_nobody_registers_for_what_would_be_refused(client) -> None:
    format_ = a_format(running=PhaseType.EVALUATE)
    answer = post(client, new(format_), schritt="absenden", **WORDS)
    assert answer.status_code == 403
    assert "Vorschlagen ging bis" in answer.text
    assert WORDS["text"] in answer.text


def test_the_check_page_shows_every_choice(client, anna) -> None:
    format_ = a_format(category_keys=(a_category(),))
    fields = WORDS | {"category_key": "orte", "district_key": a_district().key}
    answer = post(client, new(format_), schritt="pruefen", **fields)
    assert "Hamburg-Nord" in answer.text
    assert "Thema 1" in answer.text
