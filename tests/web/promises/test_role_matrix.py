"""Every route as every role: the declared threshold decides, whatever the route does behind it.

Who passes which threshold is written here by hand; the program is not asked.
"""

import pytest

from accounts.roles import ROLES
from kernel import limits
from kernel.actors import SITE
from tests.factories.people import person
from tests.factories.walks import SAFE, Stop, first_stops, stops

ELSEWHERE = "district:anderswo"
VISITOR = ("visitor", "")
EVERYBODY = [VISITOR, *((role, scope) for role in ROLES for scope in (SITE, ELSEWHERE))]
OFFICE = {("administration", SITE), ("administration", ELSEWHERE)}
SECOND = {("second-check", SITE), ("second-check", ELSEWHERE)}
EVALUATORS = {("evaluator", SITE), ("evaluator", ELSEWHERE)}
OPERATORS = {("operator", SITE), ("operator", ELSEWHERE)}
PASSES = {
    "public": set(EVERYBODY),
    "signed-in": set(EVERYBODY) - {VISITOR},
    "office": OFFICE,
    "desk": OFFICE | SECOND | EVALUATORS | OPERATORS,
    "second-look": OFFICE | SECOND,
    "evaluation": OFFICE | EVALUATORS,
    "moderation": {("moderator", SITE), ("moderator", ELSEWHERE)},
    "people": {("administration", SITE), ("operator", SITE)},
    "operation": {("operator", SITE)},
}
#: behind these thresholds a role holds in its scope only
SCOPED = {"office", "second-look", "evaluation", "moderation"}
#: what is nobody's in particular, so that a role of any scope opens it
OF_NO_SCOPE = {
    "office.today",
    "office_answers.index",
    "office_cosigning.cosign",
    "office_formats.index",
    "office_tables.index",
}
#: for the author of the proposal, and for who is on the roll: nobody else
OF_ONE_PERSON = {
    "ballots.choose",
    "own_proposals.attachments",
    "own_proposals.edit",
    "own_proposals.withdraw",
}
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # no database decides here
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def client_of(browse, who: tuple[str, str]):
    """A browser of somebody with this one role in this one scope."""
    role, scope = who
    return browse(None if who == VISITOR else person("Ben", role=role, scope=scope))


def is_asked_to_sign_in(answer) -> bool:
    return answer.status_code == 401 or (
        answer.status_code in {302, 303} and answer.location.startswith("/anmelden?weiter=")
    )


def is_shut_out(who: tuple[str, str], answer) -> bool:
    return is_asked_to_sign_in(answer) if who == VISITOR else answer.status_code == 403


def is_as_declared(who: tuple[str, str], stop: Stop, answer) -> bool:
    if who not in PASSES[stop.threshold]:
        return is_shut_out(who, answer)
    if stop.endpoint in OF_ONE_PERSON:
        return answer.status_code == 403
    if who[1] == ELSEWHERE and stop.threshold in SCOPED and stop.endpoint not in OF_NO_SCOPE:
        return answer.status_code in {403, 404}
    return answer.status_code != 403 and not is_asked_to_sign_in(answer)


def faults_of(who: tuple[str, str], client, found: list[Stop], method: str) -> list[str]:
    faults = []
    for stop in found:
        limits.forget_all()
        answer = client.open(stop.path, method=method, headers=SAME_ORIGIN)
        answer.close()
        if answer.status_code >= 500 or not is_as_declared(who, stop, answer):
            faults.append(f"{who}: {method} {stop.path} ({stop.threshold}): {answer.status}")
    return faults


def test_what_is_read_follows_the_threshold(app, city, browse) -> None:
    reading = [stop for stop in first_stops(app, city) if stop.gets]
    faults: list[str] = []
    for who in EVERYBODY:
        faults += faults_of(who, client_of(browse, who), reading, "GET")
    assert faults == []


def test_who_does_not_pass_a_threshold_changes_nothing_behind_it(
    app, city, browse, statements
) -> None:
    changing = [stop for stop in first_stops(app, city) if stop.unsafe]
    for who in EVERYBODY:
        client = client_of(browse, who)
        refused = [stop for stop in changing if who not in PASSES[stop.threshold]]
        statements.clear()
        assert faults_of(who, client, refused, "POST") == []
        assert statements.writes == []


def test_every_threshold_stands_in_the_matrix(app, city) -> None:
    assert {stop.threshold for stop in stops(app, city)} <= PASSES.keys()


def is_refused(answer) -> bool:
    """Not proven; a program is told that it needs a key."""
    asks_for_a_key = answer.request.path.startswith("/api/") and answer.status_code == 401
    return asks_for_a_key or answer.status_code == 403


def test_a_change_without_proof_of_its_origin_is_refused_whoever_sends_it(
    app, city, browse, statements
) -> None:
    changing = [stop for stop in stops(app, city) if stop.unsafe]
    assert len(changing) > 60
    for someone in (None, city.anna, city.jonas):
        client = browse(someone)
        statements.clear()
        for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
            answers = {
                f"{method} {stop.path}": client.open(stop.path, method=method, headers=headers)
                for stop in changing
                for method in stop.unsafe
            }
            assert [path for path, answer in answers.items() if not is_refused(answer)] == []
        assert statements.writes == []


def test_unsafe_methods_are_those_that_http_names(app) -> None:
    methods = {m for rule in app.url_map.iter_rules() for m in rule.methods or ()}
    assert methods - SAFE <= {"POST", "PUT", "PATCH", "DELETE"}
