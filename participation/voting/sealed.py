"""Between choosing and casting nothing is stored: the check page carries the ballot sealed, bound to voter and vote."""

import secrets
from dataclasses import dataclass

from kernel.actors import Actor
from kernel.sealing import BrokenSeal, seal, unseal
from participation.voting.errors import SealIsBroken
from participation.voting.models import Vote
from participation.voting.rules.secrecy import NONCE_BYTES


@dataclass(frozen=True)
class SealedBallot:
    """What the check page hands back: choices, the ballot's nonce, and how often the voter had decided."""

    choices: dict[str, int]
    nonce: bytes
    counter: int
    blank: bool


def close_envelope(actor: Actor, vote: Vote, choices: dict[str, int], counter: int) -> str:
    """Seal a fresh, checked ballot for the check page; without choices it is a blank one."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    value = {"choices": choices, "nonce": nonce.hex(), "counter": counter}
    return seal(value, place=_place(actor, vote))


def open_envelope(actor: Actor, vote: Vote, text: str) -> SealedBallot:
    """The ballot again; SealIsBroken for another person, another vote or a forged text."""
    try:
        value = unseal(text, place=_place(actor, vote))
        choices, nonce = value["choices"], bytes.fromhex(value["nonce"])
        return SealedBallot(choices, nonce, value["counter"], blank=not choices)
    except (BrokenSeal, KeyError, TypeError) as error:
        raise SealIsBroken from error


def _place(actor: Actor, vote: Vote) -> str:
    return f"ballot|{vote.id}|{actor.person_id}"
