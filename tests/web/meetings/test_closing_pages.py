"""Before the chair ends a meeting the desk says which items are postponed; the agenda says the same afterwards."""

from roundtable.meetings import services
from roundtable.meetings.rules.states import ItemState
from tests.factories.decisions import DURING, a_sitting, call
from tests.factories.meetings import at
from tests.factories.people import sign_in


def desk_of(app, sitting, who: str = "chair") -> str:
    browser = app.test_client()
    sign_in(browser, sitting.made.persons[who])
    with at(DURING):
        address = f"/runde-tische/{sitting.made.table.slug}/sitzungen/{sitting.meeting.nr}/leitung"
        return browser.get(address).text


def foretold(page: str) -> str:
    return page.split('id="beim-beenden"')[1].split("</div>\n", maxsplit=1)[0]


def test_the_desk_says_what_becomes_of_each_open_item(app, client) -> None:
    sitting = a_sitting()
    for who in ("chair", "secretary"):
        words = foretold(desk_of(app, sitting, who))
        assert ("Vertagt" in words, "hat entschieden" in words) == (True, False)
        assert "TOP Ö 6 Freistellung" in words
    sitting.announced()
    sitting.do(services.interrupt_meeting, meeting=sitting.meeting)
    postponed, decided = foretold(desk_of(app, sitting)).split("hat entschieden")
    assert ("Freistellung" in postponed, "Freistellung" in decided) == (False, True)
    sitting.close()
    page = desk_of(app, sitting)
    assert "beim-beenden" not in page
    assert page.count("vertagt</") == len(sitting.meeting.items) - 1


def test_with_every_item_dealt_with_nothing_is_postponed(app, client) -> None:
    sitting = a_sitting()
    call(sitting, sitting.item, ItemState.BERATEN)
    for item in sitting.meeting.items[:-1]:
        call(sitting, item, ItemState.ABGESETZT)
    assert "Beim Beenden wird nichts vertagt." in desk_of(app, sitting)
