"""A process that plays the script to its end: `python -m tests.faults.scripted_members BEGIN`.

Its clock runs fast, so that each move is due at each look: two such processes want to make the same move at once.
"""

import sys
from datetime import datetime, timedelta

from app import create_app
from demo.members.script import script
from demo.members.stage import Stage, running_meeting
from kernel import clock
from kernel.app import settings_of
from kernel.settings import Settings

STEP = timedelta(seconds=30)


def main() -> None:
    """Look again and again, until nothing is left."""
    app, stage = create_app(Settings()), Stage()
    now = datetime.fromisoformat(sys.argv[1])
    clock.now = lambda: now
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    while True:
        with app.app_context():
            meeting = running_meeting()
            moves = script()[meeting.called.title] if meeting and meeting.called else ()
            if meeting is None or stage.next_of(meeting.id, moves)[0] is None:
                break
            stage.go_on(settings_of(app), lambda _room: True)
        now += STEP


if __name__ == "__main__":
    main()
