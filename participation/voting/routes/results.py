"""The result, its reasons and its files."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from kernel.access import PUBLIC, access, actor
from kernel.errors import NotFound
from participation.voting import exports, queries, wording
from participation.voting.models import Vote
from participation.voting.permissions import can_see_result
from participation.voting.results import Result

results = Blueprint("results", __name__, url_prefix="/abstimmungen")


@results.get("/<slug>/ergebnis")
@access(PUBLIC)
def show(slug: str) -> ResponseReturnValue:
    """What was chosen, beside the simplest rule, and why."""
    vote, result = _result(slug)
    return render_template(
        "participation/voting/result.html",
        vote=vote,
        result=result,
        mark=wording.mark_of(vote),
        rule=wording.rule_in_words(vote),
        rule_name=wording.name_of_rule(result.rule),
        beside_name=wording.name_of_rule(result.beside_rule),
        may_publish_ballots=exports.may_publish(vote),
    )


@results.get("/<slug>/ergebnis.csv")
@access(PUBLIC)
def csv(slug: str) -> ResponseReturnValue:
    """The table of the page as CSV."""
    vote, result = _result(slug)
    return _file(exports.as_csv(vote, result), "text/csv; charset=utf-8", f"{slug}.csv")


@results.get("/<slug>/ergebnis.pb")
@access(PUBLIC)
def pabulib(slug: str) -> ResponseReturnValue:
    """The ballots for a recount, where they identify nobody."""
    vote, _result_of = _result(slug)
    if not exports.may_publish(vote):
        raise NotFound
    return _file(exports.as_pabulib(vote), "text/plain; charset=utf-8", f"{slug}.pb")


def _result(slug: str) -> tuple[Vote, Result]:
    vote = queries.vote_for(actor(), slug)
    if vote.result is None or not can_see_result(actor(), vote):
        raise NotFound
    return vote, Result.of_json(vote.result)


def _file(text: str, content_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type=content_type, headers=headers)
