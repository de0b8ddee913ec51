"""A real mail server for tests: it keeps what arrives and fails on demand."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Condition
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

WAIT_S = 60  # a busy machine starts slowly


@dataclass
class Mailbox:
    """What arrived, in order, and how the server misbehaves; both may change while it runs.

    `delay_s` waits before the answer, `refuse` answers 451 that many times,
    `drop` takes the text and hangs up without an answer that many times.
    """

    url: str = ""
    delay_s: float = 0
    refuse: int = 0
    drop: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    _arrived: Condition = field(default_factory=Condition)

    def to(self, address: str) -> list[EmailMessage]:
        """The messages for this address, oldest first."""
        return [message for message in self.messages if message["X-RcptTo"] == address]

    def wait_for(self, count: int) -> list[EmailMessage]:
        """The messages, as soon as `count` have arrived; fails after a minute."""
        with self._arrived:
            came = self._arrived.wait_for(lambda: len(self.messages) >= count, timeout=WAIT_S)
            assert came, f"{len(self.messages)} of {count} mails arrived"
            return list(self.messages)

    def _keep(self, envelope: Envelope) -> None:
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)
        message["X-RcptTo"] = ", ".join(envelope.rcpt_tos)
        with self._arrived:
            self.messages.append(message)
            self._arrived.notify_all()


class _Handler:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        box = self._mailbox
        await asyncio.sleep(box.delay_s)
        if box.refuse > 0:
            box.refuse -= 1
            return "451 Please try again later"
        box._keep(envelope)
        if box.drop > 0:
            box.drop -= 1
            transport: Any = server.transport
            transport.abort()
        return "250 OK"


class _OnFreePort(Controller):
    """A controller that takes port 0 and learns the real one before it greets itself."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A server on a free loopback port; `Mailbox.url` is what SMTP_URL takes."""
    mailbox = Mailbox()
    controller = _OnFreePort(_Handler(mailbox), hostname="127.0.0.1", port=0)
    controller.start()
    try:
        mailbox.url = f"smtp://127.0.0.1:{controller.port}"
        yield mailbox
    finally:
        controller.stop()
