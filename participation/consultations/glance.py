"""What a format says at first sight: what is possible now, how long it takes, until when.

Ready texts for pages; a page of a list and the format's own page say the same.
"""

from dataclasses import dataclass
from datetime import datetime

from kernel.i18n import _, date_text, iso, moment_text, plural, start_text, time_left
from participation.consultations.models.formats import (
    Format,
    Phase,
    PhaseExtension,
    Responsible,
    State,
    Visibility,
)
from participation.consultations.rules.berlin import last_day_of
from participation.consultations.rules.phases import (
    PhaseState,
    PhaseType,
    coming,
    is_for_participants,
    running,
    state_of,
)
from participation.consultations.rules.standing import Standing, standing_of
from participation.consultations.rules.waiting import answers_end, days_open, result_owed_since
from participation.consultations.wording import (
    EFFORT,
    FOR_INVITED,
    PHASES,
    POSSIBLE,
    STANDINGS,
    WHOLE_CITY,
)

MARKS = {Standing.LAEUFT: "running", Standing.KOMMT: "open", Standing.BEENDET: "done"}
BAR_STATES = {
    PhaseState.BEENDET: "past",
    PhaseState.LAEUFT: "now",
    PhaseState.KOMMEND: "next",
    PhaseState.GEPLANT: "next",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The Frist-Zeile."""

    word: str
    kind: str
    left: str = ""
    until: str = ""
    until_iso: str = ""
    duration: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A phase in the Phasenleiste."""

    #: its place in the blueprint, from 1
    number: int
    name: str
    dates: str
    state: str
    #: whether the office can move its end now
    extendable: bool


@dataclass(frozen=True, slots=True)
class Glance:
    """A format at first sight."""

    place: str
    standing: Standing
    deadline: Deadline
    possible: str
    steps: list[Step]


def glance_at(format_: Format, at: datetime) -> Glance:
    """The format at first sight, at this instant."""
    standing = standing_of(format_.phases, at, archived=format_.state is State.ARCHIVIERT)
    return Glance(
        place=place_of(format_),
        standing=standing,
        deadline=_deadline(format_, standing, at),
        possible=_possible(format_, standing, at),
        steps=[_step(phase, at) for phase in format_.phases],
    )


def place_of(format_: Format) -> str:
    """The district, or the whole city."""
    return format_.district.name if format_.district else str(WHOLE_CITY)


def responsible_at(format_: Format, at: datetime) -> tuple[Responsible | None, Responsible | None]:
    """Who answers now and who stands in; while a deputy's dates run, the deputy answers alone."""
    first = next((row for row in format_.responsibles if not row.is_deputy), None)
    deputy = next((row for row in format_.responsibles if row.is_deputy), None)
    if deputy is None or not (deputy.from_at or deputy.until_at):
        return first, deputy
    begun = deputy.from_at is None or deputy.from_at <= at
    ended = deputy.until_at is not None and deputy.until_at <= at
    return (deputy, None) if begun and not ended else (first, None)


def extensions_of(format_: Format) -> list[str]:
    """Each moved end with its public reason, oldest first."""
    return [
        _moved(phase.title, extension) for phase in format_.phases for extension in phase.extensions
    ]


def _moved(title: str, extension: PhaseExtension) -> str:
    words = {"phase": title, "end": end_text(extension.ends_at), "reason": extension.reason}
    if extension.ends_at < extension.ended_at:
        return _("„%(phase)s“ endet früher, am %(end)s. Grund: %(reason)s", **words)
    return _("„%(phase)s“ geht länger, bis %(end)s. Grund: %(reason)s", **words)


def answers_by(format_: Format, at: datetime) -> str:
    """Until when the office answers, where the phases say so and the day has not passed."""
    last = answers_end(format_.phases, at)
    return _("antwortet bis %(end)s", end=end_text(last)) if last else ""


def debt_text(format_: Format, last_result_at: datetime | None, at: datetime) -> str:
    """The public answer debt: for how many days a result is missing; nothing while none is owed."""
    if format_.state is not State.VEROEFFENTLICHT:
        return ""
    since = result_owed_since(format_.phases, at, last_result_at=last_result_at)
    if since is None:
        return ""
    return plural(
        "Ein Ergebnis ist seit %(num)d Tag offen.",
        "Ein Ergebnis ist seit %(num)d Tagen offen.",
        days_open(since, at),
    )


def end_text(ends_at: datetime) -> str:
    """`31. Oktober 2026`, or with the hour where it is not the end of the day."""
    day, hour = last_day_of(ends_at)
    return date_text(day) if hour is None else moment_text(ends_at)


def dates_text(phase: Phase) -> str:
    """`1. Mai bis 31. Oktober 2026`, `2. bis 15. Mai 2026`: what both ends share stands once; breaks before `bis`."""
    if phase.starts_at is None:
        return _("noch ohne Termin")
    if phase.ends_at is None:
        return _("ab %(start)s, ohne Ende", start=start_text(phase.starts_at))
    start, end = start_text(phase.starts_at), end_text(phase.ends_at)
    if start == end:
        return start
    for shared in (end.partition(" ")[2], end.rpartition(" ")[2]):
        if shared[-4:].isdecimal():
            start = start.removesuffix(f" {shared}")
    return _(
        "%(start)s bis\u00a0%(end)s",
        start=start.replace(" ", "\u00a0"),
        end=end.replace(" ", "\u00a0"),
    )


def _deadline(format_: Format, standing: Standing, at: datetime) -> Deadline:
    word, kind = str(STANDINGS[standing]).lower(), MARKS[standing]
    if standing is Standing.BEENDET:
        return Deadline(word, kind)
    if phase := running(format_.phases, at):
        return _running_deadline(phase, word, kind, at)
    following = coming(format_.phases, at)
    if following is None or following.starts_at is None:
        return Deadline(word, kind)
    start = start_text(following.starts_at)
    until = _("%(phase)s ab %(start)s", phase=following.title, start=start)
    return Deadline(word, kind, until=until, until_iso=iso(following.starts_at))


def _running_deadline(phase: Phase, word: str, kind: str, at: datetime) -> Deadline:
    effort = str(EFFORT.get(phase.type, ""))
    access = _("Lesen ohne Konto") if effort else ""
    if phase.ends_at is None:
        return Deadline(word, kind, until=_("ohne Ende"), duration=effort, access=access)
    return Deadline(
        word,
        kind,
        left=time_left(phase.ends_at, at),
        until=_("bis %(end)s", end=end_text(phase.ends_at)),
        until_iso=iso(phase.ends_at),
        duration=effort,
        access=access,
    )


def _possible(format_: Format, standing: Standing, at: datetime) -> str:
    if standing is Standing.BEENDET:
        return _("Das Format ist zu Ende. Sie können alles nachlesen.")
    if phase := running(format_.phases, at):
        return str(FOR_INVITED if _is_for_invited(format_, phase) else POSSIBLE[phase.type])
    following = coming(format_.phases, at)
    if following is None:
        return _("Der nächste Termin steht noch nicht fest.")
    return _("Als Nächstes kommt: %(phase)s.", phase=following.title or PHASES[following.type])


def _is_for_invited(format_: Format, phase: Phase) -> bool:
    """Who may vote, the vote alone says."""
    half_public = format_.visibility is Visibility.HALBOEFFENTLICH
    return half_public and is_for_participants(phase) and phase.type is not PhaseType.VOTE


def _step(phase: Phase, at: datetime) -> Step:
    state = state_of(phase, at)
    public = phase.format.state is State.VEROEFFENTLICHT
    return Step(
        number=phase.position + 1,
        name=phase.title,
        dates=dates_text(phase),
        state=BAR_STATES[state],
        extendable=public and state is PhaseState.LAEUFT and phase.ends_at is not None,
    )
