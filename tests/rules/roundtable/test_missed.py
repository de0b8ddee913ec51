"""What somebody missed: at most five lines, whatever happened."""

from hypothesis import given
from hypothesis import strategies as st

from roundtable.meetings.rules.missed import (
    MOST_LINES,
    Fact,
    Happened,
    Line,
    Said,
    Topic,
    missed,
)

ITEM, OTHER = "ö1", "ö2"


def lines(*facts: Fact) -> dict[Topic, Line]:
    return {line.topic: line for line in missed(facts)}


def test_nothing_happened_nothing_was_missed() -> None:
    assert missed([]) == ()


def test_each_item_stands_once_with_what_became_of_it_last() -> None:
    found = lines(
        Fact(Happened.PUNKT_AUFGERUFEN, ITEM),
        Fact(Happened.PUNKT_GEWENDET, ITEM, "beraten"),
        Fact(Happened.PUNKT_AUFGERUFEN, OTHER),
    )
    assert found[Topic.PUNKT].things == (Said(ITEM, "beraten"), Said(OTHER, "aufgerufen"))


def test_of_the_meetings_own_steps_the_last_one_counts() -> None:
    found = lines(
        Fact(Happened.SITZUNG, value="unterbrochen"), Fact(Happened.SITZUNG, value="laufend")
    )
    assert found[Topic.PUNKT].things == (Said("", "laufend"),)


def test_a_vote_stands_once_with_its_outcome() -> None:
    found = lines(
        Fact(Happened.ABSTIMMUNG_OFFEN, "v1"),
        Fact(Happened.ABSTIMMUNG_ZU, "v1"),
        Fact(Happened.ERGEBNIS, "v1", "angenommen"),
        Fact(Happened.ABSTIMMUNG_OFFEN, "v2"),
        Fact(Happened.ABGEBROCHEN, "v2"),
    )
    assert found[Topic.ABSTIMMUNG].things == (Said("v1", "angenommen"), Said("v2", "abgebrochen"))


def test_a_speech_with_a_pause_is_one_and_ones_own_was_not_missed() -> None:
    found = lines(
        Fact(Happened.REDE, "a"),
        Fact(Happened.REDE, "b"),
        Fact(Happened.REDE, "a"),
        Fact(Happened.REDE, "mine", own=True),
    )
    assert found == {Topic.REDEN: Line(Topic.REDEN, (Said("a"), Said("b")), 2)}


def test_ones_own_call_is_open_missed_or_was_taken() -> None:
    call, skip = (Fact(what, "m", own=True) for what in (Happened.AUFRUF, Happened.UEBERGANGEN))
    speech = Fact(Happened.REDE, "m", own=True)

    def turn(*facts: Fact) -> str:
        found = lines(*facts).get(Topic.EIGENER_AUFRUF)
        return found.things[0].value if found else ""

    assert turn(call) == "offen"
    assert turn(call, skip) == "verpasst"
    assert turn(call, speech) == ""
    assert turn(call, skip, Fact(Happened.AUFRUF, "n", own=True)) == "offen"
    assert turn(Fact(Happened.AUFRUF, "x"), Fact(Happened.UEBERGANGEN, "x")) == ""
    assert turn(skip) == ""


def test_messages_of_others_that_stayed_are_counted() -> None:
    found = lines(
        Fact(Happened.NACHRICHT, "1"),
        Fact(Happened.NACHRICHT, "2"),
        Fact(Happened.ZURUECKGENOMMEN, "2"),
        Fact(Happened.NACHRICHT, "3", own=True),
    )
    assert found[Topic.NACHRICHTEN].count == 1
    assert Topic.NACHRICHTEN not in lines(Fact(Happened.NACHRICHT, "3", own=True))


@given(
    st.lists(
        st.builds(
            Fact,
            st.sampled_from(list(Happened)),
            st.sampled_from(["a", "b", "c"]),
            st.sampled_from(["", "beraten", "laufend", "angenommen"]),
            own=st.booleans(),
        )
    )
)
def test_whatever_happened_there_are_at_most_five_lines_each_about_one_topic(facts) -> None:
    found = missed(facts)
    topics = [line.topic for line in found]
    assert len(found) <= MOST_LINES == len(Topic)
    assert topics == [topic for topic in Topic if topic in topics]
    assert all(line.things or line.count for line in found)
