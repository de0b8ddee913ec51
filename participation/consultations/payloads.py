"""The shape of JSON about proposals."""

from pydantic import BaseModel, ConfigDict

from kernel.text import tidied
from participation.consultations.services.proposals import ProposalDraft


class ProposalPayload(BaseModel):
    """A proposal as a program sends it; lengths are the service's rule."""

    model_config = ConfigDict(extra="ignore", strict=True)

    title: str
    text: str
    category: str | None = None
    place: str = ""
    district: str | None = None

    def draft(self) -> ProposalDraft:
        """The proposal for the service, tidied as a form is."""
        return ProposalDraft(
            title=tidied(self.title).strip(),
            text=tidied(self.text).strip(),
            category_key=self.category or None,
            place=tidied(self.place).strip(),
            district_key=self.district or None,
        )
