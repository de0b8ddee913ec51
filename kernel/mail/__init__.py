"""Mail as rows: written with the deed that causes it, sent after the commit, once."""

from kernel.mail.outbox import Mail, queue_mail

__all__ = ["Mail", "queue_mail"]
