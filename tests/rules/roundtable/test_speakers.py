"""The list of speakers is a permutation, the same each time, and says why."""

from hypothesis import given
from hypothesis import strategies as st

from roundtable.meetings.rules.speakers import (
    Entry,
    Kind,
    Move,
    Place,
    Reason,
    Rules,
    RuleSet,
    Speech,
    Why,
    order,
)

FIFO, FIRST, GROUPS, MANUAL = map(Rules, RuleSet)
people = st.sampled_from(["Anna", "Ben", "Cem", "Dora"])
groups = st.sampled_from(["company", "civil_society", "administration"])


def entry(name: str, seq: int, group: str = "", kind: Kind = Kind.BEITRAG) -> Entry[str]:
    return Entry(name, seq, name, group, kind)


def spoke(person: str, seconds: int, group: str = "", **more: bool) -> Speech:
    return Speech(person, group, seconds, **{"here": True, **more})


def names(places: tuple[Place[str], ...]) -> list[str]:
    return [place.entry.key for place in places]


ANNA, BEN, CEM = entry("Anna", 1, "company"), entry("Ben", 2, "company"), entry("Cem", 3, "city")


def test_first_come_first_served() -> None:
    assert names(order([CEM, ANNA, BEN], [], FIFO)) == ["Anna", "Ben", "Cem"]


def test_who_has_not_spoken_yet_comes_before_who_has() -> None:
    history = [spoke("Anna", 60), spoke("Ben", 30, here=False)]
    places = order([ANNA, BEN, CEM], history, FIRST)
    assert names(places) == ["Cem", "Ben", "Anna"]
    assert places[0].reasons[0] == Reason(Why.ERSTER_BEITRAG)
    assert places[2].reasons[:2] == (
        Reason(Why.BEITRAEGE_HIER, 1),
        Reason(Why.BEITRAEGE_SITZUNG, 1),
    )


def test_four_seconds_are_no_contribution_and_a_running_speech_is_not_ended() -> None:
    history = [spoke("Anna", 4), spoke("Ben", 90, running=True)]
    assert names(order([ANNA, BEN, CEM], history, FIRST)) == ["Anna", "Ben", "Cem"]


def test_the_group_that_spoke_least_is_next_and_a_placed_entry_counts() -> None:
    places = order([ANNA, BEN, CEM], [spoke("Cem", 100, "city")], GROUPS)
    assert names(places) == ["Anna", "Cem", "Ben"]
    assert [place.reasons[0].value for place in places] == [0, 100, 180]


def test_a_running_speech_counts_for_its_group() -> None:
    running = spoke("Eva", 3, "company", running=True)
    assert names(order([ANNA, CEM], [running], GROUPS)) == ["Cem", "Anna"]


def test_equal_groups_are_ordered_by_the_earliest_request() -> None:
    assert names(order([CEM, BEN], [], GROUPS)) == ["Ben", "Cem"]


def test_the_chairs_rank_comes_before_the_request() -> None:
    moves = [Move("Cem", 2, "muss gehen"), Move("Ben", 1), Move("Cem", 1, "muss jetzt gehen")]
    places = order([ANNA, BEN, CEM], [], MANUAL, moves)
    assert names(places) == ["Cem", "Ben", "Anna"]
    assert places[0].reasons[0] == Reason(Why.VERSCHOBEN, "muss jetzt gehen")


def test_a_dragged_entry_takes_its_place_under_every_rule_and_says_so() -> None:
    places = order([ANNA, BEN, CEM], [], FIRST, [Move("Cem", 2, "passt zum Punkt")])
    assert names(places) == ["Anna", "Cem", "Ben"]
    assert places[1].reasons[0] == Reason(Why.VERSCHOBEN, "passt zum Punkt")


def test_interjections_and_points_of_order_come_first_whatever_the_chair_moves() -> None:
    motion, question = (
        entry("Dora", 4, kind=Kind.GO_ANTRAG),
        entry("Eva", 5, kind=Kind.ZWISCHENFRAGE),
    )
    places = order([ANNA, BEN, motion, question], [], FIRST, [Move("Ben", 1), Move("Dora", 9)])
    assert names(places) == ["Eva", "Dora", "Ben", "Anna"]
    assert [place.reasons[0].code for place in places[:2]] == [Why.ZWISCHENFRAGE, Why.GO_ANTRAG]


def test_a_move_of_somebody_who_withdrew_changes_nothing() -> None:
    assert order([ANNA, BEN], [], FIRST, [Move("Cem", 1)]) == order([ANNA, BEN], [], FIRST)


speeches = st.lists(
    st.builds(Speech, people, groups, st.integers(0, 400), st.booleans(), st.booleans())
)
entries = st.lists(
    st.builds(Entry[int], st.integers(0, 99), st.just(0), people, groups, st.sampled_from(Kind)),
    unique_by=lambda one: one.key,
    max_size=8,
).map(lambda many: [Entry(e.key, n, e.person, e.group, e.kind) for n, e in enumerate(many)])
moves = st.lists(st.builds(Move[int], st.integers(0, 99), st.integers(-3, 12), st.text(max_size=3)))
rules = st.builds(Rules, st.sampled_from(RuleSet), st.integers(30, 300))


@given(entries, speeches, rules, moves, st.randoms(use_true_random=False))
def test_the_list_is_a_permutation_whatever_the_order_of_the_input(
    waiting: list[Entry[int]],
    history: list[Speech],
    rule: Rules,
    moved: list[Move[int]],
    random: object,
) -> None:
    places = order(waiting, history, rule, moved)
    shuffled = sorted(waiting, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert sorted(place.entry.seq for place in places) == list(range(len(waiting)))
    assert [place.position for place in places] == list(range(1, len(waiting) + 1))
    assert order(shuffled, history[::-1], rule, moved) == places
    assert all(place.reasons for place in places)


@given(entries, speeches, rules, moves)
def test_nothing_ordinary_comes_before_what_cannot_wait(
    waiting: list[Entry[int]], history: list[Speech], rule: Rules, moved: list[Move[int]]
) -> None:
    kinds = [place.entry.kind for place in order(waiting, history, rule, moved)]
    urgency = {Kind.ZWISCHENFRAGE: 0, Kind.GO_ANTRAG: 1, Kind.BEITRAG: 2}
    assert kinds == sorted(kinds, key=urgency.__getitem__)


@given(entries, speeches, rules)
def test_who_spoke_less_never_waits_for_who_spoke_more(
    waiting: list[Entry[int]], history: list[Speech], rule: Rules
) -> None:
    plain = [e for e in waiting if e.kind is Kind.BEITRAG]
    places = order(plain, history, Rules(RuleSet.ERSTREDNER, rule.limit_seconds))
    ended = [s for s in history if not s.running and s.seconds >= 5 and s.here]
    counts = [sum(s.person == p.entry.person for s in ended) for p in places]
    assert counts == sorted(counts)
