"""What of approved minutes becomes public: parts are copied, never left out by search."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.minutes.rules.public import (
    Content,
    Head,
    Item,
    Level,
    Participant,
    PublicItem,
    names_left,
    public_part,
)

ANNA = Participant("S1", "Anna Meier", "Meier GmbH", "Unternehmen")
BEN = Participant("S2", "Ben Özdemir", "", "Zivilgesellschaft")
OPEN = Item("Ö 1", public=True, title="Beratung", text="17:42 @Anna Meier[S1] erhält das Wort.")
SECRET = Item("N 2", public=False, title="Grundstück Süd", text="Preis 12 Mio. €")


HEAD = Head(
    table="Sport",
    number="RT-2026-04",
    title="Vierte Sitzung",
    place="Rathaus",
    began="2026-04-13T17:00:00+02:00",
    ended="2026-04-13T19:30:00+02:00",
    chair="@Anna Meier[S1]",
    secretary="",
    quorum="Beschlussfähig: 2 da, 2 nötig.",
)


def content(*items, people=(ANNA, BEN)) -> Content:
    return Content(HEAD, tuple(people), tuple(items))


def test_a_non_public_item_leaves_its_number_alone() -> None:
    assert public_part(content(SECRET), {}).items == (PublicItem("N 2", public=False),)


@given(st.text(min_size=3, alphabet="xyzäß"), st.text(min_size=3, alphabet="xyzäß"))
def test_nothing_of_a_non_public_item_is_anywhere(title, text) -> None:
    public = public_part(content(OPEN, Item("N 2", public=False, title=title, text=text)), {})
    assert title not in str(asdict(public))
    assert text not in str(asdict(public))


def test_people_are_named_as_they_have_chosen() -> None:
    def shown(level):
        return public_part(content(), {"S1": level}).participants[0]

    assert shown(Level.NAME) == "Anna Meier, Meier GmbH"
    assert shown(Level.ORGANISATION) == "Meier GmbH"
    assert shown(Level.GROUP) == "Unternehmen"


def test_whoever_has_not_chosen_is_their_group_everywhere() -> None:
    public = public_part(content(OPEN), {})
    assert public.participants == ("Unternehmen", "Zivilgesellschaft")
    assert public.items[0].text == "17:42 Unternehmen erhält das Wort."


def test_an_organisation_that_is_not_there_names_nobody() -> None:
    assert public_part(content(), {"S2": Level.ORGANISATION}).participants[1] == "Zivilgesellschaft"


def test_a_mark_of_an_unknown_seat_loses_its_name() -> None:
    item = Item("Ö 1", public=True, title="", text="@Carla Neu[S99] fragt nach.")
    assert public_part(content(item), {}).items[0].text == "S99 fragt nach."


def test_names_written_by_hand_are_listed_for_the_release() -> None:
    item = Item("Ö 1", public=True, title="Dank an Özdemir", text="Anna Meier schlägt vor …")
    assert names_left(content(item), {}) == ["Anna Meier", "Ben Özdemir"]
    assert names_left(content(item), {"S1": Level.NAME, "S2": Level.NAME}) == []
    assert names_left(content(OPEN, SECRET), {}) == []


def test_who_led_and_wrote_is_named_as_they_have_chosen() -> None:
    assert public_part(content(), {"S1": Level.NAME}).head.chair == "Anna Meier, Meier GmbH"
    hidden = public_part(content(), {}).head
    assert hidden == replace(HEAD, chair="Unternehmen")


def test_a_name_in_the_head_is_listed_for_the_release() -> None:
    named = replace(HEAD, title="Abschied von Ben Özdemir")
    assert names_left(replace(content(), head=named), {}) == ["Ben Özdemir"]


def test_a_deputy_is_the_group_whatever_the_holder_has_chosen() -> None:
    deputy = Participant("S1", "Carla Neu", "Meier GmbH", "Unternehmen", deputy=True)
    item = Item("Ö 1", public=True, title="", text="@Carla Neu[S1] fragt, @Anna Meier[S1] sagt.")
    both = content(item, people=(ANNA, deputy))
    public = public_part(both, {"S1": Level.NAME})
    assert public.participants == ("Anna Meier, Meier GmbH", "Unternehmen")
    assert public.items[0].text == "Unternehmen fragt, Anna Meier, Meier GmbH sagt."
    by_hand = replace(both, items=(Item("Ö 1", public=True, title="", text="Neu war da."),))
    assert names_left(by_hand, {"S1": Level.NAME}) == ["Carla Neu"]


def test_another_name_on_a_known_seat_is_the_group() -> None:
    item = Item("Ö 1", public=True, title="", text="@Anna Mayer[S1] fragt.")
    assert public_part(content(item), {"S1": Level.NAME}).items[0].text == "Unternehmen fragt."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Helmut K.", "Helmut K. fragt."),
        ("Helmut K.", "Danke, Helmut!"),
        ("Frau Brandt, Referat Engagement", "Frau Brandt berichtet."),
        ("Adé O.", "Das sagt Adé."),
        ("Ben Özdemir", "Özdemirs Vorschlag liegt vor."),
        ("Ben Özdemir", "Wir folgen Ben Özdemirs Vorschlag."),
        ("Helmut K.", "Helmuts Frage bleibt offen."),
        ("Elif Öz", "Öz fragt nach."),
        ("Elif Öz", "Öz' Antrag wird angenommen."),
        ("Elif Öz", "Das ist Öz’ Antrag"),
        ("Anna Meier", "Meier's Antrag"),
        ("Anna Meier", "Meier’s Antrag"),
        ("Dr. Li", "Li berichtet."),
    ],
)
def test_names_are_found_as_people_write_them(name: str, text: str) -> None:
    person = Participant("S7", name, "", "Verwaltung")
    item = Item("Ö 1", public=True, title="", text=text)
    assert names_left(content(item, people=(person,)), {}) == [name]
    quiet = Item(
        "Ö 1",
        public=True,
        title="",
        text="Das Engagement von K. und O. an Özer, Lisa und Meierei ist groß.",
    )
    assert names_left(content(quiet, people=(person,)), {}) == []


@pytest.mark.parametrize("text", ["Danke, Helmut!", "Das sagt K.", "Herr K fragt nach."])
def test_of_a_name_that_ends_with_a_letter_both_words_are_looked_for(text: str) -> None:
    person = Participant("S7", "Helmut K", "", "Verwaltung")
    item = Item("Ö 1", public=True, title="", text=text)
    assert names_left(content(item, people=(person,)), {}) == ["Helmut K"]


def test_who_was_not_there_is_not_named_either() -> None:
    item = Item("Ö 1", public=True, title="", text="@Ben Özdemir[S2] fehlt. Özdemir kommt später.")
    minutes = content(item, people=(ANNA,))
    public = public_part(minutes, {}, [BEN])
    assert public.items[0].text == "Zivilgesellschaft fehlt. Özdemir kommt später."
    assert public.participants == ("Unternehmen",)
    assert names_left(minutes, {}, [BEN]) == ["Ben Özdemir"]
    assert names_left(minutes, {"S2": Level.NAME}, [BEN]) == []
