"""Mail as rows: written with the deed that causes it, sent after the commit, once."""

from kernel.mail.outbox import Mail, latest_mails, nobody_is_written_to, queue_mail

__all__ = ["Mail", "latest_mails", "nobody_is_written_to", "queue_mail"]
