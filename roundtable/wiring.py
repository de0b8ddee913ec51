"""Registers what round tables hand to the house."""

from flask import Flask

from accounts.people import own_things
from kernel import actors, jobs, navigation, subjects, verify, waiting
from kernel.i18n import lazy
from kernel.live import rooms
from roundtable.decisions import live as decision_live
from roundtable.decisions import search as decision_search
from roundtable.decisions import subject as decision_subject
from roundtable.decisions.api import resolutions_api
from roundtable.decisions.onward import ways as ways_to_votes
from roundtable.decisions.queries import is_vote_under_way, motions_put
from roundtable.decisions.routes import PAGES
from roundtable.meetings import hindering, motions, onward, telling
from roundtable.meetings import routes as meeting_routes
from roundtable.meetings import search as meeting_search
from roundtable.meetings import subject as meeting_subject
from roundtable.meetings.printing import print_new as print_invitations
from roundtable.meetings.speaking import live as speaking_live
from roundtable.meetings.speaking.routes import live as room_pages
from roundtable.meetings.wording import clock_text, day_and_time
from roundtable.minutes import api as minutes_api
from roundtable.minutes import live as minutes_live
from roundtable.minutes import notices
from roundtable.minutes import routes as minutes_routes
from roundtable.minutes.onward import ways as ways_to_minutes
from roundtable.minutes.printing import mended, obstacles
from roundtable.minutes.reading import api as reading_programs
from roundtable.minutes.reading import routes as reading_pages
from roundtable.minutes.reading import search as reading_search
from roundtable.minutes.reading.onward import ways as ways_to_the_published
from roundtable.minutes.reading.prints import print_new
from roundtable.minutes.reading.subject import KINDS as PUBLISHED
from roundtable.minutes.recount import minutes_faults
from roundtable.minutes.subject import MINUTES_DOC
from roundtable.minutes.workflow import seams
from roundtable.minutes.workflow.jobs import keep_time
from roundtable.minutes.workflow.recount import version_faults
from roundtable.minutes.workflow.routes import PAGES as WORKFLOW
from roundtable.minutes.workflow.waiting import minutes_at_the_table, minutes_to_release
from roundtable.tables import own_list, search, subject
from roundtable.tables.routes import office_seats, office_tables, own, public
from roundtable.tables.seating import tokens_of_seats
from search_index import registry

#: imported, so that sockets know them
DEEDS = (*speaking_live.DEEDS, minutes_live.join, minutes_live.update)


def init_app(app: Flask) -> None:
    """Make tables, their seats and their pages known, and meetings to everybody."""
    for kind in (subject.TABLE, meeting_subject.MEETING, telling.MEETING_ROOM):
        subjects.register(kind)
    for source in (search.SOURCE, meeting_search.SOURCE):
        registry.register(source)
    rooms.register(telling.ROOM)
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
    verify.check("minutes", minutes_faults)
    motions.ask_for_motions(motions_put)
    verify.check("minutes-versions", version_faults)
    jobs.every(1, "minutes", keep_time)
    waiting.provide(minutes_to_release)
    waiting.provide(minutes_at_the_table)
    for pages in (minutes_api.blueprint, minutes_routes.blueprint, *WORKFLOW):
        app.register_blueprint(pages)


def _reading(app: Flask) -> None:
    seams.print_with(seams.Press(mended, obstacles))
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
    jobs.every(1, "invitation-prints", print_invitations, aside=True)
    app.jinja_env.filters.update(tagundzeit=day_and_time, uhrzeit=clock_text)
    for pages in (
        meeting_routes.public,
        meeting_routes.leading,
        meeting_routes.agenda,
        meeting_routes.answers,
        room_pages,
    ):
        app.register_blueprint(pages)


def _decisions(app: Flask) -> None:
    decision_live.speak_of_votes()
    hindering.ask_for_open_votes(is_vote_under_way)
    onward.provide(ways_to_votes)
    subjects.register(decision_subject.RESOLUTION)
    registry.register(decision_search.SOURCE)
    registry.on_event("day_result.released", decision_search.touched)
    for pages in (*PAGES, resolutions_api):
        app.register_blueprint(pages)
    navigation.add(35, lazy("Beschlüsse"), "resolutions.index")
