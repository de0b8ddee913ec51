"""Many at once: signatures, the limit per person, numbers, repeated submits; real commits on both databases."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from kernel.database import db
from kernel.errors import NotPermitted
from kernel.idempotency import once
from participation.consultations.models.proposals import Proposal, Signature
from participation.consultations.queries.formats import format_for
from participation.consultations.queries.proposals import proposal_for
from participation.consultations.services import proposals as services
from participation.consultations.services.signatures import sign
from tests.factories.actors import a_citizen
from tests.factories.formats import a_format
from tests.factories.proposals import a_proposal, words
from tests.support.parallel import in_parallel

pytestmark = pytest.mark.race


def rows(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_200_parallel_signatures_of_one_person_are_one(real_app) -> None:
    anna = a_citizen()
    with real_app.app_context():
        slug = a_proposal().format.slug

    def act(_index: int) -> bool:
        return sign(actor=anna, proposal=proposal_for(anna, slug, 1))

    answers = in_parallel(real_app, act, 200)
    assert answers.count(True) == 1
    assert answers.count(False) == 199
    with real_app.app_context():
        assert rows(Signature) == 1
        assert proposal_for(anna, slug, 1).signatures == 1


def test_signatures_of_many_people_are_all_counted(real_app) -> None:
    people = [a_citizen() for _ in range(40)]
    with real_app.app_context():
        slug = a_proposal().format.slug

    def act(index: int) -> bool:
        return sign(actor=people[index], proposal=proposal_for(people[index], slug, 1))

    assert in_parallel(real_app, act, 40) == [True] * 40
    with real_app.app_context():
        assert proposal_for(people[0], slug, 1).signatures == 40


def submit_in_parallel(real_app, number: int) -> list[object]:
    """One person sends so many different proposals at once; the format allows three."""
    anna = a_citizen()
    with real_app.app_context():
        slug = a_format(proposals_per_person=3).slug

    def act(_index: int) -> int:
        proposal = services.propose(actor=anna, format_=format_for(anna, slug), draft=words())
        return proposal.number

    return in_parallel(real_app, act, number)


def test_parallel_submits_never_pass_the_limit_nor_share_a_number(real_app) -> None:
    answers = submit_in_parallel(real_app, 20)
    assert sorted(answer for answer in answers if isinstance(answer, int)) == [1, 2, 3]
    assert sum(isinstance(answer, NotPermitted) for answer in answers) == 17


@pytest.mark.parametrize("real_app", ["postgresql"], indirect=True)
def test_without_holding_the_format_parallel_submits_would_break(real_app, monkeypatch) -> None:
    monkeypatch.setattr(services, "hold", lambda format_: format_)
    with pytest.raises(IntegrityError, match="uq_proposals_format_id_number"):
        submit_in_parallel(real_app, 20)


def test_50_identical_submits_are_one_proposal_with_one_answer(real_app) -> None:
    anna, draft = a_citizen(), words()
    with real_app.app_context():
        slug = a_format().slug

    def work() -> str:
        format_ = format_for(anna, slug)
        return str(services.propose(actor=anna, format_=format_, draft=draft).number)

    def act(_index: int) -> str:
        return once(actor=anna, key="k", request="propose", work=work)

    assert in_parallel(real_app, act, 50) == ["1"] * 50
    with real_app.app_context():
        assert rows(Proposal) == 1
