"""The register and the page of a format, as visitors read them."""

import re

import pytest
from sqlalchemy import insert, update
from sqlalchemy import inspect as sa_inspect

from kernel import clock
from kernel.database import db, in_transaction
from kernel.ids import new_id
from participation.consultations.models.formats import Format, Phase, Visibility
from participation.consultations.queries import register
from participation.consultations.rules.phases import PhaseType
from participation.consultations.services.formats import archive_format
from participation.consultations.services.members import add_member
from tests.factories.actors import an_official
from tests.factories.formats import a_district, a_draft_format, a_format
from tests.factories.people import person, sign_in


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def titles(html: str) -> list[str]:
    return re.findall(r'ef-entry__title"><a href="/beteiligung/[^"]+">([^<]+)', html)


def test_the_register_sorts_formats_by_where_they_stand(client) -> None:
    running, coming = a_format(), a_format(running=None)
    over = archive_format(actor=an_official(), format_=a_format())
    found = {stand: titles(page(client, f"/beteiligung/?stand={stand}")) for stand in STANDS}
    assert found == {
        "laeuft": [running.title],
        "kommt": [coming.title],
        "beendet": [over.title],
        "alle": [over.title, coming.title, running.title],
    }


STANDS = ("laeuft", "kommt", "beendet", "alle")


def test_the_register_filters_by_district_and_counts_what_it_would_show(client) -> None:
    nord, city = a_format(district_key=a_district().key), a_format()
    assert titles(page(client, "/beteiligung/?bezirk=nord")) == [nord.title]
    assert titles(page(client, "/beteiligung/?bezirk=stadtweit")) == [city.title]
    assert "(2)" in page(client, "/beteiligung/")
    assert "(2)" not in page(client, "/beteiligung/?bezirk=nord")


def test_unknown_filters_filter_nothing(client) -> None:
    title = a_format().title
    address = "/beteiligung/?stand=laeuft&bezirk=atlantis&nach=irgendwo"
    assert titles(page(client, address)) == [title]


def test_pages_of_the_register_follow_each_other_without_gap_or_overlap(
    client, monkeypatch
) -> None:
    monkeypatch.setattr(register, "PAGE", 2)
    wanted = [a_format().title for _ in range(5)][::-1]
    at = clock.now()
    in_transaction(lambda: db.session.execute(update(Format).values(published_at=at)))
    found, address = [], "/beteiligung/"
    while address:
        html = page(client, address)
        found += titles(html)
        onward = re.search(r'href="([^"]+nach=[^"]+)"', html)
        address = onward[1].replace("&amp;", "&") if onward else ""
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize("visibility", list(Visibility))
def test_drafts_and_internal_formats_leave_no_trace(client, visibility) -> None:
    hidden = [a_draft_format(visibility=visibility), a_format(visibility=Visibility.INTERN)]
    assert "Noch gibt es keine Beteiligung." in page(client, "/beteiligung/?stand=alle")
    assert "Hier steht gerade kein Format." in page(client, "/beteiligung/?bezirk=stadtweit")
    assert not re.search(r"\([1-9]", page(client, "/beteiligung/?stand=alle"))
    for format_ in hidden:
        assert client.get(f"/beteiligung/{format_.slug}/").status_code == 404


def test_an_invited_person_finds_an_internal_format(client) -> None:
    anna, format_ = person("Anna"), a_format(visibility=Visibility.INTERN)
    add_member(actor=an_official(), format_=format_, person_id=anna.id)
    sign_in(client, anna)
    assert titles(page(client, "/beteiligung/")) == [format_.title]
    assert format_.title in page(client, f"/beteiligung/{format_.slug}/")


def many_more(like: Format, number: int) -> None:
    """Rows as the service stores them, without waiting for it a thousand times."""
    columns = [
        column.key for column in sa_inspect(Format).columns if column.key not in {"id", "slug"}
    ]
    same = {name: getattr(like, name) for name in columns}
    rows = [{**same, "id": new_id(), "slug": f"mehr-{n}"} for n in range(number)]
    phase = like.phases[0]
    dates = {"type": phase.type, "title": "Phase", "position": 0, "starts_at": phase.starts_at}
    phases = [{**dates, "id": new_id(), "format_id": row["id"]} for row in rows]

    def write() -> None:
        db.session.execute(insert(Format), rows)
        db.session.execute(insert(Phase), phases)

    in_transaction(write)


def test_the_register_costs_the_same_for_ten_formats_and_for_a_thousand(client, statements) -> None:
    def cost(stand: str) -> int:
        db.session.expunge_all()
        statements.clear()
        page(client, f"/beteiligung/?stand={stand}")
        assert statements.writes == []
        return len(statements)

    format_ = a_format(district_key=a_district().key)
    for _ in range(9):
        a_format()
    cost("alle")  # fills what is filled once
    few = [cost(stand) for stand in STANDS]
    many_more(format_, 990)
    assert [cost(stand) for stand in STANDS] == few
    assert max(few) <= 6
    assert "(1000)" in page(client, "/beteiligung/")


def test_a_format_says_what_is_possible_until_when_and_who_answers(client) -> None:
    format_ = a_format()
    html = page(client, f"/beteiligung/{format_.slug}/")
    for words in (
        format_.title,
        "Ganz Hamburg · Konsultation",
        "Jetzt können Sie Vorschläge schreiben",
        "noch 8 Tage",
        "etwa 5 Minuten",
        "Referat Engagement",
        "<strong>Punkte</strong>",
        "Das Amt muss darauf antworten.",
    ):
        assert words in html


@pytest.mark.parametrize(
    ("running", "words"),
    [
        (None, "Phase collect ab "),
        (PhaseType.EVALUATE, "Sie können alles nachlesen."),
        (PhaseType.VOTE, "Jetzt können Sie abstimmen."),
    ],
)
def test_the_page_follows_the_phase(client, running, words) -> None:
    assert words in page(client, f"/beteiligung/{a_format(running=running).slug}/")


def test_reading_a_format_writes_nothing_and_costs_few_statements(client, statements) -> None:
    slug = a_format().slug
    db.session.expunge_all()
    statements.clear()
    page(client, f"/beteiligung/{slug}/")
    assert statements.writes == []
    assert len(statements) <= 9
