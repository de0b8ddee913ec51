"""The result, its reasons and its files."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from kernel import codes
from kernel.access import PUBLIC, access, actor
from kernel.errors import NotFound
from kernel.kept import kept_for_readers
from kernel.way import way
from participation.voting import exports, queries, wording
from participation.voting.forms import CodeForm
from participation.voting.models import Vote
from participation.voting.permissions import can_see_result
from participation.voting.results import Result

results = Blueprint("results", __name__, url_prefix="/abstimmungen")


@results.get("/<slug>/ergebnis")
@access(PUBLIC)
@kept_for_readers
def show(slug: str) -> str:
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
        cards=queries.cards_of(actor(), vote),
        way=way(actor(), vote.subject),
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


@results.route("/<slug>/pruefen", methods=["GET", "POST"])
@access(PUBLIC)
def check(slug: str) -> ResponseReturnValue:
    """Whether the ballot with a check code was counted; nobody is asked who they are, nothing is noted."""
    vote = queries.vote_for(actor(), slug)
    form = CodeForm.of_request()
    code = codes.normal(form.code.data or "")
    counted = code is not None and queries.is_code_counted(vote, code)
    values = {"vote": vote, "form": form, "code": code, "counted": counted}
    return render_template("participation/voting/check_code.html", **values)


@results.get("/<slug>/pruefcodes.txt")
@access(PUBLIC)
def code_list(slug: str) -> ResponseReturnValue:
    """The check codes of all counted ballots, one a line."""
    vote = queries.vote_for(actor(), slug)
    if not vote.has_codes:
        raise NotFound
    text = "".join(f"{code}\n" for code in queries.counted_codes(vote))
    return _file(text, "text/plain; charset=utf-8", f"{slug}-pruefcodes.txt")


def _result(slug: str) -> tuple[Vote, Result]:
    vote = queries.vote_for(actor(), slug)
    if vote.result is None or not can_see_result(actor(), vote):
        raise NotFound
    return vote, Result.of_json(vote.result)


def _file(text: str, content_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type=content_type, headers=headers)
