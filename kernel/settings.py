"""Infrastructure settings, read from the environment and checked at start.

What an office may change while the city uses the platform is a row under `/verwaltung/`, never a setting here.
"""

import secrets
import sys
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
ANYWHERE = {"0.0.0.0", "::"}  # noqa: S104 (compared, not bound)
MIN_SECRET_LENGTH = 32
#: chosen at random, 32 characters nearly always have twice as many
MIN_DIFFERENT = 10
MAIL_SCHEMES = {"smtp", "smtps", "smtp+starttls"}
#: may stand in a file instead, so that no list of processes shows them: `SECRET_KEY_FILE`
IN_FILES = ("secret_key", "database_url", "smtp_url")
#: a file in the instance folder that says: everything in here is a demo
DEMO_MARK = "demo"
#: commands that answer browsers, or work for the process that does
SERVING = {"run", "worker"}


class Settings(BaseSettings):
    """Every setting of the environment; names as in the operations handbook, without prefix."""

    model_config = SettingsConfigDict(env_prefix="", extra="ignore", hide_input_in_errors=True)

    host: str = "127.0.0.1"
    port: int = Field(default=5000, ge=0, le=65535)
    instance: Path = Path("instance")
    database_url: str = ""
    database_url_file: Path | None = None
    public_url: str = ""
    secret_key: str = ""
    secret_key_file: Path | None = None
    secret_key_fallbacks: list[str] = []
    test_clock: Path | None = None
    demo: bool = False
    demo_public: bool = False
    demo_members: bool = True
    testing: bool = False
    smtp_url: str = ""
    smtp_url_file: Path | None = None
    password_rounds: int = Field(default=2, ge=2, le=20)
    password_memory_kib: int = Field(default=19_456, ge=19_456, le=1_048_576)
    mail_from: str = "engagementforum@localhost"
    proxies: int = Field(default=0, ge=0, le=5)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        for name in IN_FILES:
            self._read_from_file(name)
        host = f"[{self.host}]" if ":" in self.host else self.host
        self.instance = self.instance.absolute()
        self.public_url = (self.public_url or f"http://{host}:{self.port}").rstrip("/")
        self.database_url = self.database_url or f"sqlite:///{self.instance / 'forum.sqlite3'}"
        self._know_the_demo()
        self._refuse_what_is_unsafe()
        self._refuse_what_leads_nowhere()
        return self

    def _read_from_file(self, name: str) -> None:
        file: Path | None = getattr(self, f"{name}_file")
        if file is None:
            return
        if getattr(self, name):
            raise ValueError(f"Set {name.upper()} or {name.upper()}_FILE, not both.")
        setattr(self, name, file.read_text(encoding="utf-8").strip())

    def _know_the_demo(self) -> None:
        """Where nobody says: a folder with demo content is one, and `flask demo` makes one of an empty folder.

        A secret says that this is a real platform, whatever stands in the folder.
        """
        if "demo" in self.model_fields_set or self.secret_key:
            return
        marked = (self.instance / DEMO_MARK).exists()
        self.demo = marked or (_words_for_flask()[:1] == ["demo"] and self._is_empty)

    @property
    def _is_empty(self) -> bool:
        """Whether there is no database yet; one elsewhere is never taken for empty."""
        file = self.instance / "forum.sqlite3"
        return self.database_url == f"sqlite:///{file}" and not file.exists()

    def _refuse_what_is_unsafe(self) -> None:
        trial = self.demo or self.testing
        if self.test_clock and not trial:
            raise ValueError("TEST_CLOCK is for tests and the demo only.")
        if not trial and not self.secret_key and _is_mere_command():
            self.secret_key = secrets.token_urlsafe(48)  # a command signs nothing for browsers
        secrets_given = [self.secret_key, *self.secret_key_fallbacks]
        if not trial and any(map(_is_weak, secrets_given)):
            raise ValueError(
                f"SECRET_KEY and its fallbacks need {MIN_SECRET_LENGTH} characters or more outside the demo, "
                f"at least {MIN_DIFFERENT} of them different."
            )
        if self.demo and not self.on_loopback and not self.demo_public:
            raise ValueError("The demo listens on loopback only; DEMO_PUBLIC=1 allows more.")

    def _refuse_what_leads_nowhere(self) -> None:
        visitors, mails = urlsplit(self.public_url), urlsplit(self.smtp_url)
        if visitors.scheme not in {"http", "https"} or not visitors.hostname or visitors.path:
            raise ValueError("PUBLIC_URL is scheme and host, such as https://forum.example.org.")
        if self.smtp_url and (mails.scheme not in MAIL_SCHEMES or not mails.hostname):
            raise ValueError(
                "SMTP_URL is such as smtp+starttls://user:password@mail.example.org:587."
            )

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the pages."""
        return self.host in LOOPBACK and urlsplit(self.public_url).hostname in LOOPBACK

    @property
    def trusted_hosts(self) -> list[str] | None:
        """The names under which requests may come; None where it listens everywhere and no name was set."""
        host = urlsplit(self.public_url).hostname or ""
        return None if host in ANYWHERE else sorted({host, *LOOPBACK} - {"::1"})

    @property
    def one_click_demo(self) -> bool:
        """Whether demo people can be entered without a password and mails be read by everybody."""
        return self.demo and self.on_loopback

    @property
    def https(self) -> bool:
        """Whether visitors come by https; then cookies are bound to it."""
        return self.public_url.startswith("https://")

    def mark_as_demo(self) -> None:
        """From now on this folder is a demo for every command."""
        (self.instance / DEMO_MARK).touch()

    def prepare_instance(self) -> None:
        """Create the instance folder, readable by its owner only; and a secret for demo and tests."""
        self.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.secret_key:
            return
        file = self.instance / "secret_key"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(48), encoding="ascii")
        self.secret_key = file.read_text(encoding="ascii")


def _words_for_flask() -> list[str]:
    """What `flask` was called with; empty in any other process."""
    called_flask = Path(sys.argv[0]).name == "flask" or sys.argv[0].endswith("flask/__main__.py")
    return sys.argv[1:] if called_flask else []


def _is_mere_command() -> bool:
    """Whether this process answers nobody: it needs no secret that browsers keep."""
    words = set(_words_for_flask())
    return bool(words) and not words & SERVING


def _is_weak(secret: str) -> bool:
    """Whether a key is short or says the same over and over."""
    return len(secret) < MIN_SECRET_LENGTH or len(set(secret)) < MIN_DIFFERENT
