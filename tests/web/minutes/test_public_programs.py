"""Published minutes as JSON and as a feed: the valid version, and nothing that is not public."""

from xml.etree.ElementTree import fromstring

import pytest

from kernel.feeds import NAMESPACE
from roundtable.minutes.reading.api import FEED
from roundtable.minutes.workflow import services
from tests.factories.protocols import Paper, a_paper

API = "/api/v1/minutes"


@pytest.fixture
def paper(staged) -> Paper:
    """Minutes of a meeting that is over."""
    return staged(lambda: a_paper("RT"))


def feed(client) -> list[str | None]:
    root = fromstring(client.get(FEED).data)  # noqa: S314 - our own
    return [each.text for each in root.findall(f"{{{NAMESPACE}}}entry/{{{NAMESPACE}}}title")]


def test_nothing_is_told_before_the_release(client, paper) -> None:
    paper.approved()
    assert client.get(API).json == {"items": [], "next": None}
    assert client.get(f"{API}/{paper.sitting.meeting.id}").status_code == 404
    assert feed(client) == []


def test_what_is_public_is_told_with_its_address_and_hash(client, paper) -> None:
    paper.published()
    meeting = paper.sitting.meeting
    (item,) = client.get(API).json["items"]
    assert (item["number"], item["version"]) == (meeting.number, 1)
    assert client.get(item["url"]).status_code == 200
    whole = client.get(f"{API}/{meeting.id}")
    assert whole.json["content"]["head"]["number"] == meeting.number
    assert whole.json["sha256"] == item["sha256"]
    assert feed(client) == [f"Protokoll: {meeting.title} ({meeting.number})"]
    for answer in (whole, client.get(FEED)):
        assert "Grundst" not in answer.get_data(as_text=True)


def test_withdrawn_minutes_are_in_no_list(client, paper) -> None:
    paper.published()
    paper.do(services.withdraw_minutes, paper.office(), reason="Ein Name stand darin.")
    gone = client.get(f"{API}/{paper.sitting.meeting.id}")
    assert (gone.status_code, gone.content_type) == (410, "application/problem+json")
    assert client.get(API).json["items"] == []
    assert feed(client) == []


def test_what_was_taken_back_is_in_the_lists_again(client, paper) -> None:
    meeting = paper.published().sitting.meeting
    paper.withdraw()
    assert feed(client) == []
    paper.restore()
    assert client.get(f"{API}/{meeting.id}").status_code == 200
    assert [item["id"] for item in client.get(API).json["items"]] == [str(meeting.id)]
    assert feed(client) == [f"Protokoll: {meeting.title} ({meeting.number})"]


def test_a_cursor_that_is_none_is_refused(client, paper) -> None:
    first = paper.published().sitting.meeting
    second = a_paper("RS").published().sitting.meeting
    assert [item["id"] for item in client.get(API).json["items"]] == [str(second.id), str(first.id)]
    assert client.get(f"{API}?after=x").status_code == 404
