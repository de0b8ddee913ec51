"""A vote as its pages show it after the close: numbers, groups, and who said what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roundtable.decisions.models import LiveVote
from roundtable.decisions.queries import groups_of, names_of_voters
from roundtable.decisions.rules.votes import counts_of, together
from roundtable.decisions.wording import LEANINGS, choice_word, figure_words
from roundtable.meetings.rules.results import Counts, agreement


@dataclass(frozen=True)
class Line:
    """A seat and what it said; `choice` is empty where no device voted."""

    label: str
    name: str
    group: str
    choice: str
    reason: str


def counts_of_vote(vote: LiveVote) -> Counts:
    """Ballots of devices and hands or papers together."""
    devices = counts_of(ballot.choice for ballot in vote.ballots)
    return together(devices, vote.hand_count.counts) if vote.hand_count else devices


def leanings_of(vote: LiveVote) -> dict[str, str]:
    """Where each group stood, in words, by its title; from devices alone, for hands have no group.

    Beside a count by hand, a group without a ballot is left out: its seats may have raised their hands.
    """
    group_of = {voter.seat_id: voter.group_key for voter in vote.voters}
    voted = {group_of[ballot.seat_id] for ballot in vote.ballots}
    shown = voted if vote.hand_count else set(group_of.values())
    by_group = {
        title: counts_of(b.choice for b in vote.ballots if group_of[b.seat_id] == key)
        for key, title in groups_of(vote.meeting).items()
        if key in shown
    }
    return {group: str(LEANINGS[leaning]) for group, leaning in agreement(by_group).items()}


def lines_of(vote: LiveVote) -> Sequence[Line]:
    """Every seat of the electorate with its choice, by number; for who may read names."""
    names, groups = names_of_voters(vote), groups_of(vote.meeting)
    ballots = {ballot.seat_id: ballot for ballot in vote.ballots}
    lines = []
    for voter in vote.voters:
        ballot = ballots.get(voter.seat_id)
        lines.append(
            Line(
                label=f"S{voter.number}",
                name=names[voter.seat_id],
                group=groups.get(voter.group_key, voter.group_key),
                choice=choice_word(vote.rule, ballot.choice) if ballot else "",
                reason=ballot.reason if ballot else "",
            )
        )
    return lines


def figures(vote: LiveVote) -> Mapping[str, int]:
    """The numbers by the words of the choices, in the order of the page; what cannot be is left out."""
    return figure_words(vote.rule, vote.mode, counts_of_vote(vote))
