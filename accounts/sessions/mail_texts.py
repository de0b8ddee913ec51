"""The words of the sign-in mail: the code first, then the link, then what to do when nobody asked."""

from kernel.i18n import _


def subject() -> str:
    """Without the code: it would stand on locked screens."""
    return _("Ihre Anmeldung beim Engagementforum")


def text(*, code: str, address: str, minutes: int, has_account: bool) -> str:
    """Tells an owner of an account from a newcomer; only the owner of the mailbox reads it."""
    purpose = (
        _("Mit diesem Code melden Sie sich an:")
        if has_account
        else _(
            "Zu Ihrer Adresse gibt es noch kein Konto. Mit diesem Code bestätigen Sie die Adresse:"
        )
    )
    parts = [
        _("Guten Tag,"),
        f"{purpose} {code}",
        _("Tippen Sie ihn auf der Seite ein, auf der Sie die Mail angefordert haben."),
        _("Oder öffnen Sie diesen Link:") + f"\n{address}",
        _("Code und Link gelten %(minutes)s Minuten und nur einmal.", minutes=minutes),
        _("Haben Sie das nicht angefordert? Dann tun Sie nichts. Geben Sie den Code niemandem."),
    ]
    return "\n\n".join(parts) + "\n"


def password_changed_subject() -> str:
    """Told to the address, so that a stranger's change is noticed."""
    return _("Ihr Passwort wurde geändert")


def password_changed_text() -> str:
    """What happened, and what to do if it was somebody else."""
    return "\n\n".join(
        [
            _("Guten Tag,"),
            _("das Passwort Ihres Kontos beim Engagementforum wurde geändert."),
            _("Waren Sie das nicht? Melden Sie sich bitte mit einem Code per E-Mail an."),
            _("Wählen Sie dann unter „Konto“ ein neues Passwort und beenden Sie alle Sitzungen."),
        ]
    )
