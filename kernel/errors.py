"""What can go wrong, said once: the same refusal becomes a page, problem JSON or a socket acknowledgement."""


class Refusal(Exception):
    """Something the platform will not do, with a message a person understands."""

    status = 400
    code = "invalid"
    message = "Das geht so nicht."

    def __init__(self, message: str = "", *, field: str = "") -> None:
        self.message = message or self.message
        self.field = field
        super().__init__(self.message)


class RuleViolation(Refusal):
    """The input or the moment breaks a rule; `field` names the input that can mend it."""

    status = 422


class Conflict(RuleViolation):
    """Somebody else was first, or the thing is already done."""

    status = 409
    code = "closed"


class NotFound(Refusal):
    """Absent, or closed to this actor: from outside both look the same."""

    status = 404
    code = "not_found"
    message = "Diese Seite gibt es nicht."


class NotPermitted(Refusal):
    """The actor may see the thing, but not do this."""

    status = 403
    code = "not_permitted"
    message = "Das dürfen Sie nicht."


class NotSignedIn(Refusal):
    """An account would help."""

    status = 401
    code = "not_signed_in"
    message = "Bitte melden Sie sich an."


class TooFast(Refusal):
    """A limit of speed; `retry_in` in seconds."""

    status = 429
    code = "too_fast"
    message = "Das waren zu viele Versuche in kurzer Zeit. Bitte warten Sie einen Moment."

    def __init__(self, message: str = "", *, retry_in: int = 60) -> None:
        super().__init__(message)
        self.retry_in = retry_in
