"""What search finds of minutes: what is valid, its public items, nothing that is not public."""

from datetime import date, timedelta

import pytest

from kernel.actors import ANONYMOUS
from roundtable.minutes.reading import search
from roundtable.minutes.workflow import services
from search_index import projector, service
from search_index.port import Question
from search_index.whoosh_engine.engine import WhooshIndex
from tests.factories.protocols import Paper, a_paper

DAY = date(2026, 11, 22)


@pytest.fixture
def index(app, database, tmp_path, monkeypatch):
    found = WhooshIndex(tmp_path / "search", today=lambda: DAY)
    monkeypatch.setitem(app.extensions, service.EXTENSION, found)
    catch_up(found)
    yield found
    found.close()


@pytest.fixture
def paper(database) -> Paper:
    """Minutes of a meeting that is over."""
    return a_paper("RT")


def catch_up(index) -> None:
    while projector.project(index):
        pass


def found(text: str, as_of: date | None = None) -> dict[str, str]:
    """Kind and address of what everybody finds of minutes."""
    hits = service.find(ANONYMOUS, Question(text=text, as_of=as_of)).hits
    return {hit.subject.kind: hit.url for hit in hits if hit.subject.kind in {"minutes", "item"}}


def correct(paper: Paper) -> None:
    number = paper.sitting.item.number or ""
    texts = {number: "Über „Freistellung“ und Bildungszeit. Das wird angenommen."}
    paper.do(
        services.propose_correction, number=paper.minutes.number, texts=texts, reason="Falsch."
    )
    paper.now += timedelta(days=3)
    paper.release(reason="Falsch.")


def here(paper: Paper) -> str:
    meeting = paper.sitting.meeting
    return f"/runde-tische/{meeting.table.slug}/sitzungen/{meeting.nr}/protokoll"


def anchor(paper: Paper) -> str:
    return f"#top-{(paper.sitting.item.number or '').split()[1]}"


def test_minutes_and_items_are_found_once_they_are_public(index, paper) -> None:
    paper.approved()
    catch_up(index)
    assert found("dankt") == {}
    paper.release()
    catch_up(index)
    assert found("Protokoll Freistellung")["minutes"] == here(paper)
    assert found("dankt")["item"] == here(paper) + anchor(paper)


def test_an_item_is_found_by_its_own_words_and_only_where_something_was_written(
    index, paper
) -> None:
    paper.write(paper.sitting.meeting.items[0], "Die Leitung begrüßt alle.")
    paper.published()
    catch_up(index)
    items = search.items(list(search.item_ids()))
    assert sorted(one.title for one in items.values()) == [
        "Eröffnung und Begrüßung",
        "Freistellung",
    ]
    assert {one.parent for one in items.values()} == {"Protokoll RT-2024-01"}
    assert found("begrüßt")["item"].endswith("#top-1")
    assert "item" not in found(paper.sitting.meeting.title)


def test_what_is_not_public_is_in_no_document(database, paper) -> None:
    paper.published()
    documents = {
        **search.overviews(list(search.overview_ids())),
        **search.items(list(search.item_ids())),
    }
    assert len(documents) > 1
    assert "Grundstück" not in str(documents)
    assert "Anna" not in str(documents), "she has not agreed to be named"
    assert {document.audience for document in documents.values()} == {frozenset({"public"})}


def test_no_file_of_the_index_holds_what_is_not_public(index, paper, tmp_path) -> None:
    paper.published()
    catch_up(index)
    index.close()
    files = [path.read_bytes() for path in (tmp_path / "search").rglob("*") if path.is_file()]
    assert files
    assert not any(b"grundst" in content.lower() for content in files)


def test_a_correction_is_found_and_the_old_words_on_the_days_they_counted(index, paper) -> None:
    paper.published()
    before = paper.now.date()
    correct(paper)
    catch_up(index)
    assert found("Bildungszeit")["item"] == here(paper) + anchor(paper)
    assert found("dankt") == {}
    assert found("dankt", before)["item"] == f"{here(paper)}/v1{anchor(paper)}"
    assert found("Bildungszeit", before) == {}


def test_a_withdrawal_hides_all_of_it_at_once(index, paper) -> None:
    paper.published()
    correct(paper)
    catch_up(index)
    assert found("Bildungszeit")
    paper.do(services.withdraw_minutes, paper.office(), reason="Ein Name stand darin.")
    for _index_is in ("behind", "equal"):
        assert found("Bildungszeit") == {}
        assert found("dankt", DAY) == {}
        assert service.suggest(ANONYMOUS, "Bildungsz") == ()
        catch_up(index)


def test_what_is_public_again_is_found_again(index, paper) -> None:
    paper.published()
    paper.withdraw()
    catch_up(index)
    assert found("dankt") == {}
    paper.restore()
    catch_up(index)
    assert found("dankt")["item"] == here(paper) + anchor(paper)


def test_documents_cost_the_same_for_any_number(database, paper, statements) -> None:
    one = [str(paper.published().sitting.meeting.id)]
    two = [*one, str(a_paper("RS").published().sitting.meeting.id)]
    database.expire_all()
    statements.clear()
    assert len(search.overviews(one)) == 1
    asked = len(statements.drain())
    database.expire_all()
    statements.clear()
    assert len(search.overviews(two)) == 2
    assert len(statements) == asked
