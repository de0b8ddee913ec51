"""JSON that does not fit is refused by the name of its first wrong member."""

import pytest
from pydantic import BaseModel

from kernel.errors import RuleViolation
from kernel.payloads import payload_of


class Wish(BaseModel):
    text: str
    times: int = 1


def refusal(app, body: bytes) -> RuleViolation:
    with (
        app.test_request_context(method="POST", data=body),
        pytest.raises(RuleViolation) as refused,
    ):
        payload_of(Wish)
    return refused.value


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{}", "text"),
        (b'{"text": 7}', "text"),
        (b'{"text": "x", "times": "oft"}', "times"),
        (b"", ""),
        (b"[", ""),
        (b"[]", ""),
        (b'"Text"', ""),
        (b"\xff", ""),
    ],
)
def test_what_does_not_fit_is_named(app, body, field) -> None:
    refused = refusal(app, body)
    assert refused.field == field
    expected = f"„{field}“ fehlt oder passt nicht" if field else "senden Sie ein JSON-Objekt"
    assert expected in refused.message


def test_unknown_members_are_ignored(app) -> None:
    with app.test_request_context(method="POST", data=b'{"text": "x", "role": "administration"}'):
        assert payload_of(Wish).model_dump() == {"text": "x", "times": 1}
