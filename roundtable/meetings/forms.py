"""What pages of meetings take in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, HiddenInput

from kernel.clock import BERLIN
from kernel.forms import Form, choice
from kernel.i18n import _, lazy
from kernel.ids import id_in
from roundtable.meetings.carrying import Offer, in_words
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.notice import is_early
from roundtable.meetings.rules.papers import MOST as MOST_PAPERS
from roundtable.meetings.rules.papers import papers_in
from roundtable.meetings.rules.quorum import MEHRHEIT
from roundtable.meetings.services import Answer, ItemDraft, MeetingDraft, RsvpDraft
from roundtable.meetings.wording import (
    ANSWERS,
    KINDS,
    NEEDS,
    QUORUM_RULES,
    day_and_time,
    paper_fault,
)

FILL_IN = lazy("Bitte füllen Sie dieses Feld aus.")
NO_SUCH_HOUR = lazy(
    "Diese Uhrzeit gibt es an dem Tag nicht genau einmal. Bitte wählen Sie eine andere."
)
ADDRESS = lazy("Bitte geben Sie eine Adresse an, die mit https:// beginnt.")
LONGEST = 20_000


class MeetingForm(Form):
    """When and where a table meets, and how people get in."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())
    title = StringField(lazy("Titel"), [InputRequired(FILL_IN), Length(max=120)])
    day = DateField(lazy("Tag"), [InputRequired(FILL_IN)])
    starts_at = TimeField(lazy("Beginn"), [InputRequired(FILL_IN)])
    ends_at = TimeField(lazy("Ende"), [InputRequired(FILL_IN)])
    place = StringField(lazy("Ort"), [InputRequired(FILL_IN), Length(max=200)])
    place_notes = TextAreaField(
        lazy("So kommen Menschen hinein"),
        [Length(max=1_000)],
        description=lazy("Zum Beispiel: Aufzug, Höranlage, Weg von der Haltestelle."),
    )
    video_url = StringField(
        lazy("Link zur Videokonferenz"),
        [Optional(), Length(max=500), Regexp(r"https://\S+$", message=ADDRESS)],
        description=lazy("Den Link sehen nur Menschen mit Sitz."),
    )
    dial_in = StringField(
        lazy("Einwahl per Telefon"),
        [Optional(), Length(max=100)],
        description=lazy("Die Nummer sehen nur Menschen mit Sitz."),
    )
    quorum_rule = RadioField(
        lazy("Wann kann der Tisch beschließen?"),
        choices=[choice(key, words) for key, words in QUORUM_RULES.items()],
        default=MEHRHEIT,
    )
    carried = SelectMultipleField(
        lazy("Aus früheren Sitzungen aufnehmen"),
        option_widget=CheckboxInput(),
        validate_choice=False,  # what somebody took meanwhile is passed over
    )

    def chosen(self) -> list[UUID]:
        """The items of earlier meetings to take over."""
        sent = self.carried.data or [] if self.carried else []
        return [found for text in sent if (found := id_in(text))]

    def draft(self) -> MeetingDraft | None:
        """The plan as sent; None where an hour names no single instant, which then stands at its field."""
        day = self.day.data or date.min
        starts_at, ends_at = _instant(day, self.starts_at), _instant(day, self.ends_at)
        if starts_at is None or ends_at is None:
            return None
        return MeetingDraft(
            title=self.title.data or "",
            starts_at=starts_at,
            ends_at=ends_at,
            place=self.place.data or "",
            place_notes=self.place_notes.data or "",
            video_url=self.video_url.data or "",
            dial_in=self.dial_in.data or "",
            quorum_rule=self.quorum_rule.data,
        )


def new_meeting_form(place: str, offers: Sequence[Offer]) -> MeetingForm:
    """The form of a new meeting; everything that is offered is chosen until somebody chooses otherwise."""
    offered = [str(offer.item.id) for offer in offers]
    form = MeetingForm.of_request(title=_("Sitzung"), place=place, carried=offered)
    form.carried.choices = [choice(str(offer.item.id), in_words(offer)) for offer in offers]
    if not offers:
        del form.carried
    return form


