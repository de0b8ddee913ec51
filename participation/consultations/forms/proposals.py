"""What people send about proposals."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from kernel.forms import Form, choice
from kernel.i18n import lazy
from participation.consultations.models.formats import Format
from participation.consultations.models.proposals import LOTS
from participation.consultations.models.site import District
from participation.consultations.proposal_wording import ORDERS, STATUSES, WITHDRAWALS
from participation.consultations.queries.proposals import Filters, Order
from participation.consultations.rules.proposals import Status, Withdrawal
from participation.consultations.services.proposals import (
    LONGEST_PLACE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    SHORTEST_TITLE,
    ProposalDraft,
)

FILL_IN = lazy("Bitte füllen Sie dieses Feld aus.")
WHOLE_CITY = lazy("Keinem bestimmten Bezirk")


class ProposalForm(Form):
    """A proposal as its author writes it; `version` says what an edit is based on."""

    version = HiddenField()
    title = StringField(
        lazy("Titel"),
        [
            InputRequired(FILL_IN),
            Length(SHORTEST_TITLE, LONGEST_TITLE, message=lazy("Der Titel hat 5 bis 120 Zeichen.")),
        ],
        description=lazy("Sagen Sie in einem Satz, was Sie vorschlagen."),
    )
    text = TextAreaField(
        lazy("Beschreibung"),
        [
            InputRequired(FILL_IN),
            Length(max=LONGEST_TEXT, message=lazy("Der Text hat höchstens 5.000 Zeichen.")),
        ],
        description=lazy("Was soll sich ändern? Wem hilft das? Listen und Links sind möglich."),
    )
    category_key = SelectField(lazy("Thema"), [Optional()])
    place = StringField(
        lazy("Ort"),
        [Length(max=LONGEST_PLACE, message=lazy("Der Ort hat höchstens 200 Zeichen."))],
        description=lazy("In Ihren Worten, zum Beispiel: Schwimmbad am Park."),
    )
    district_key = SelectField(lazy("Bezirk"), [Optional()])

    def draft(self) -> ProposalDraft:
        """The proposal as sent; only after `validate`."""
        return ProposalDraft(
            title=self.title.data or "",
            text=self.text.data or "",
            category_key=self.category_key.data or None,
            place=self.place.data or "",
            district_key=self.district_key.data or None,
        )

    def words(self) -> dict[str, str]:
        """What a draft keeps: the fields as typed."""
        names = ("title", "text", "category_key", "place", "district_key")
        return {name: self[name].data or "" for name in names}

    def based_on(self) -> int:
        """The version this form was opened on."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() else 0


def proposal_form(
    format_: Format, districts: Sequence[District], prefill: Mapping[str, Any] | None = None
) -> ProposalForm:
    """The form of a format as sent, or filled with these words."""
    form = ProposalForm.of_request(**(prefill or {}))
    topics = [choice(row.key, row.title) for row in format_.categories]
    form.category_key.choices = [choice("", lazy("Bitte wählen")), *topics]
    if topics:
        form.category_key.validators = [InputRequired(lazy("Bitte wählen Sie ein Thema."))]
        form.category_key.flags.required = True
    form.district_key.choices = [
        choice("", WHOLE_CITY),
        *(choice(district.key, district.name) for district in districts),
    ]
    return form


class WithdrawForm(Form):
    """Why the author takes a proposal back."""

    reason = RadioField(
        lazy("Warum ziehen Sie den Vorschlag zurück?"),
        [InputRequired(lazy("Bitte wählen Sie einen Grund."))],
        choices=[choice(key.value, word) for key, word in WITHDRAWALS.items()],
    )
    duplicate_number = IntegerField(
        lazy("Nummer des ähnlichen Vorschlags"), [Optional(), NumberRange(1)]
    )
    note = TextAreaField(
        lazy("Erläuterung"),
        [Length(max=500)],
        description=lazy("Sie steht öffentlich auf der Seite des Vorschlags."),
    )

    def chosen(self) -> Withdrawal:
        """The reason; only after `validate`."""
        return Withdrawal(self.reason.data)


class FileForm(Form):
    """One file with the words for those who do not see it; the upload itself is read by the route."""

    files = FileField(lazy("Datei"))
    files_alt = StringField(
        lazy("Was zeigt das Bild?"),
        [Length(max=500)],
        description=lazy("Ein Satz genügt. Bei PDF, ODT und DOCX bleibt das Feld leer."),
    )


class ListFilter(Form):
    """Order, topic and status of a list; unknown words filter nothing."""

    sortierung = SelectField(lazy("Sortierung"), validate_choice=False)
    thema = SelectField(lazy("Thema"), validate_choice=False)
    stand = SelectField(lazy("Stand"), validate_choice=False)


def list_filter(format_: Format, arguments: Mapping[str, str]) -> ListFilter:
    """The filter as it stands in the address."""
    form = ListFilter(MultiDict(arguments))
    form.sortierung.choices = [choice(order.value, word) for order, word in ORDERS.items()]
    form.thema.choices = [
        choice("", lazy("Alle Themen")),
        *(choice(row.key, row.title) for row in format_.categories),
    ]
    form.stand.choices = [
        choice("", lazy("Jeder Stand")),
        *(choice(status.value, word) for status, word in STATUSES.items()),
    ]
    return form


def filters_in(format_: Format, arguments: Mapping[str, str], seed: int) -> Filters:
    """What the query needs; `seed` is used where the address brings none."""
    order, status = arguments.get("sortierung"), arguments.get("stand")
    topics = {row.key for row in format_.categories}
    topic = arguments.get("thema")
    return Filters(
        order=Order(order) if order in set(Order) else Order.NEU,
        category_key=topic if topic in topics else None,
        status=Status(status) if status in set(Status) else None,
        seed=_lot_in(arguments) or seed,
        after=arguments.get("nach"),
    )


def _lot_in(arguments: Mapping[str, str]) -> int:
    """The number that makes a random order, as the address repeats it; 0 where it is none."""
    text = arguments.get("los", "")
    fits = text.isascii() and text.isdecimal() and len(text) <= 10
    return int(text) % LOTS if fits else 0
