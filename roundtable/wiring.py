"""Registers what round tables hand to the house."""

from flask import Flask

from accounts.people import own_things
from kernel import actors, navigation, subjects, verify
from kernel.i18n import lazy
from kernel.live import rooms
from roundtable.decisions import live as decision_live
from roundtable.decisions import search as decision_search
from roundtable.decisions import subject as decision_subject
from roundtable.decisions.api import resolutions_api
from roundtable.decisions.onward import ways as ways_to_votes
from roundtable.decisions.queries import is_vote_under_way
from roundtable.decisions.routes import PAGES
from roundtable.meetings import hindering, onward, telling
from roundtable.meetings import routes as meeting_routes
from roundtable.meetings import search as meeting_search
from roundtable.meetings import subject as meeting_subject
from roundtable.meetings.speaking import live as speaking_live
from roundtable.meetings.speaking.routes import live as room_pages
from roundtable.meetings.wording import clock_text, day_and_time
from roundtable.minutes import api as minutes_api
from roundtable.minutes import awareness, notices
from roundtable.minutes import live as minutes_live
from roundtable.minutes import routes as minutes_routes
from roundtable.minutes.onward import ways as ways_to_minutes
from roundtable.minutes.recount import minutes_faults
from roundtable.minutes.subject import MINUTES_DOC
from roundtable.tables import own_list, search, subject
from roundtable.tables.routes import office_seats, office_tables, own, public
from roundtable.tables.seating import tokens_of_seats
from search_index import registry

#: imported, so that sockets know them
DEEDS = (*speaking_live.DEEDS, minutes_live.join, minutes_live.update, awareness.aware)


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
    _decisions(app)


def _minutes(app: Flask) -> None:
    subjects.register(MINUTES_DOC)
    notices.listen()
    onward.provide(ways_to_minutes)
    verify.check("minutes", minutes_faults)
    for pages in (minutes_api.blueprint, minutes_routes.blueprint):
        app.register_blueprint(pages)


def _meetings(app: Flask) -> None:
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
