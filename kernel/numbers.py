"""Numbers that people send in an address; what no column of ours holds names nothing."""

from flask import request
from werkzeug.routing import IntegerConverter

LARGEST = 10**9 - 1


class Number(IntegerConverter):
    """`<int:…>` of every address: nine digits at most, so that neither Python nor a database chokes on it."""

    regex = "[0-9]{1,9}"


def asked_for(name: str) -> int | None:
    """A number behind the question mark; None where there is none, or none that anything of ours has."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 <= number <= LARGEST else None
