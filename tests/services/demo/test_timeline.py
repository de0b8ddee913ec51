"""Deeds happen in order of time, and a chapter is written whole, once, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from demo.seeding.timeline import Chapter, Deed, is_written, today_of_the_demo, write
from kernel import clock
from kernel.actors import SYSTEM
from kernel.database import db, writing
from kernel.events import EventRow

Database = scoped_session[Session]
TODAY = datetime(2026, 11, 22, 10, tzinfo=UTC)
CHAPTERS = [Chapter("first", TODAY - timedelta(days=2)), Chapter("last", TODAY)]


def days_ago(days: int) -> datetime:
    return TODAY - timedelta(days=days)


def run(*deeds: Deed) -> None:
    write(CHAPTERS, deeds, actor=SYSTEM, today=TODAY)


def test_each_deed_sees_its_own_moment_and_the_earlier_comes_first(database: Database) -> None:
    seen: list[datetime] = []
    run(*(Deed(days_ago(days), lambda: seen.append(clock.now())) for days in (1, 4, 3)))
    assert seen == [days_ago(4), days_ago(3), days_ago(1)]


def test_a_written_chapter_is_not_written_again(database: Database) -> None:
    seen: list[int] = []
    deeds = [Deed(days_ago(days), lambda days=days: seen.append(days)) for days in (3, 1)]
    run(*deeds)
    run(*deeds)
    assert seen == [3, 1]


def test_a_chapter_that_fails_leaves_the_ones_before(database: Database) -> None:
    def fail() -> None:
        assert writing()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(Deed(days_ago(3), lambda: None), Deed(days_ago(1), fail))
    assert is_written("first")
    assert not is_written("last")


def test_what_must_come_between_two_chapters_runs_outside_of_any_transaction(
    database: Database,
) -> None:
    seen: list[bool] = []
    chapters = [CHAPTERS[0], Chapter("last", TODAY, before=lambda: seen.append(writing()))]
    write(chapters, [], actor=SYSTEM, today=TODAY)
    assert seen == [False]


def test_days_are_counted_from_the_first_start_also_when_it_is_repeated_later(
    database: Database,
) -> None:
    run()
    with clock.standing_at(TODAY + timedelta(days=1)):
        assert today_of_the_demo() == TODAY


def test_the_log_says_which_chapter_was_written_and_when_it_plays(database: Database) -> None:
    run(Deed(days_ago(3), lambda: None))
    rows = db.session.scalars(select(EventRow).order_by(EventRow.seq)).all()
    assert [(row.subject_id, row.at) for row in rows] == [("first", days_ago(3)), ("last", TODAY)]


def test_a_deed_behind_the_last_chapter_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="1 deeds"):
        run(Deed(TODAY + timedelta(days=1), lambda: None))
