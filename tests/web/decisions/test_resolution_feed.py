"""Resolutions as a feed: what everybody reads, alike for everybody, and again when something changed."""

from datetime import timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest

from kernel.feeds import NAMESPACE
from roundtable.decisions import services
from roundtable.decisions.api import FEED
from roundtable.decisions.rules.resolutions import State
from tests.factories.decisions import DURING, TEXT, a_sitting
from tests.factories.meetings import at

pytestmark = pytest.mark.usefixtures("database")


def entries(browser) -> list[Element]:
    answer = browser.get(FEED)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    root = fromstring(answer.data)  # noqa: S314 - our own
    return root.findall(f"{{{NAMESPACE}}}entry")


def said(entry: Element, name: str) -> str | None:
    return entry.findtext(f"{{{NAMESPACE}}}{name}")


def test_what_is_released_is_told_to_everybody_alike(client, sitting, as_) -> None:
    sitting.adopted()
    hidden = a_sitting("NN", public=False)
    hidden.adopted(title="Geheimes", text="Geheimer Wortlaut")
    for browser in (client, as_("anna")):
        assert entries(browser) == []
    sitting.release()
    hidden.release()
    for browser in (client, as_("anna")):
        (entry,) = entries(browser)
        assert said(entry, "title") == "Freistellung (RT-2024-01/1)"
        assert said(entry, "summary") == TEXT
        link = entry.find(f"{{{NAMESPACE}}}link").get("href")
        assert link.endswith("/beschluesse/RT-2024-01/1")
    assert "Geheim" not in client.get(FEED).text
    assert FEED in client.get("/beschluesse/").text


def test_a_new_state_and_a_correction_renew_the_entry(client, sitting) -> None:
    resolution = sitting.adopted()
    sitting.release()
    times = [said(entries(client)[0], "updated")]
    with at(DURING + timedelta(hours=1)):
        services.move_resolution(
            actor=sitting.made.actor("chair"),
            resolution=resolution,
            to=State.IN_UMSETZUNG,
            based_on=resolution.version,
            note="Zwölf Betriebe",
        )
    times.append(said(entries(client)[0], "updated"))
    with at(DURING + timedelta(hours=2)):
        draft = services.DayCorrectionDraft("Es waren 3.", "Vertippt.", resolution.vote_id)
        services.correct_day(
            actor=sitting.made.actor("chair"), meeting=sitting.meeting, draft=draft
        )
    times.append(said(entries(client)[0], "updated"))
    assert times == sorted(set(times))


def test_the_feed_costs_the_same_for_many_resolutions(client, sitting, statements) -> None:
    sitting.adopted()
    sitting.release()
    counted = []
    for more in (0, 5):
        other = a_sitting(f"Z{more}")
        for number in range(more):
            other.adopted(title=f"Noch einer {number}")
        other.release()
        client.get(FEED)
        statements.clear()
        assert len(entries(client)) == 1 + more
        counted.append(len(statements))
    assert counted[0] == counted[1]
