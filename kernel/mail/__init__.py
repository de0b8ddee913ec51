"""Mail as rows: written with the deed that causes it, sent after the commit, once."""

from kernel.mail.outbox import Mail, latest_mails, queue_mail

__all__ = ["Mail", "latest_mails", "queue_mail"]
