"""What programs may send about comments."""

from uuid import UUID

from pydantic import BaseModel


class NewComment(BaseModel):
    """A comment, or a reply to one; unknown members are ignored."""

    text: str
    parent: UUID | None = None
