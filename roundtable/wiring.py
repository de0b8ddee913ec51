"""Registers what round tables hand to the house."""

from flask import Flask

from accounts.people import own_things
from kernel import actors, addresses, jobs, navigation, subjects, verify, waiting
from kernel.i18n import lazy
from kernel.landing import lead_to_messages
from kernel.live import rooms
from roundtable.decisions import blocks as decision_blocks
from roundtable.decisions import live as decision_live
from roundtable.decisions import search as decision_search
from roundtable.decisions import subject as decision_subject
from roundtable.decisions import task_subject
from roundtable.decisions import waiting as decisions_waiting
from roundtable.decisions.api import resolutions_api
from roundtable.decisions.day_subject import DAY_RESULT
from roundtable.decisions.missed import MISSED, titles_of_votes
from roundtable.decisions.onward import ways as ways_to_votes
from roundtable.decisions.open_tasks import open_tasks_of
from roundtable.decisions.outcomes import released_of
from roundtable.decisions.queries import is_vote_under_way, motions_put
from roundtable.decisions.reminding import remind
from roundtable.decisions.reviews import to_review
from roundtable.decisions.room import vote_in_room
from roundtable.decisions.routes import PAGES
from roundtable.meetings import (
    blocks,
    hindering,
    inserts,
    motions,
    onward,
    open_tasks,
    outcomes,
    suggestions,
    telling,
)
from roundtable.meetings import routes as meeting_routes
from roundtable.meetings import search as meeting_search
from roundtable.meetings import subject as meeting_subject
from roundtable.meetings.api import meetings_api
from roundtable.meetings.attendance_block import attendance
from roundtable.meetings.catching_up.queries import votes_are
from roundtable.meetings.catching_up.routes import catching_up
from roundtable.meetings.events import StandInEnded
from roundtable.meetings.item_subject import AGENDA_ITEM
from roundtable.meetings.printing import print_new as print_invitations
from roundtable.meetings.running_now import meetings_that_wait, running_now
from roundtable.meetings.speaking import live as speaking_live
from roundtable.meetings.speaking.routes import live as room_pages
from roundtable.meetings.table_part import meetings_part
from roundtable.meetings.talk import live as talk_live
from roundtable.meetings.talk.jobs import forget_served
from roundtable.meetings.talk.routes import talk as talk_pages
from roundtable.meetings.wording import clock_text, day_and_time
from roundtable.minutes import api as minutes_api
from roundtable.minutes import awareness, notices
from roundtable.minutes import live as minutes_live
from roundtable.minutes import routes as minutes_routes
from roundtable.minutes.blocks import materialised
from roundtable.minutes.history import routes as minutes_history
from roundtable.minutes.onward import sheet as sheet_of_minutes
from roundtable.minutes.onward import ways as ways_to_minutes
from roundtable.minutes.printing import mended, obstacles
from roundtable.minutes.reading import api as reading_programs
from roundtable.minutes.reading import routes as reading_pages
from roundtable.minutes.reading import search as reading_search
from roundtable.minutes.reading.onward import ways as ways_to_the_published
from roundtable.minutes.reading.prints import print_new
from roundtable.minutes.reading.subject import KINDS as PUBLISHED
from roundtable.minutes.recount import minutes_faults
from roundtable.minutes.services.snapshots import keep_due
from roundtable.minutes.subject import MINUTES_DOC
from roundtable.minutes.workflow import seams
from roundtable.minutes.workflow.jobs import forget_working_texts, keep_time
from roundtable.minutes.workflow.recount import version_faults
from roundtable.minutes.workflow.routes import PAGES as WORKFLOW
from roundtable.minutes.workflow.waiting import minutes_at_the_table, minutes_to_release
from roundtable.tables import own_list, page_parts, running, search, subject
from roundtable.tables.events import SeatEnded
from roundtable.tables.routes import office_seats, office_tables, own, public
from roundtable.tables.seating import tokens_of_seats
from search_index import registry

HOUR_S = 3_600
#: imported, so that sockets know them
DEEDS = (
    *speaking_live.DEEDS,
    *talk_live.DEEDS,
    *decision_live.DEEDS,
    minutes_live.join,
    minutes_live.update,
    awareness.aware,
)


