"""Forms for what follows on a format: its results and its invited people."""

from wtforms import EmailField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from kernel.forms import Form, choice
from kernel.i18n import lazy

FINAL, INTERIM = "endgueltig", "vorlaeufig"
FILL_IN = lazy("Bitte füllen Sie dieses Feld aus.")


class ResultForm(Form):
    """A result in words."""

    kind = RadioField(
        lazy("Was veröffentlichen Sie?"),
        [InputRequired(FILL_IN)],
        choices=[
            choice(INTERIM, lazy("Ein Zwischenergebnis")),
            choice(FINAL, lazy("Das Ergebnis")),
        ],
    )
    text = TextAreaField(
        lazy("Was ist herausgekommen, und was passiert jetzt?"),
        [InputRequired(FILL_IN), Length(max=20_000)],
        description=lazy("Der Text bleibt, wie er ist. Schreiben Sie drei kurze Sätze zuerst."),
    )


class InvitationForm(Form):
    """The address of somebody with an account."""

    email = EmailField(
        lazy("E-Mail-Adresse"),
        [InputRequired(FILL_IN), Length(max=254)],
        description=lazy("Die Person braucht ein Konto mit dieser Adresse."),
    )
