"""The pages of tasks, without JavaScript: given, read, moved."""

import pytest

from kernel.database import in_transaction
from participation.consultations.models.formats import Visibility
from participation.consultations.rules.phases import PhaseType
from roundtable.meetings import services as meetings
from tests.factories import people
from tests.factories.decisions import a_sitting
from tests.factories.formats import a_format
from tests.factories.proposals import a_proposal

pytestmark = pytest.mark.usefixtures("database")


def table(sitting) -> str:
    return f"/runde-tische/{sitting.made.table.slug}"


def post(browser, address, **fields):
    return browser.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def test_the_whole_way(client, sitting, as_) -> None:
    resolution = sitting.adopted()
    secretary, anna = as_("secretary"), as_("anna")
    new = f"{table(sitting)}/sitzungen/{sitting.meeting.nr}/auftraege/neu"
    assert new in secretary.get(f"{table(sitting)}/sitzungen/{sitting.meeting.nr}/leitung").text
    fields = {"source": resolution.id, "title": "Betriebe anschreiben", "due": "2024-06-01"}
    nobody = post(secretary, new, **fields)
    assert (nobody.status_code, "nennen Sie eine Organisation" in nobody.text) == (422, True)
    assert "Betriebe anschreiben" in nobody.text
    given = post(secretary, new, **fields, seat=sitting.made.seat_id("anna"))
    assert given.status_code == 303
    page = anna.get(given.location).text
    assert "1. Juni 2024" in page
    assert client.get(given.location).status_code == 404
    assert "Betriebe" not in client.get(f"{table(sitting)}/auftraege/").text
    sitting.release()
    for address in (given.location, resolution.address, f"{table(sitting)}/auftraege/"):
        shown = client.get(address).text
        assert "Betriebe anschreiben" in shown
        assert "Zivilgesellschaft" in shown
    day = client.get(f"{table(sitting)}/sitzungen/{sitting.meeting.nr}/ergebnis").text
    assert "Betriebe anschreiben" in day
    assert post(as_("ben"), given.location, state="erledigt").status_code == 404
    no_note = post(anna, given.location, state="entfallen", note="")
    assert (no_note.status_code, "nennen Sie den Grund" in no_note.text) == (422, True)
    assert post(anna, given.location, state="").status_code == 422
    assert post(anna, given.location, state="erledigt", note="50 Briefe").status_code == 303
    assert "50 Briefe" in client.get(given.location).text


def test_a_task_shows_its_way_from_the_first_proposal_as_far_as_it_is_read(client, sitting) -> None:
    proposal = a_proposal(a_format(running=PhaseType.COLLECT), title="Lastenräder für Vereine")
    words = {"meeting": sitting.meeting, "item_id": sitting.item.id, "subject": proposal.subject}
    sitting.do(meetings.link_subject, "secretary", **words)
    resolution = sitting.adopted()
    of_both = [sitting.task(resolution.id), sitting.task(title="Von dem Punkt allein")]
    sitting.release()
    for task in of_both:
        page = client.get(page_of(sitting, task)).text
        way = page[page.index("Weg dieses Auftrags") :]
        assert "Lastenräder für Vereine" in way
        assert f"{sitting.meeting.nr}/#top-" in way, "the item that gave it"
        assert (resolution.address in way) is (task.resolution_id is not None)
    in_transaction(lambda: setattr(proposal.format, "visibility", Visibility.INTERN))
    assert "Lastenräder" not in client.get(page_of(sitting, of_both[0])).text


def page_of(sitting, task) -> str:
    return f"{table(sitting)}/sitzungen/{sitting.meeting.nr}/auftraege/{task.id}"


def test_a_task_of_a_nonpublic_item_appears_nowhere_outside(client, app) -> None:
    hidden = a_sitting("NN", public=False)
    task = hidden.task(title="Geheimes")
    hidden.release()
    guest = app.test_client()
    people.sign_in(guest, hidden.made.persons["guest"])
    here = f"{table(hidden)}/sitzungen/{hidden.meeting.nr}"
    for browser in (client, guest):
        assert browser.get(f"{here}/auftraege/{task.id}").status_code == 404
        for address in (f"{table(hidden)}/auftraege/", f"{here}/ergebnis"):
            assert "Geheimes" not in browser.get(address).text


def test_tasks_are_given_by_chair_and_secretary(sitting, as_) -> None:
    new = f"{table(sitting)}/sitzungen/{sitting.meeting.nr}/auftraege/neu"
    assert as_("anna").get(new).status_code == 404


def test_the_list_costs_the_same_for_many_tasks(client, sitting, statements) -> None:
    other = a_sitting("ZW")
    for _number in range(5):
        other.task()
    sitting.task()
    places = [table(one) for one in (sitting, other)]
    for one in (sitting, other):
        one.release()
    found = []
    for place in places:
        client.get(f"{place}/auftraege/")
        statements.clear()
        assert "Betriebe anschreiben" in client.get(f"{place}/auftraege/").text
        found.append(len(statements))
    assert found[0] == found[1]
