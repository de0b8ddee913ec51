"""Shapes of what people type when they sign in or look after their account."""

from wtforms import BooleanField, EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from accounts.people.rules.passwords import LONGEST as LONGEST_PASSWORD
from kernel.forms import Form
from kernel.i18n import lazy

MISSING = lazy("Bitte füllen Sie dieses Feld aus.")
TOO_LONG = lazy("Das ist zu lang.")


class SignInForm(Form):
    """Address, and the password of those who have one; without it a mail is sent."""

    email = EmailField(
        lazy("E-Mail-Adresse"), [DataRequired(MISSING), Length(max=300, message=TOO_LONG)]
    )
    password = PasswordField(lazy("Passwort"), [Length(max=LONGEST_PASSWORD, message=TOO_LONG)])
    weiter = HiddenField()


class RegisterForm(Form):
    """The address of a newcomer."""

    email = EmailField(
        lazy("E-Mail-Adresse"), [DataRequired(MISSING), Length(max=300, message=TOO_LONG)]
    )
    weiter = HiddenField()


class CodeForm(Form):
    """The six digits of the mail; spaces between them are fine."""

    code = StringField(
        lazy("Code aus der Mail"), [DataRequired(MISSING), Length(max=20, message=TOO_LONG)]
    )

    def digits(self) -> str:
        """The code as it was made."""
        return "".join((self.code.data or "").split())


class LinkForm(Form):
    """The key of the link, sent by the button of its page."""

    schluessel = HiddenField()
    anderes_geraet = HiddenField()


class NameForm(Form):
    """The name that others see."""

    display_name = StringField(lazy("Ihr Name im Forum"), [DataRequired(MISSING)])


class NewcomerForm(NameForm):
    """The name, and the consent to the rules of use."""

    terms = BooleanField(
        lazy("Ich bin mit den Nutzungsregeln einverstanden."),
        [InputRequired(lazy("Ohne Ihr Einverständnis können wir kein Konto anlegen."))],
    )


class PasswordForm(Form):
    """Another password; the present one where there is one and the sign-in was not just now by mail."""

    old_password = PasswordField(
        lazy("Bisheriges Passwort"), [Length(max=LONGEST_PASSWORD, message=TOO_LONG)]
    )
    password = PasswordField(lazy("Neues Passwort"), [DataRequired(MISSING)])
