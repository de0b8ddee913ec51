"""What search learns of round tables."""

from roundtable.tables.rules.names import PublicName
from roundtable.tables.search import documents, ids
from roundtable.tables.services.seats import choose_public_name
from roundtable.tables.services.tables import close_table
from tests.factories.formats import a_district
from tests.factories.people import actor, actor_of, person
from tests.factories.tables import a_seat, a_table


def test_a_table_is_found_by_its_words_its_code_and_its_district(database) -> None:
    table = a_table(
        code="RTS", name="Sport", taking_part="Rufen Sie an.", district_key=a_district().key
    )
    document = documents([str(table.id)])[str(table.id)]
    assert (document.kind, document.art, document.title, document.head) == (
        "table",
        "format",
        "Sport",
        "RTS",
    )
    assert document.url == "/runde-tische/sport/"
    assert document.body.endswith("Rufen Sie an.")
    assert (document.section, document.district, document.status) == (
        "Runder Tisch Sport",
        "Hamburg-Nord",
        "",
    )
    assert document.audience == {"public"}


def test_search_learns_of_people_only_the_organisations_that_agreed(database) -> None:
    people = [person(f"{level.value} Geheim") for level in PublicName]
    table = a_table()
    for who, level in zip(people, PublicName, strict=True):
        seat = a_seat(table, who, organisation=f"Org {level.value}")
        choose_public_name(actor=actor_of(who), seat=seat, level=level)
    document = documents([str(table.id)])[str(table.id)]
    assert document.facts == ("Org name", "Org organisation")
    assert "Geheim" not in str(document)


def test_the_end_of_a_table_says_so(database) -> None:
    office = actor(role="administration")
    table = a_table()
    close_table(actor=office, table=table)
    document = documents([str(table.id)])[str(table.id)]
    assert (document.status, document.facts) == ("beendet", ())


def test_any_number_of_documents_costs_the_same(database, statements) -> None:
    for _ in range(5):
        a_seat(a_table(), person("Ana"))
    some, everything = list(ids())[:2], list(ids())
    assert len(everything) == 5

    def cost(wanted: list[str]) -> int:
        database.expunge_all()
        statements.clear()
        assert len(documents(wanted)) == len(wanted)
        return len(statements)

    assert cost(some) == cost(everything) <= 3
