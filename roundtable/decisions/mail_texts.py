"""The mail about a meeting's results: public resolutions alone."""

from collections.abc import Sequence

from kernel.i18n import _, plural
from roundtable.decisions.resolution_models import Resolution
from roundtable.meetings.models import Meeting


def subject(meeting: Meeting) -> str:
    """Which meeting it is about."""
    return _("Ergebnis der Sitzung %(number)s", number=meeting.number)


def text(meeting: Meeting, public: Sequence[Resolution], address: str) -> str:
    """Number and title of each public resolution, and where everything stands."""
    parts = [
        _("Guten Tag,"),
        _(
            "die Ergebnisse der Sitzung „%(title)s“ (%(number)s) sind veröffentlicht.",
            title=meeting.title,
            number=meeting.number,
        ),
        "\n".join(
            [
                plural(
                    "%(num)d öffentlicher Beschluss:",
                    "%(num)d öffentliche Beschlüsse:",
                    len(public),
                ),
                *(f"{one.number}: {one.title}" for one in public),
            ]
        )
        if public
        else _("Es gibt keinen öffentlichen Beschluss."),
        _("Bis das Protokoll genehmigt ist, sind die Ergebnisse vorläufig."),
        _("Alles nachlesen: %(address)s", address=address),
    ]
    return "\n\n".join(parts) + "\n"
