"""What search learns of comments."""

from discussion.threads import search
from discussion.threads.queries.comments import comments_with
from discussion.threads.services.correcting import edit_comment, undo_comment
from discussion.threads.services.moderating import hide_comment
from search_index.registry import source_of
from tests.factories.actors import a_citizen, an_official
from tests.factories.threads import a_comment


def found(*ids) -> set[str]:
    """Which of these comments somebody may find."""
    return set(search.documents([str(id_) for id_ in ids]))


def test_a_comment_is_found_by_its_words_under_its_subject(database, topic) -> None:
    comment_id = a_comment(topic, "Mehr **Bänke**\n\n- am Ufer")
    document = search.documents([str(comment_id)])[str(comment_id)]
    assert document.body == "Mehr Bänke\nam Ufer"
    assert (document.kind, document.art, document.parent) == (
        "comment",
        "beitrag",
        topic.card.title,
    )
    assert document.url == f"/beitraege/{comment_id}#beitrag-{comment_id}"
    assert document.audience == {"public"}
    assert source_of("comment") is search.SOURCE


def test_an_edit_changes_the_document(database, topic) -> None:
    anna = a_citizen()
    comment_id = a_comment(topic, "Alt.", by=anna)
    edit_comment(actor=anna, comment_id=comment_id, text="Neu.", based_on=1)
    assert search.documents([str(comment_id)])[str(comment_id)].body == "Neu."


def test_what_nobody_may_read_nobody_finds(database, made, topic) -> None:
    anna, hidden, closed = a_citizen(), a_comment(topic), made.create()
    undone, shown = a_comment(topic, by=anna), a_comment(topic)
    secret = a_comment(closed)
    hide_comment(actor=an_official(role="moderator"), comment_id=hidden, reason="Greift andere an.")
    undo_comment(actor=anna, comment_id=undone)
    closed.is_public = False
    assert found(hidden, undone, shown, secret) == {str(shown)}


def test_all_visible_comments_are_listed_and_follow_their_subject(database, made, topic) -> None:
    here, elsewhere = {a_comment(topic) for _ in range(3)}, a_comment(made.create())
    assert set(search.ids()) == {str(id_) for id_ in {*here, elsewhere}}
    touched = set(search.touched_about([topic.subject]))
    assert touched == {found.comment.subject for found in comments_with(here).values()}


def test_documents_cost_the_same_for_any_number(database, topic, statements) -> None:
    ids = [str(a_comment(topic)) for _ in range(20)]
    statements.drain()
    assert len(search.documents(ids[:2])) == 2
    few = len(statements.drain())
    assert len(search.documents(ids)) == 20
    assert len(statements.drain()) == few == 1
