"""The office answers on its pages: several at once, a second person, a preview, one publication."""

import re

import pytest
from sqlalchemy import select

from kernel import waiting
from kernel.database import db
from participation.consultations.models.answers import Answer, AnswerState, Evaluation
from participation.consultations.rules.phases import PhaseType
from participation.consultations.rules.proposals import Status
from participation.consultations.services.answers import (
    cosign_answers,
    publish_answers,
    redraft_answer,
    return_answer,
)
from participation.consultations.services.signatures import sign
from tests.factories.actors import a_citizen
from tests.factories.formats import a_format
from tests.factories.people import actor_of, person, sign_in
from tests.factories.proposals import (
    a_draft_answer,
    a_proposal,
    a_signed_answer,
    an_answer,
    an_answer_draft,
    office_pair,
)

DESK = "/verwaltung/antworten"


def post(client, url: str, **fields):
    return client.post(url, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def pair(client):
    pair = office_pair()
    sign_in(client, pair[0])
    return pair


def as_read(answer: Answer) -> str:
    """What a page sends of an answer that stood on it."""
    return f"{answer.id}:{answer.version}"


def answers() -> list[Answer]:
    return list(db.session.scalars(select(Answer).order_by(Answer.drafted_at, Answer.id)))


def test_the_desk_lists_what_waits_with_its_age(client, pair, monkeypatch) -> None:
    format_ = a_format()
    proposal, done = a_proposal(format_), a_proposal(format_)
    an_answer(done, pair)
    html = client.get(f"{DESK}/{format_.slug}/").text
    assert "Ohne Antwort (1)" in html
    assert "Antwort noch nicht fällig" in html
    assert "Schon entschieden (1)" in html
    assert proposal.title in html


def series(format_, *proposals, **fields):
    numbers = "&".join(f"nr={proposal.number}" for proposal in proposals)
    return f"{DESK}/{format_.slug}/schreiben?{numbers}", fields


def test_one_text_for_all_and_another_for_one_are_drafted_together(client, pair) -> None:
    format_ = a_format()
    one, two = a_proposal(format_), a_proposal(format_)
    url, fields = series(
        format_,
        one,
        two,
        cosigner=str(pair[1].id),
        status="angenommen",
        text="Das machen wir.",
        **{"text-2": "Das machen wir *später*.", "cost-2": "6.600", "status-2": "teilweise"},
    )
    checked = post(client, url, schritt="pruefen", **fields)
    assert checked.status_code == 200
    assert "<em>später</em>" in checked.text
    assert answers() == []
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', checked.text))
    sent = post(client, url, **hidden | {"schritt": "abgeben"})
    assert sent.status_code == 303, sent.text
    found = {a.proposal.number: (a.text, a.status, a.cost_cents) for a in answers()}
    assert found == {
        1: ("Das machen wir.", Status.ANGENOMMEN, None),
        2: ("Das machen wir *später*.", Status.TEILWEISE, 660_000),
    }


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(client, pair) -> None:
    format_ = a_format()
    url, fields = series(format_, a_proposal(format_), **{"text-1": "Ein Satz", "cost-1": "viel"})
    answer = post(client, url, schritt="abgeben", **fields)
    assert answer.status_code == 422
    for piece in ("Bitte wählen Sie einen Stand.", "Betrag in Euro", "Ein Satz", 'value="viel"'):
        assert piece in answer.text


def test_nobody_is_offered_themselves_as_second_person(client, pair) -> None:
    format_ = a_format()
    html = client.get(series(format_, a_proposal(format_))[0]).text
    assert str(pair[1].id) in html
    assert str(pair[0].id) not in html


def test_the_second_person_signs_the_ticked_drafts(client, pair) -> None:
    format_ = a_format()
    kept, signed = (a_draft_answer(a_proposal(format_), pair) for _ in range(2))
    sign_in(client, pair[1])
    assert signed.proposal.title in client.get("/verwaltung/mitzeichnen/").text
    sent = post(client, "/verwaltung/mitzeichnen/", answers=as_read(signed), comment="Gut.")
    assert sent.status_code == 303
    db.session.expire_all()
    assert (signed.state, kept.state) == (AnswerState.MITGEZEICHNET, AnswerState.ENTWURF)


def test_a_draft_is_returned_with_a_word_and_changed(client, pair) -> None:
    answer = a_draft_answer(a_proposal(), pair)
    sign_in(client, pair[1])
    url = f"/verwaltung/mitzeichnen/{answer.id}/zurueckgeben"
    assert post(client, url, comment="").status_code == 422
    assert post(client, url, comment="Bitte den Preis nennen.").status_code == 303
    sign_in(client, pair[0])
    edit = f"{DESK}/entwurf/{answer.id}"
    html = client.get(edit).text
    assert "Bitte den Preis nennen." in html
    assert answer.text in html
    fields = {"cosigner": str(pair[1].id), "version": str(answer.version)}
    fields |= {"status-1": "angenommen", "text-1": "Es kostet 5 Euro.", "cost-1": "5"}
    assert post(client, edit, **fields).status_code == 303
    late = post(client, edit, **fields | {"text-1": "Zu spät"})
    assert late.status_code == 409
    for piece in ("Das steht jetzt da", "Es kostet 5 Euro.", "Zu spät"):
        assert piece in late.text
    shown = re.search(r'name="version"[^>]* value="(\d+)"', late.text)
    assert shown
    fields |= {"text-1": "Zu spät", "version": shown[1]}
    assert post(client, edit, **fields).status_code == 303


def test_a_reason_written_while_others_published_is_handed_back(client, pair) -> None:
    answer = a_signed_answer(a_proposal(), pair)
    publish_answers(actor=actor_of(pair[0]), answers=[answer])
    fields = {"cosigner": str(pair[1].id), "version": "2", "status-1": "angenommen"}
    edit = f"{DESK}/entwurf/{answer.id}"
    late = post(client, edit, **fields | {"text-1": "Ein langer Text"})
    assert late.status_code == 409
    assert "inzwischen veröffentlicht" in late.text
    assert "Ein langer Text" in late.text
    assert client.get(edit).status_code == 404


def test_the_author_of_a_draft_finds_nothing_to_sign(client, pair) -> None:
    answer = a_draft_answer(a_proposal(), pair)
    assert "Nichts wartet" in client.get("/verwaltung/mitzeichnen/").text
    assert client.get(f"/verwaltung/mitzeichnen/{answer.id}/zurueckgeben").status_code == 404


def test_signed_answers_are_seen_once_more_and_published_together(client, pair) -> None:
    format_ = a_format()
    made = [a_signed_answer(a_proposal(format_), pair) for _ in range(2)]
    waiting_still = a_draft_answer(a_proposal(format_), pair)
    url = f"{DESK}/{format_.slug}/veroeffentlichen"
    html = client.get(url).text
    assert "<em>gern</em>" in html
    assert waiting_still.proposal.title not in html
    fields = {"answers": [as_read(answer) for answer in made], "idempotency_key": "k"}
    assert post(client, url, **fields).status_code == 303
    statuses = [answer.proposal.status for answer in (*made, waiting_still)]
    assert statuses == [Status.ANGENOMMEN, Status.ANGENOMMEN, Status.OFFEN]
    assert post(client, url, **fields).status_code == 303
    late = post(client, url, **fields | {"idempotency_key": "another"})
    assert late.status_code == 409
    assert "wartet nicht mehr" in late.text


def test_nobody_signs_words_they_have_not_read(client, pair) -> None:
    answer = a_draft_answer(a_proposal(), pair)
    before = as_read(answer)
    redraft_answer(
        actor=actor_of(pair[0]),
        answer=answer,
        based_on=answer.version,
        draft=an_answer_draft(text="Nun doch nicht."),
        cosigner_id=pair[1].id,
    )
    sign_in(client, pair[1])
    late = post(client, "/verwaltung/mitzeichnen/", answers=before, comment="Einverstanden.")
    assert late.status_code == 409
    for piece in ("noch einmal nach", "Nun doch nicht.", "Einverstanden."):
        assert piece in late.text
    db.session.expire_all()
    assert answer.state is AnswerState.ENTWURF
    sent = post(client, "/verwaltung/mitzeichnen/", answers=as_read(answer))
    assert sent.status_code == 303


def test_nobody_publishes_words_they_have_not_read(client, pair) -> None:
    answer = a_signed_answer(a_proposal(), pair)
    before = as_read(answer)
    redraft_answer(
        actor=actor_of(pair[0]),
        answer=answer,
        based_on=answer.version,
        draft=an_answer_draft(text="Nun doch nicht."),
        cosigner_id=pair[1].id,
    )
    cosign_answers(actor=actor_of(pair[1]), answers=[answer])
    url = f"{DESK}/{answer.proposal.format.slug}/veroeffentlichen"
    late = post(client, url, answers=before)
    assert late.status_code == 409
    assert "Nun doch nicht." in late.text
    assert answer.proposal.status is Status.OFFEN


def test_two_clicks_of_the_office_get_one_answer(client, pair) -> None:
    signed, returned, thrown = (a_draft_answer(a_proposal(), pair) for _ in range(3))
    home = f"{DESK}/{thrown.proposal.format.slug}/"
    discard = {"idempotency_key": "c"}
    clicks = [post(client, f"{DESK}/entwurf/{thrown.id}/verwerfen", **discard) for _ in range(2)]
    assert [(click.status_code, click.location) for click in clicks] == [(303, home)] * 2
    sign_in(client, pair[1])
    fields = {"answers": as_read(signed), "idempotency_key": "a"}
    clicks = [post(client, "/verwaltung/mitzeichnen/", **fields) for _ in range(2)]
    back = f"/verwaltung/mitzeichnen/{returned.id}/zurueckgeben"
    clicks += [post(client, back, comment="Bitte kürzer.", idempotency_key="b") for _ in range(2)]
    assert [click.status_code for click in clicks] == [303] * 4


@pytest.mark.parametrize("chosen", ["", "?nr=99", "?nr=x"])
def test_who_chose_no_proposal_is_led_back_to_choose(client, pair, chosen) -> None:
    home = f"{DESK}/{a_format().slug}/"
    sent = client.get(f"{home}schreiben{chosen}")
    assert (sent.status_code, sent.location) == (303, home)
    assert "Bitte wählen Sie zuerst Vorschläge aus." in client.get(home).text


def test_a_draft_is_never_on_a_public_page(client, pair) -> None:
    answer = a_signed_answer(a_proposal(), pair, text="Noch geheim")
    url = f"/beteiligung/{answer.proposal.format.slug}/vorschlaege/1"
    assert "Noch geheim" not in client.get(url).text


def test_an_evaluation_is_stored_and_never_public(client, pair) -> None:
    format_ = a_format()
    proposal, eva = a_proposal(format_), person(role="evaluator", scope=f"format:{format_.id}")
    sign_in(client, eva)
    url = f"/verwaltung/pruefung/{format_.slug}/{proposal.number}"
    assert "Prüfung eintragen" in client.get(f"/beteiligung/{format_.slug}/vorschlaege/1").text
    assert post(client, url, feasible="wenn", notes="").status_code == 422
    sent = post(client, url, feasible="wenn", notes="Nur mit Partner", cost="100")
    assert sent.status_code == 303
    assert db.session.scalars(select(Evaluation)).one().cost_cents == 10_000
    assert "Nur mit Partner" not in client.get(sent.location).text
    sign_in(client, pair[0])
    assert "Machbar, wenn" in client.get(f"{DESK}/{format_.slug}/").text


@pytest.mark.parametrize(
    "path",
    [
        "/verwaltung/antworten/{slug}/",
        "/verwaltung/antworten/{slug}/schreiben?nr=1",
        "/verwaltung/antworten/{slug}/veroeffentlichen",
        "/verwaltung/pruefung/{slug}/1",
        "/verwaltung/formate/{slug}/abstimmung",
        "/verwaltung/mitzeichnen/",
    ],
)
def test_citizens_find_the_office_closed(client, path) -> None:
    format_ = a_proposal().format
    sign_in(client, person())
    assert client.get(path.format(slug=format_.slug)).status_code == 403


def test_the_page_today_names_owed_answers_and_asked_signatures(client, pair) -> None:
    over = a_format()
    a_draft_answer(a_proposal(over), pair)
    assert [line.text for line in waiting.waiting_for(actor_of(pair[0]))] == []
    later = over.phases[0].ends_at
    assert later
    lines = waiting.waiting_for(actor_of(pair[1]))
    assert [line.text for line in lines] == ["1 Antwort mitzeichnen"]
    assert waiting.waiting_for(a_citizen()) == []


def test_owed_answers_wait_from_the_end_of_collecting(client, pair, monkeypatch) -> None:
    format_ = a_format()
    a_proposal(format_)
    end = format_.phases[0].ends_at
    monkeypatch.setattr("kernel.clock.now", lambda: end)
    lines = waiting.waiting_for(actor_of(pair[0]))
    assert [line.text for line in lines] == [f"1 Vorschlag beantworten ({format_.title})"]
    assert lines[0].since == end
    sign_in(client, pair[0])
    assert "seit 0 Tagen offen" in client.get(f"{DESK}/{format_.slug}/").text
    assert format_.phases[1].type is PhaseType.EVALUATE


def lines_for(who) -> list[str]:
    return [line.text.partition(" (")[0] for line in waiting.waiting_for(actor_of(who))]


def test_while_proposals_are_collected_only_those_with_enough_support_are_owed(pair) -> None:
    format_ = a_format(support_threshold=1)
    popular, _other = a_proposal(format_), a_proposal(format_)
    sign(actor=a_citizen(), proposal=popular)
    assert lines_for(pair[0]) == ["1 Vorschlag beantworten"]


def test_every_step_of_an_answer_waits_for_somebody(pair, monkeypatch) -> None:
    format_ = a_format()
    end = format_.phases[0].ends_at
    proposals = [a_proposal(format_) for _ in "123"]
    monkeypatch.setattr("kernel.clock.now", lambda: end)
    signed, returned = (a_draft_answer(proposal, pair) for proposal in proposals[:2])
    assert lines_for(pair[0]) == ["1 Vorschlag beantworten", "2 Antworten warten auf Mitzeichnung"]
    cosign_answers(actor=actor_of(pair[1]), answers=[signed])
    return_answer(actor=actor_of(pair[1]), answer=returned, comment="Bitte kürzer.")
    assert sorted(lines_for(pair[0])) == [
        "1 Antwort veröffentlichen",
        "1 Vorschlag beantworten",
        "1 zurückgegebene Antwort überarbeiten",
    ]
    assert lines_for(pair[1]) == []


def test_the_office_reads_the_day_that_the_public_was_promised(pair, monkeypatch) -> None:
    format_ = a_format(answer_days=42)
    a_proposal(format_)
    end = format_.phases[0].ends_at
    monkeypatch.setattr("kernel.clock.now", lambda: end)
    [line] = waiting.waiting_for(actor_of(pair[0]))
    assert line.until == format_.phases[2].ends_at


def test_a_further_answer_stands_where_the_office_looks_for_it(client, pair) -> None:
    proposal = a_proposal()
    an_answer(proposal, pair)
    a_draft_answer(proposal, pair, status=Status.IN_UMSETZUNG)
    html = client.get(f"{DESK}/").text
    assert "Alle Vorschläge sind beantwortet." in html
    assert "wartet auf Mitzeichnung" in html
    assert f"{DESK}/{proposal.format.slug}/#entwuerfe" in html


def test_an_office_of_one_is_told_who_could_sign(client) -> None:
    sign_in(client, person("Allein", role="administration"))
    format_ = a_format()
    html = client.get(series(format_, a_proposal(format_))[0]).text
    assert "Noch kann hier niemand mitzeichnen." in html
