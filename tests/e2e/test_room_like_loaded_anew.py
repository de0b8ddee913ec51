"""The room that follows along is the room one would load now: for each seat, after each thing that happens there."""

from collections.abc import Callable
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page

from roundtable.decisions.rules.votes import Choice
from roundtable.decisions.services import announce_vote, close_vote
from roundtable.meetings import services
from roundtable.meetings.rules.states import ItemState
from tests.e2e.in_room import Room
from tests.factories import meetings
from tests.factories.decisions import Sitting, call
from tests.factories.meetings import MEETS_AT, at
from tests.factories.speaking import Talk
from tests.support.town import Town

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

LONG, PAUSE = 15_000, 250
WHO = ("chair", "secretary", "anna", "guest")
#: what stands in one of both only: parts of the page, and what can be pressed, chosen or followed in it
DIFFERENCES = """async () => {
  const answer = await fetch(location.pathname, { credentials: 'same-origin' });
  const anew = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const pathOf = (it) => (it.getAttribute('href') || '').replace(location.origin, '').split('?')[0];
  const lasting = (part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll('.ef-room__clock').forEach((it) => it.replaceChildren());
    copy.querySelectorAll('[data-seconds]').forEach((it) => it.removeAttribute('data-seconds'));
    copy.querySelectorAll('input[type=hidden]').forEach((it) => it.removeAttribute('value'));
    copy.querySelectorAll('a').forEach((it) => it.setAttribute('href', pathOf(it)));
    return copy.innerHTML.replace(/\\s+/g, ' ').trim();
  };
  const parts = (page) => Array.from(page.querySelectorAll('[data-part]'), (it) => it.id + ': ' + lasting(it));
  const CONTROLS = 'main button, main a, main summary, main select, main textarea, main input:not([type=hidden])';
  const nameOf = (it) => (it.id || pathOf(it) || it.textContent).replace(/[(]\\d.*[)]/, '').trim();
  const controls = (page) => Array.from(page.querySelectorAll(CONTROLS), (it) => it.localName + ' ' + nameOf(it));
  const [shown, wanted] = [document, anew].map((page) => [...parts(page), ...controls(page)]);
  return {
    missing: wanted.filter((it) => !shown.includes(it)),
    left_over: shown.filter((it) => !wanted.includes(it)),
  };
}"""


def is_like_loaded_anew(page: Page, who: str, after: str) -> None:
    """Within the time that telling takes."""
    for _try in range(LONG // PAUSE):
        found = page.evaluate(DIFFERENCES)
        if not any(found.values()):
            return
        page.wait_for_timeout(PAUSE)
    raise AssertionError((who, after, found))


def an_early_room(town: Town, stack: ExitStack) -> tuple[Sitting, Talk, Room]:
    """Everybody is invited, nobody has come."""
    app = stack.enter_context(town.inside())
    made = meetings.a_round()
    meeting = meetings.planned(made)
    meetings.with_item(made, meeting, "Freistellung", public=True, kind="beschluss")
    meetings.invited(made, meeting)
    talk = Talk(made, meeting, MEETS_AT)
    return Sitting(made, meeting, meeting.items[-1]), talk, Room(town, app, talk, stack)


def test_what_follows_along_is_what_would_be_loaded(town: Town) -> None:
    with ExitStack() as stack:
        sitting, talk, room = an_early_room(town, stack)
        pages = {who: room.browser(who) for who in WHO}
        for name, deed in deeds(sitting, talk).items():
            deed()
            for who, page in pages.items():
                is_like_loaded_anew(page, who, name)


def deeds(sitting: Sitting, talk: Talk) -> dict[str, Callable[[], object]]:
    """A meeting from its opening to its end, each deed by whom it belongs to."""
    made, meeting = sitting.made, sitting.meeting
    first = meeting.items[0]
    known: dict[str, object] = {}

    def keep(name: str, made_: object) -> None:
        known[name] = made_

    def begin() -> None:
        with at(MEETS_AT):
            services.start_meeting(
                actor=made.actor("chair"), meeting=meeting, agenda_confirmed=True
            )

    def speaks(deed: str) -> Callable[[], object]:
        return lambda: talk.chair(deed, entry_id=known["entry"].id)

    def come(who: str) -> Callable[[], None]:
        return lambda: talk.presence(who, inward=True)

    return {
        "chair is there": come("chair"),
        "anna is there": come("anna"),
        "the meeting is opened": begin,
        "an item is called": lambda: call(sitting, first, ItemState.AUFGERUFEN),
        "ben is there": come("ben"),
        "ben asks": lambda: keep("entry", talk.ask("ben")),
        "anna asks": lambda: talk.ask("anna"),
        "ben is called": speaks("call_next"),
        "ben speaks": speaks("start_speech"),
        "ben pauses": speaks("pause_speech"),
        "ben has spoken": speaks("end_speech"),
        "the list is closed": lambda: talk.chair("turn_list", closed=True),
        "the item is dealt with": lambda: call(sitting, first, ItemState.BERATEN),
        "the next item is called": lambda: call(sitting, sitting.item, ItemState.AUFGERUFEN),
        "a vote is opened": lambda: keep("vote", sitting.opened()),
        "somebody votes": lambda: sitting.cast(known["vote"], "ben", Choice.DAFUER),
        "the vote is closed": lambda: sitting.do(close_vote, vote=known["vote"]),
        "the result is told": lambda: sitting.do(announce_vote, vote=known["vote"]),
        "the meeting pauses": lambda: sitting.do(services.interrupt_meeting, meeting=meeting),
        "the meeting goes on": lambda: sitting.do(services.resume_meeting, meeting=meeting),
        "the meeting ends": sitting.close,
    }
