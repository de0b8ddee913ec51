"""Registers the rooms of participation at start."""

from flask import Flask

from accounts.drafts import port as drafts
from accounts.people import own_things
from accounts.people.load_seeding import seed_with
from accounts.sessions.actors import leave_unnoted
from kernel import actors, addresses, health, jobs, navigation, subjects, verify, waiting
from kernel.app import settings_of
from kernel.i18n import lazy
from kernel.live import rooms
from participation.consultations import (
    api,
    format_search,
    notices,
    own_list,
    own_parts,
    proposal_drafts,
    proposal_search,
    proposal_subject,
    subject,
)
from participation.consultations.events.formats import MemberRemoved
from participation.consultations.membership import tokens_of_memberships
from participation.consultations.queries.owed import owed_results
from participation.consultations.queries.recount import signature_faults
from participation.consultations.queries.waiting_answers import answers_waiting
from participation.consultations.routes import (
    formats,
    office_answers,
    office_cosigning,
    office_formats,
    office_people,
    office_results,
    office_site,
    office_votes,
    own_proposals,
    proposal_list,
    proposal_writing,
    proposals,
)
from participation.engagement_card.cli import give_cards
from participation.engagement_card.electorate import CardHolders
from participation.engagement_card.own_card import own_card_and_votes
from participation.voting import electorate, routes, vault
from participation.voting import search as vote_search
from participation.voting import subject as vote_subject
from participation.voting.api import votes_api
from participation.voting.cli import votes
from participation.voting.jobs import count_ended, keep_time, missing_keys
from participation.voting.recount import vote_faults
from participation.voting.waiting import waiting_votes
from search_index import registry


def init_app(app: Flask) -> None:
    """Make subjects, audiences and pages of participation known."""
    _consultations(app)
    _proposals(app)
    _voting(app)


def _consultations(app: Flask) -> None:
    subjects.register(subject.FORMAT)
    addresses.provide("formats.show", subject.at_address)
    registry.register(format_search.SOURCE)
    own_parts.register()
    waiting.provide(owed_results)
    actors.provide_tokens(tokens_of_memberships)
    rooms.ends_rights(MemberRemoved.kind)
    for pages in (formats, office_formats, office_results, office_people, office_site):
        app.register_blueprint(pages.blueprint)
    navigation.add(10, lazy("Beteiligung"), "formats.register_page")


def _proposals(app: Flask) -> None:
    subjects.register(proposal_subject.PROPOSAL)
    addresses.provide("proposals.show", proposal_subject.at_address)
    own_things.provide(own_list.own_list)
    verify.check("signatures", signature_faults)
    registry.register(proposal_search.SOURCE)
    for kind in ("format.edited", "format.archived"):
        registry.on_event(kind, proposal_search.changed_with_format)
    drafts.finish_with(proposal_drafts.FORM, proposal_drafts.finish)
    proposal_list.register()
    for pages in (proposals, proposal_writing, own_proposals):
        app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint)
    for desk in (office_answers, office_cosigning, office_votes):
        app.register_blueprint(desk.blueprint)
    waiting.provide(answers_waiting)
    notices.listen()


def _voting(app: Flask) -> None:
    vault.use(settings_of(app).instance / "keys")
    subjects.register(vote_subject.VOTE)
    for page in ("votes.show", "results.show"):
        addresses.provide(page, vote_subject.at_address)
    verify.check("votes", vote_faults)
    registry.register(vote_search.SOURCE)
    waiting.provide(waiting_votes)
    own_things.provide(own_card_and_votes)
    electorate.register(CardHolders())
    seed_with("card", give_cards)
    leave_unnoted(routes.voter.name)
    leave_unnoted(votes_api.name)
    for pages in (routes.public, routes.voter, routes.results, routes.office, votes_api):
        app.register_blueprint(pages)
    app.cli.add_command(votes)
    navigation.add(20, lazy("Abstimmungen"), "votes.index")
    jobs.every(1, "votes", keep_time)
    jobs.every(1, "counts", count_ended, aside=True)
    health.check("votes", missing_keys)
