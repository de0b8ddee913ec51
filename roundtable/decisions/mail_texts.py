"""Mails about a meeting's results (public resolutions alone), about tasks and about what comes up again."""

from collections.abc import Sequence

from kernel.i18n import _, date_text, plural
from roundtable.decisions.resolution_models import DayCorrection, Resolution
from roundtable.decisions.rules.reminders import Reminder
from roundtable.decisions.task_models import Task
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


def subject_of_correction(meeting: Meeting) -> str:
    """Which meeting it is about."""
    return _("Berichtigt: Ergebnis der Sitzung %(number)s", number=meeting.number)


def text_of_correction(meeting: Meeting, correction: DayCorrection, address: str) -> str:
    """What is right, why it had to be said, and where it stands."""
    parts = [
        _("Guten Tag,"),
        _(
            "das veröffentlichte Ergebnis der Sitzung „%(title)s“ (%(number)s) ist berichtigt.",
            title=meeting.title,
            number=meeting.number,
        ),
        _("Richtig ist: %(right)s", right=correction.text),
        _("Grund: %(reason)s", reason=correction.reason),
        _("Alles nachlesen: %(address)s", address=address),
    ]
    return "\n\n".join(parts) + "\n"


def subject_of_reminder(task: Task, reminder: Reminder) -> str:
    """Whether there is time left."""
    if reminder is Reminder.HEUTE:
        return _("Heute fällig: Auftrag vom Runden Tisch %(table)s", table=task.meeting.table.name)
    return _("Bald fällig: Auftrag vom Runden Tisch %(table)s", table=task.meeting.table.name)


def text_of_reminder(task: Task, address: str) -> str:
    """What is to be done until when, and where one says that it is done."""
    parts = [
        _("Guten Tag,"),
        _(
            "Sie haben am Runden Tisch einen Auftrag übernommen: „%(title)s“. Er ist bis zum %(day)s zu erledigen.",
            title=task.title,
            day=date_text(task.due),
        ),
        _(
            "Ist er erledigt, oder macht ihn jemand anderes? Sagen Sie es hier: %(address)s",
            address=address,
        ),
    ]
    return "\n\n".join(parts) + "\n"


def subject_of_review(one: Resolution) -> str:
    """Which resolution it is about."""
    return _("Wiedervorlage: Beschluss %(number)s", number=one.number)


def text_of_review(one: Resolution, day: str, address: str) -> str:
    """Why it comes up, and what the chair can do."""
    parts = [
        _("Guten Tag,"),
        _(
            "der Runde Tisch wollte sich den Beschluss „%(title)s“ vom %(day)s noch einmal ansehen.",
            title=one.title,
            day=day,
        ),
        _("Bei der nächsten Sitzung schlagen wir ihn als Punkt der Tagesordnung vor."),
        _("Zum Beschluss: %(address)s", address=address),
    ]
    return "\n\n".join(parts) + "\n"
