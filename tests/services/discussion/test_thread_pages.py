"""Reading conversations: order, pages, nesting, and a constant number of statements."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert

from discussion.threads.models import Comment, State, Thread
from discussion.threads.queries.comments import counts_for
from discussion.threads.queries.pages import branch_page, thread_page
from discussion.threads.rules.agreement import agreement_of
from discussion.threads.services.correcting import undo_comment
from discussion.threads.services.reacting import react
from kernel import clock
from kernel.actors import ANONYMOUS
from kernel.database import db, in_transaction
from kernel.errors import NotFound
from kernel.ids import new_id
from tests.factories.actors import a_citizen, an_official
from tests.factories.threads import CLOSED, Topic, a_comment


def many(topic: Topic, count: int, *, replies: int = 0) -> list[UUID]:
    """So many roots, oldest first, each with replies; written at once, for a list needs only rows."""
    thread, at, roots = new_id(), clock.now() - timedelta(days=9), []
    rows: list[dict[str, object]] = []
    for number in range(count):
        root = new_id()
        roots.append(root)
        when = at + timedelta(seconds=number // 2)  # neighbours share an instant
        rows.append(row(thread, root, number, when, reply_count=replies))
        rows += [
            row(thread, new_id(), number, when, root=root, place=place)
            for place in range(1, replies + 1)
        ]
    kind, id_ = topic.subject.kind, topic.subject.id
    head = {"id": thread, "subject_kind": kind, "subject_id": id_, "created_at": at, "version": 1}

    def write() -> None:
        db.session.execute(insert(Thread).values(**head, comment_count=len(rows)))
        db.session.execute(insert(Comment), rows)

    in_transaction(write)
    return roots


def row(thread, id_, number, when, *, root=None, place=0, reply_count=0) -> dict[str, object]:
    return {
        "id": id_,
        "thread_id": thread,
        "parent_id": root,
        "root_id": root,
        "depth": 2 if root else 1,
        "place": place,
        "reply_count": reply_count,
        "author_id": new_id(),
        "state": State.SICHTBAR,
        "created_at": when,
        "text": "Ja.",
        "text_html": "<p>Ja.</p>",
        "text_version": 1,
        "up_count": number % 7,
        "agreement": agreement_of(number % 7, 0),
    }


def all_pages(actor, topic, order: str) -> list[UUID]:
    """The roots in the order a reader meets them who follows the links."""
    met: list[UUID] = []
    cursor: str | None = ""
    while cursor is not None:
        page = thread_page(actor, topic.subject, order, cursor)
        met += [view.id for view in page.comments]
        cursor = str(page.next_cursor) if page.next_cursor else None
    return met


@pytest.mark.parametrize("actor", [ANONYMOUS, a_citizen()], ids=["visitor", "signed in"])
def test_a_page_costs_three_statements_at_any_length(database, made, statements, actor) -> None:
    costs = {}
    for count in (10, 250, 1_250):
        topic = made.create()
        many(topic, count, replies=3)
        statements.drain()
        page = thread_page(actor, topic.subject)
        assert (page.count, len(page.comments)) == (count * 4, min(20, count))
        costs[count] = len(statements.drain())
    assert set(costs.values()) == {3}


def test_a_page_says_what_its_room_was_told_last(database, topic) -> None:
    assert thread_page(ANONYMOUS, topic.subject).told == 0
    anna = a_citizen()
    first = a_comment(topic, by=anna)
    a_comment(topic)
    react(actor=a_citizen(), comment_id=first, value=1)
    undo_comment(actor=anna, comment_id=first)
    assert thread_page(ANONYMOUS, topic.subject).told == 3, "two comments and one taken back"


def test_reading_writes_nothing(database, made, statements) -> None:
    topic = made.create()
    thread_page(ANONYMOUS, topic.subject)
    assert statements.writes == []


@pytest.mark.parametrize("order", ["neueste", "aelteste", "zustimmung"])
def test_pages_show_every_root_once_in_order(database, topic, order) -> None:
    roots = many(topic, 67)
    met = all_pages(ANONYMOUS, topic, order)
    assert sorted(met) == sorted(roots)
    if order == "aelteste":
        assert met == roots
    if order == "neueste":
        assert met == roots[::-1]
    if order == "zustimmung":
        votes = [roots.index(id_) % 7 for id_ in met]
        assert votes == sorted(votes, reverse=True)


def test_a_comment_posted_meanwhile_doubles_nothing(database, topic) -> None:
    many(topic, 30)
    first = thread_page(ANONYMOUS, topic.subject)
    a_comment(topic)
    second = thread_page(ANONYMOUS, topic.subject, "neueste", str(first.next_cursor))
    assert not {v.id for v in first.comments} & {v.id for v in second.comments}
    assert first.next_anchor == second.comments[0].anchor


def test_three_replies_stand_below_and_the_fourth_is_where_the_link_leads(database, topic) -> None:
    root = a_comment(topic)
    replies = [a_comment(topic, to=root) for _ in range(5)]
    view = thread_page(ANONYMOUS, topic.subject).comments[0]
    assert [reply.id for reply in view.replies] == replies[:3]
    assert (view.more_count, view.more_id) == (2, replies[3])


def test_replies_nest_under_what_they_answer(database, topic) -> None:
    root = a_comment(topic)
    first, second = a_comment(topic, to=root), a_comment(topic, to=root)
    third = a_comment(topic, to=first)
    view = thread_page(ANONYMOUS, topic.subject).comments[0]
    assert [reply.id for reply in view.replies] == [first, second]
    assert [reply.id for reply in view.replies[0].replies] == [third]


def test_an_answer_on_the_last_level_names_whom_it_answers(database, topic) -> None:
    root = a_comment(topic)
    second = a_comment(topic, to=root)
    third = a_comment(topic, to=second)
    fourth = a_comment(topic, to=third)
    below = branch_page(ANONYMOUS, root).root.replies[0].replies
    assert [(view.id, view.answers_elsewhere) for view in below] == [(third, False), (fourth, True)]
    assert below[1].answers_author == below[0].author


def test_a_permalink_shows_the_page_of_the_branch_that_holds_the_comment(database, topic) -> None:
    many(topic, 1, replies=45)
    root = thread_page(ANONYMOUS, topic.subject).comments[0].id
    first = branch_page(ANONYMOUS, root)
    second = branch_page(ANONYMOUS, first.next_id)
    third = branch_page(ANONYMOUS, second.next_id)
    pages = [[view.place for view in page.root.replies] for page in (first, second, third)]
    assert pages == [list(range(1, 21)), list(range(21, 41)), list(range(41, 46))]
    assert [page.has_earlier for page in (first, second, third)] == [False, True, True]
    assert third.next_id is None


def test_an_empty_place_shows_no_name(database, topic) -> None:
    anna = a_citizen()
    root = a_comment(topic, by=anna)
    a_comment(topic, to=root)
    undo_comment(actor=anna, comment_id=root)
    view = thread_page(anna, topic.subject).comments[0]
    assert (view.is_undone, view.author, view.html) == (True, "", None)
    assert not any((view.may_reply, view.may_edit, view.may_undo, view.may_react))


def test_a_reader_sees_what_they_may_do(database, topic) -> None:
    anna = a_citizen()
    comment_id = a_comment(topic, by=anna)
    react(actor=anna, comment_id=comment_id, value=-1)
    own, other, visitor, moderator = (
        thread_page(actor, topic.subject).comments[0]
        for actor in (anna, a_citizen(), ANONYMOUS, an_official(role="moderator"))
    )
    assert (own.may_edit, own.may_undo, own.may_reply, own.voice) == (True, True, True, -1)
    assert (other.may_edit, other.may_undo, other.may_reply, other.voice) == (False, False, True, 0)
    assert (visitor.may_reply, visitor.may_react, visitor.may_moderate) == (True, False, False)
    assert moderator.may_moderate


def test_a_closed_conversation_is_readable_and_says_why(database, topic) -> None:
    a_comment(topic)
    topic.is_open = False
    page = thread_page(a_citizen(), topic.subject)
    assert (page.verdict.allowed, page.verdict.reason) == (False, CLOSED)
    assert not page.comments[0].may_reply


def test_an_invisible_subject_has_no_conversation(database, made) -> None:
    topic = made.create()
    comment_id = a_comment(topic)
    topic.is_public = False
    with pytest.raises(NotFound):
        thread_page(ANONYMOUS, topic.subject)
    with pytest.raises(NotFound):
        branch_page(ANONYMOUS, comment_id)


def test_counts_of_a_list_cost_one_statement(database, made, statements) -> None:
    subjects = [made.create().subject for _ in range(20)]
    a_comment(made.made[subjects[3].id])
    statements.drain()
    assert sum(counts_for(subjects).values()) == counts_for(subjects)[subjects[3]] == 1
    assert len(statements.drain()) == 2


@pytest.mark.parametrize("cursor", ["quatsch", "1-2", "99999999999999999999-0", None])
def test_a_cursor_nobody_wrote_gives_the_first_page(database, topic, cursor) -> None:
    roots = many(topic, 3)
    page = thread_page(ANONYMOUS, topic.subject, "unbekannt", cursor)
    assert [view.id for view in page.comments] == roots[::-1]