def init_app(app: Flask) -> None:
    """Make tables, their seats and their pages known, and meetings to everybody."""
    for kind in (subject.TABLE, meeting_subject.MEETING, AGENDA_ITEM, telling.MEETING_ROOM):
        subjects.register(kind)
    for source in (search.SOURCE, meeting_search.SOURCE):
        registry.register(source)
    rooms.register(telling.ROOM)
    rooms.ends_rights(SeatEnded.kind, StandInEnded.kind)
    actors.provide_tokens(tokens_of_seats)
    own_things.provide(own_list.own_list)
    for pages in (public, office_tables, office_seats, own):
        app.register_blueprint(pages.blueprint)
    navigation.add(30, lazy("Runde Tische"), "tables.index")
    _meetings(app)
    _minutes(app)
    _reading(app)
    _decisions(app)


def _minutes(app: Flask) -> None:
    subjects.register(MINUTES_DOC)
    notices.listen()
    onward.provide(ways_to_minutes)
    inserts.provide_sheet(sheet_of_minutes)
    verify.check("minutes", minutes_faults)
    verify.check("minutes-versions", version_faults)
    jobs.every(1, "minutes", keep_time)
    jobs.every(30, "minutes-snapshots", keep_due)
    waiting.provide(minutes_to_release)
    waiting.provide(minutes_at_the_table)
    for pages in (
        minutes_api.blueprint,
        minutes_routes.blueprint,
        minutes_history.blueprint,
        *WORKFLOW,
    ):
        app.register_blueprint(pages)
        lead_to_messages(app, pages)


def _reading(app: Flask) -> None:
    seams.print_with(seams.Press(mended, obstacles))
    seams.write_out_with(materialised)
    for kind in PUBLISHED:
        subjects.register(kind)
    onward.provide(ways_to_the_published)
    for source in reading_search.SOURCES:
        registry.register(source)
    for fact in reading_search.CHANGING:
        registry.on_event(fact, reading_search.touched)
    jobs.every(1, "minutes-prints", print_new, aside=True)
    for pages in (reading_pages.blueprint, reading_programs.blueprint):
        app.register_blueprint(pages)


def _meetings(app: Flask) -> None:
    blocks.provide(attendance)
    page_parts.provide(meetings_part)
    running.provide(running_now)
    waiting.provide(meetings_that_wait)
    jobs.every(1, "invitation-prints", print_invitations, aside=True)
    app.jinja_env.filters.update(tagundzeit=day_and_time, uhrzeit=clock_text)
    for pages in (
        meeting_routes.public,
        meeting_routes.leading,
        meeting_routes.agenda,
        meeting_routes.links,
        meeting_routes.calendars,
        meetings_api,
        meeting_routes.answers,
        room_pages,
        talk_pages,
        catching_up,
    ):
        app.register_blueprint(pages)
        lead_to_messages(app, pages)
    jobs.every(HOUR_S, "talk", forget_served)
    jobs.every(HOUR_S, "minutes-texts", forget_working_texts)


def _decisions(app: Flask) -> None:
    decision_live.speak_of_votes()
    decision_blocks.listen()
    hindering.ask_for_open_votes(is_vote_under_way)
    motions.ask_for_motions(motions_put)
    onward.provide(ways_to_votes)
    open_tasks.ask_for_open_tasks(open_tasks_of)
    outcomes.provide(released_of)
    suggestions.provide(to_review)
    for lines in (decisions_waiting.own_tasks, decisions_waiting.to_review):
        waiting.provide(lines)
    jobs.every(HOUR_S / 4, "reminders", remind)
    inserts.provide(vote_in_room)
    votes_are(MISSED, titles_of_votes)
    subjects.register(decision_subject.RESOLUTION)
    subjects.register(task_subject.TASK)
    addresses.provide("resolutions.show", decision_subject.at_address)
    subjects.register(DAY_RESULT)
    for source in decision_search.SOURCES:
        registry.register(source)
    registry.on_event("day_result.released", decision_search.touched)
    registry.on_event("day_result.corrected", decision_search.corrected)
    for pages in (*PAGES, resolutions_api):
        app.register_blueprint(pages)
        lead_to_messages(app, pages)
    navigation.add(35, lazy("Beschlüsse"), "resolutions.index")
