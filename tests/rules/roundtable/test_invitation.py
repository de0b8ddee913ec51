"""What visitors read of an invitation is what somebody allowed, and nothing else."""

import json

from hypothesis import given
from hypothesis import strategies as st

from roundtable.meetings.rules.invitation import canonical, closed_since, public_part, sha256

SECRET = "Kündigung der Räume"
CONTENT = {
    "number": "RT-2026-04",
    "version": 1,
    "title": "Vierte Sitzung",
    "place": "Rathaus",
    "video_url": "https://video.example.org/geheim",
    "dial_in": "040 123",
    "items": [
        {"number": "Ö 1", "public": True, "title": "Eröffnung", "text": "", "kind": "regularia"},
        {"number": "N 1", "public": False, "title": SECRET, "text": SECRET, "minutes": 30},
    ],
}
texts = st.text("abcäß🙂", min_size=1, max_size=5).map(lambda text: f"<{text}>")
items = st.lists(
    st.fixed_dictionaries(
        {"public": st.booleans(), "title": texts, "text": texts, "papers": texts, "neues": texts}
    )
)


def test_a_nonpublic_item_is_its_number_alone() -> None:
    public = public_part(CONTENT)
    assert public["items"][1] == {"number": "N 1", "public": False}
    assert public["items"][0]["title"] == "Eröffnung"
    assert SECRET not in canonical(public)


def test_of_what_became_nonpublic_the_number_alone_is_left() -> None:
    items = [{**CONTENT["items"][0], "number": f"Ö {n}", "text": SECRET} for n in (1, 2)]
    sent = public_part({**CONTENT, "items": items})
    assert closed_since(sent, {"Ö 1", "Ö 2"}) == sent
    now = closed_since(sent, {"Ö 1"})
    assert now["items"] == [sent["items"][0], {"number": "Ö 2", "public": False}]
    assert {**now, "items": []} == {**sent, "items": []}


def test_video_and_telephone_are_for_the_seats() -> None:
    public = public_part(CONTENT)
    assert public["place"] == "Rathaus"
    assert "video" not in canonical(public)
    assert "040" not in canonical(public)


@given(items)
def test_no_word_of_a_nonpublic_item_and_no_unlisted_field_is_public(
    many: list[dict[str, object]],
) -> None:
    public = public_part({"items": many, "interna": "<intern>"})
    for before, after in zip(many, public["items"], strict=True):
        allowed = {"public", "title", "text", "papers"} if before["public"] else {"public"}
        assert after == {name: before[name] for name in allowed}
    assert set(public) == {"items"}


def test_something_that_merely_looks_public_is_not() -> None:
    item = {"number": "N 1", "public": "false", "title": SECRET}
    assert SECRET not in canonical(public_part({"items": [item]}))


def test_the_same_content_has_one_spelling_and_one_hash() -> None:
    turned = dict(reversed(CONTENT.items()))
    assert canonical(turned) == canonical(CONTENT)
    assert json.loads(canonical(CONTENT)) == CONTENT
    assert sha256("Ö") == "ae8f3419f2285fc482b01c8e22707b13699ad50038026ce4618391aa1c675671"