def plan_form(meeting: Meeting) -> MeetingForm:
    """The form of a meeting that is planned already."""
    form = MeetingForm.of_request(**plan_of(meeting))
    del form.carried
    return form


def plan_of(meeting: Meeting) -> dict[str, Any]:
    """How the form shows a plan."""
    start, end = (at.astimezone(BERLIN) for at in (meeting.starts_at, meeting.ends_at))
    names = ("version", "title", "place", "place_notes", "video_url", "dial_in", "quorum_rule")
    shown = {name: getattr(meeting, name) for name in names}
    return {**shown, "day": start.date(), "starts_at": start.time(), "ends_at": end.time()}


class ItemForm(Form):
    """One item of the agenda."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())
    title = StringField(lazy("Titel"), [InputRequired(FILL_IN), Length(max=200)])
    kind = SelectField(
        lazy("Art"),
        choices=[choice(key.value, words) for key, words in KINDS.items()],
        default="beratung",
    )
    parent = SelectField(lazy("Gehört zu"), [Optional()], default="")
    nonpublic = BooleanField(
        lazy("Nichtöffentlich"),
        description=lazy(
            "Dann lesen nur Mitglieder am Tisch Titel und Text. Alle anderen sehen nur die Nummer."
        ),
    )
    confirmed = BooleanField(lazy("Ja, der öffentliche Text soll verschwinden"))
    minutes = IntegerField(lazy("Dauer"), [Optional(), NumberRange(1, 600)])
    pinned = BooleanField(lazy("In jeder nächsten Sitzung wieder aufnehmen"))
    text = TextAreaField(
        lazy("Worum geht es?"),
        [Length(max=LONGEST)],
        description=lazy("Überschriften, Listen und Links schreiben Sie in Markdown."),
    )
    papers = TextAreaField(
        lazy("Unterlagen"),
        [Length(max=LONGEST)],
        description=lazy(
            "Eine in jeder Zeile: zuerst der Titel, dann die Adresse. Daraus wird eine Liste mit Links."
            " Beispiel: Entwurf der Vereinbarung: https://example.org/entwurf.pdf"
        ),
    )

    def validate_papers(self, field: Field) -> None:
        """Each line that nobody could open or understand is named."""
        said = field.data or ""
        papers, faults = papers_in(said)
        if len(papers) > MOST_PAPERS:
            raise ValidationError(
                _("Bitte nennen Sie höchstens %(most)s Unterlagen.", most=MOST_PAPERS)
            )
        if faults and said != (field.object_data or ""):
            lines = said.splitlines()
            field.errors = [paper_fault(n, lines[n - 1], why) for n, why in faults[:5]]

    def draft(self) -> ItemDraft:
        """The item as sent."""
        return ItemDraft(
            title=self.title.data or "",
            kind=self.kind.data,
            public=not (self.nonpublic and self.nonpublic.data),
            text=self.text.data or "",
            papers=self.papers.data or "",
            minutes=self.minutes.data,
            parent_id=id_in(self.parent.data) if self.parent else None,
            pinned=self.pinned.data,
        )


def item_form(meeting: Meeting, item: AgendaItem | None = None) -> ItemForm:
    """The form of a new item, or of one that is changed; where it belongs is chosen once."""
    shown: dict[str, Any] = {}
    if item is not None:
        names = ("version", "title", "kind", "minutes", "text", "papers", "pinned")
        shown = {name: getattr(item, name) for name in names} | {"nonpublic": not item.public}
    form = ItemForm.of_request(**shown)
    own = [choice("", lazy("zu keinem anderen Punkt"))]
    parents = [one for one in meeting.items if one.parent_id is None and one.state == "geplant"]
    form.parent.choices = own + [choice(str(one.id), one.title) for one in parents]
    if item is not None:
        del form.parent
    if item is None or item.parent_id:
        del form.confirmed
    if item is not None and item.parent_id:
        del form.nonpublic
    return form


class LinkForm(Form):
    """What an item is about: found by words, or named by the address of its page."""

    subject = HiddenField(validators=[Length(max=100)])
    address = StringField(
        lazy("Adresse der Seite"),
        [Optional(), Length(max=500)],
        description=lazy(
            "Kopieren Sie die Adresse aus dem Browser. Zum Beispiel: /beteiligung/…/vorschlaege/12"
        ),
    )


class FindForm(Form):
    """Words to find something by; in the address, so that the page can be reached again."""

    wort = StringField(lazy("Wonach suchen Sie?"), [Length(max=200)])


class ReasonForm(Form):
    """Why the notice is short, or why a meeting is cancelled."""

    reason = TextAreaField(lazy("Grund"), [Length(max=1_000)])


class StartForm(Form):
    """The chair begins the meeting."""

    agenda_confirmed = BooleanField(lazy("Der Tisch hat die Tagesordnung bestätigt."))
    #: asked of who begins long before the time
    early_meant = BooleanField()


def start_form(meeting: Meeting, at: datetime) -> StartForm:
    """What is asked at the beginning of this meeting, if it began at this instant."""
    form = StartForm.of_request()
    if is_early(at, meeting.starts_at):
        when = day_and_time(meeting.starts_at.isoformat())
        form.early_meant.label.text = _(
            "Die Sitzung ist erst für %(when)s geplant. Ich eröffne sie trotzdem jetzt.", when=when
        )
    else:
        del form.early_meant
    return form


class RsvpForm(Form):
    """What a seat answers."""

    answer = RadioField(
        lazy("Kommen Sie?"),
        [InputRequired(lazy("Bitte wählen Sie eine Antwort."))],
        choices=[choice(key, words) for key, words in ANSWERS.items()],
    )
    deputy = RadioField(lazy("Wer vertritt Sie?"), [Optional()], default="")
    deputy_name = StringField(
        lazy("Name der Vertretung"),
        [Length(max=120)],
        description=lazy("Nur, wenn Sie jemand Neues nennen. Die Leitung bestätigt das."),
    )
    needs = SelectMultipleField(
        lazy("Was brauchen Sie, um gut dabei zu sein?"),
        choices=[choice(key, words) for key, words in NEEDS.items()],
        option_widget=CheckboxInput(),
        description=lazy("Das liest nur die Leitung."),
    )
    needs_note = StringField(lazy("Was noch?"), [Length(max=500)])

    def draft(self) -> RsvpDraft:
        """The answer as sent."""
        return RsvpDraft(
            answer=Answer(self.answer.data),
            deputy_id=id_in(self.deputy.data) if self.deputy else None,
            deputy_name=self.deputy_name.data or "",
            needs=self.needs.data or [],
            needs_note=self.needs_note.data or "",
        )


def rsvp_form(deputies: dict[UUID, str], **shown: Any) -> RsvpForm:
    """The form with the seat's deputies to choose from, if it has any."""
    form = RsvpForm.of_request(**shown)
    if deputies:
        listed = [choice(str(person_id), name) for person_id, name in deputies.items()]
        form.deputy.choices = [*listed, choice("", lazy("jemand anderes"))]
    else:
        del form.deputy
    return form


class PresenceForm(Form):
    """One step on the attendance list."""

    seat = HiddenField()
    inward = HiddenField()
    #: who comes instead of the holder: a name alone, or an account
    deputy = HiddenField(validators=[Length(max=120)])
    account = HiddenField(validators=[Length(max=36)])


def _instant(day: date, hour: Field) -> datetime | None:
    """The instant on Berlin's clocks; an hour that is absent or happens twice is refused at its field."""
    there = datetime.combine(day, hour.data or time(), BERLIN)
    found = {there.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}
    if len(found) == 1:
        return found.pop()
    hour.errors = [*hour.errors, str(NO_SUCH_HOUR)]
    return None
