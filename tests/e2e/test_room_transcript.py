"""What a screen reader says in the room, against a transcript that was written by hand; with keys alone.

Chromium's own accessibility tree says role and name of what has the focus; what live regions say is written down as it
comes. The transcript (`transcripts/room.de.txt`) explains its words.
"""

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from kernel import clock
from kernel.ids import new_id
from roundtable.decisions import services as decisions
from roundtable.decisions.models import LiveVote
from tests.e2e.serving import cookie_of
from tests.factories.decisions import Sitting, a_sitting
from tests.factories.speaking import Talk
from tests.factories.talk import write
from tests.support.chromium import visitor
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]

TRANSCRIPT = Path(__file__).parent / "transcripts" / "room.de.txt"
STEP = re.compile(r"(Titel|Ansage|Status|Taste|Fokus|Andere): (.+)|Stille")
#: on a machine that does other things, too
LONG_S = 60.0
#: longer than two announcements are apart
QUIET_S = 7.0
MOST_TABS = 90
ROLES = {
    "button": "Schaltfläche",
    "checkbox": "Kontrollkästchen",
    "group": "Gruppe",
    "link": "Link",
    "radio": "Optionsfeld",
    "textbox": "Textfeld",
}
KEYS = {"Enter": "Enter", "Leertaste": "Space"}
#: writes down what live regions say: the room's own, and those about the reader's own steps
LISTEN = """addEventListener('DOMContentLoaded', () => {
  const last = new Map();
  const look = () => document.querySelectorAll('[role=status]').forEach((region) => {
    const text = region.textContent.trim();
    if (last.get(region) === text) return;
    last.set(region, text);
    if (text) hearAloud(region.id === 'raum-ansage' ? 'Ansage' : 'Status', text);
  });
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
});"""


@dataclass
class Reader:
    """Anna with a keyboard and a screen reader, and what the others do meanwhile."""

    page: Page
    sitting: Sitting
    talk: Talk
    heard: dict[str, list[str]] = field(default_factory=lambda: {"Ansage": [], "Status": []})
    vote: LiveVote | None = None
    called: UUID | None = None

    def take(self, step: str) -> None:
        """One line of the transcript."""
        found = STEP.fullmatch(step)
        assert found, step
        if found[1] is None:
            self._hears_nothing()
            return
        getattr(self, f"_{found[1].lower()}")(found[2])

    def _titel(self, expected: str) -> None:
        assert self.page.title() == expected.replace("{Sitzung}", self.talk.meeting.number)

    def _ansage(self, expected: str) -> None:
        self._says("Ansage", expected)

    def _status(self, expected: str) -> None:
        self._says("Status", expected)

    def _says(self, how: str, expected: str) -> None:
        end = time.monotonic() + LONG_S
        while not self.heard[how] and time.monotonic() < end:
            self.page.wait_for_timeout(50)
        said = self.heard[how].pop(0) if self.heard[how] else "(nichts)"
        if how == "Status" and said == "Wird gespeichert …":
            self._says(how, expected)
            return
        pattern = re.escape(expected).replace(re.escape("{Uhrzeit}"), r"\d\d:\d\d")
        assert re.fullmatch(pattern, said), (said, expected)

    def _hears_nothing(self) -> None:
        expect(self.page.locator("[data-message]").first).to_contain_text("Danke.", timeout=60_000)
        self.page.wait_for_timeout(QUIET_S * 1000)
        assert self.heard["Ansage"] == []

    def _taste(self, key: str) -> None:
        text = re.fullmatch(r"Text „(.+)“", key)
        if text:
            self.page.keyboard.type(text[1])
        else:
            self.page.keyboard.press(KEYS[key])

    def _fokus(self, expected: str) -> None:
        """Where she is, or comes to by the tabulator key; a group takes the focus by itself or not at all."""
        if expected.startswith("Gruppe"):
            self._waits_for_focus(expected)
            return
        for _ in range(MOST_TABS):
            if self._focused() == expected:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{expected}: not reached by keys")

    def _waits_for_focus(self, expected: str) -> None:
        end = time.monotonic() + LONG_S
        while self._focused() != expected and time.monotonic() < end:
            self.page.wait_for_timeout(50)
        assert self._focused() == expected

    def _focused(self) -> str:
        """Role and name of what has the focus, as Chromium tells a screen reader."""
        session = self.page.context.new_cdp_session(self.page)
        try:
            active = session.send("Runtime.evaluate", {"expression": "document.activeElement"})
            about = {"objectId": active["result"]["objectId"], "fetchRelatives": False}
            (node, *_) = session.send("Accessibility.getPartialAXTree", about)["nodes"]
        finally:
            session.detach()
        role, name = (node.get(part, {}).get("value", "") for part in ("role", "name"))
        legend = self.page.evaluate(
            """() => {
              const group = document.activeElement.closest('fieldset');
              return group ? group.querySelector('legend').firstChild.textContent.trim() : '';
            }"""
        )
        return f"{ROLES.get(role, role)} „{name}“" + (f" in „{legend}“" if legend else "")

    def _andere(self, what: str) -> None:
        text = re.fullmatch(r"Ben schreibt „(.+)“", what)
        if text:
            self.talk.now = clock.now()
            write(self.talk, "ben", text[1])
        else:
            DEEDS[what](self)


def call(reader: Reader) -> None:
    (place,) = reader.talk.places()
    reader.called = place.entry.key
    reader.talk.chair("call_next", entry_id=place.entry.key)


def start(reader: Reader) -> None:
    reader.talk.chair("start_speech", entry_id=reader.called)


def open_vote(reader: Reader) -> None:
    reader.vote = reader.sitting.opened()


def close_vote(reader: Reader) -> None:
    reader.sitting.do(decisions.close_vote, vote=reader.vote)


def announce(reader: Reader) -> None:
    reader.sitting.do(decisions.announce_vote, vote=reader.vote)


DEEDS: dict[str, Callable[[Reader], Any]] = {
    "Die Leitung ruft Anna auf.": call,
    "Die Leitung startet die Redezeit.": start,
    "Die Leitung eröffnet eine Abstimmung.": open_vote,
    "Die Leitung schließt die Abstimmung.": close_vote,
    "Die Leitung gibt das Ergebnis bekannt.": announce,
    "Die Verbindung reißt ab.": lambda reader: reader.page.context.set_offline(True),
    "Die Verbindung ist wieder da.": lambda reader: reader.page.context.set_offline(False),
}


def test_the_room_says_by_keyboard_what_was_written_down_before(town: Town) -> None:
    with town.inside() as app, ExitStack() as stack:
        sitting = a_sitting(f"T{new_id().hex[-6:]}", present=("ben",))
        talk = Talk(sitting.made, sitting.meeting, clock.now())
        page, observed = stack.enter_context(visitor(town.browser))
        reader = Reader(page, sitting, talk)
        page.context.expose_function("hearAloud", lambda how, text: reader.heard[how].append(text))
        page.context.add_init_script(LISTEN)
        cookie = cookie_of(app, sitting.made.persons["anna"])
        page.context.add_cookies([{"name": "forum", "value": cookie, "url": town.server.url}])
        table, nr = sitting.made.table.slug, sitting.meeting.nr
        page.goto(f"{town.server.url}/runde-tische/{table}/sitzungen/{nr}/live")
        for step in TRANSCRIPT.read_text("utf-8").splitlines():
            if step and not step.startswith("#"):
                reader.take(step)
        assert reader.heard == {"Ansage": [], "Status": []}
        assert observed.dialogs == []
        assert observed.policy_violations == []
