"""Blueprints of formats, and the levels of participation they can keep.

A level is a promise: Konsultation owes answers, Mitgestaltung lets people shape the text or the proposals, Entscheidung
ends in a ballot. A blueprint that cannot keep a level is not published with it.
"""

from enum import StrEnum

from participation.consultations.rules.phases import PhaseType


class Level(StrEnum):
    """Beteiligungsgrad: what participants are promised, from little to much."""

    INFORMATION = "information"
    KONSULTATION = "konsultation"
    MITGESTALTUNG = "mitgestaltung"
    ENTSCHEIDUNG = "entscheidung"


class Blueprint(StrEnum):
    """What a format is made after."""

    OFFER_WISHES = "offer_wishes"
    IDEA_COLLECTION = "idea_collection"
    PROPOSAL_PROCEDURE = "proposal_procedure"
    OPEN_DISCUSSION = "open_discussion"
    INFORMATION = "information"


PHASES: dict[Blueprint, tuple[PhaseType, ...]] = {
    Blueprint.OFFER_WISHES: (
        PhaseType.COLLECT,
        PhaseType.EVALUATE,
        PhaseType.ANSWER,
        PhaseType.VOTE,
        PhaseType.RESULT,
    ),
    Blueprint.IDEA_COLLECTION: (
        PhaseType.INFORM,
        PhaseType.COLLECT,
        PhaseType.RATE,
        PhaseType.EVALUATE,
        PhaseType.ANSWER,
        PhaseType.RESULT,
    ),
    Blueprint.PROPOSAL_PROCEDURE: (
        PhaseType.INFORM,
        PhaseType.COLLECT,
        PhaseType.SUPPORT,
        PhaseType.REFINE,
        PhaseType.EVALUATE,
        PhaseType.ANSWER,
        PhaseType.RESULT,
    ),
    Blueprint.OPEN_DISCUSSION: (PhaseType.DISCUSS,),
    Blueprint.INFORMATION: (PhaseType.INFORM,),
}
#: The last phase of these has no end; the office owes an interim result from time to time.
CONTINUING = frozenset({Blueprint.OPEN_DISCUSSION})


def levels_of(blueprint: Blueprint) -> frozenset[Level]:
    """The levels whose promise the phases of this blueprint can keep."""
    types = PHASES[blueprint]
    kept = {Level.INFORMATION}
    if PhaseType.ANSWER in types or blueprint in CONTINUING:
        kept.add(Level.KONSULTATION)
    if PhaseType.REFINE in types:
        kept.add(Level.MITGESTALTUNG)
    if PhaseType.VOTE in types:
        kept |= {Level.MITGESTALTUNG, Level.ENTSCHEIDUNG}
    return frozenset(kept)


def can_keep(blueprint: Blueprint, level: Level) -> bool:
    """Whether a format of this blueprint can keep the level's promise."""
    return level in levels_of(blueprint)


def takes_proposals(blueprint: Blueprint) -> bool:
    """Whether people can write proposals in such a format."""
    return PhaseType.COLLECT in PHASES[blueprint]
