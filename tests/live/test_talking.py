"""Join, say, hear: acknowledged after the commit, told in order, caught up by number."""

from uuid import uuid4

import pytest

from discussion.threads.services.moderating import hide_comment
from tests.factories.people import actor, person
from tests.factories.proposals import a_proposal


def said(room: str, text: str = "Guten Tag.", **more: object) -> dict[str, object]:
    return {"room": room, "id": str(uuid4()), "text": text, **more}


def test_what_one_says_the_others_hear_with_the_acknowledged_number(town, conversation) -> None:
    anna, ben, visitor = town.member(person("Anna")), town.browser(person("Ben")), town.visitor()
    for each in (anna, ben, visitor):
        assert each.ask("join", {"room": conversation.room})["seq"] == 1
    told = anna.ask("say", said(conversation.room, "Mehr **Bänke**."))
    assert (told["ok"], told["seq"]) == (True, 2)
    for each in (anna, ben, visitor):
        event = each.hear()[0]
        assert (event["room"], event["seq"], event["kind"]) == (
            conversation.room,
            2,
            "comment.posted",
        )
        assert (event["actor"], event["data"]["text"]) == ("Anna", "Mehr **Bänke**.")
    assert conversation.texts() == ["Anfang.", "Mehr **Bänke**."]


def test_a_repeat_gets_the_first_answer_and_says_nothing_again(town, conversation) -> None:
    who = person("Anna")
    words = said(conversation.room)
    first = town.member(who).ask("say", words)
    again = town.member(who).ask("say", words)
    assert (first, len(conversation.texts())) == (again, 2)
    other = town.member(who).ask("say", words | {"text": "Etwas anderes."})
    assert (other["ok"], other["code"]) == (False, "closed")


def test_what_is_posted_on_the_page_is_heard_and_what_is_hidden_too(town, conversation) -> None:
    visitor = town.visitor()
    visitor.ask("join", {"room": conversation.room})
    comment = conversation.say(person("Anna"), "Eine Beleidigung.")
    visitor.hear(1)
    hide_comment(actor=actor(role="moderator"), comment_id=comment, reason="Gegen unsere Regeln.")
    hidden = visitor.hear(2)[1]
    assert (hidden["kind"], hidden["actor"]) == ("comment.hidden", None)
    assert "text" not in hidden["data"]


def test_the_first_comment_is_heard_by_who_waited_for_it(town) -> None:
    room = f"thread:{a_proposal().subject}"
    visitor, anna = town.visitor(), town.member(person("Anna"))
    assert visitor.ask("join", {"room": room, "after": 0})["seq"] == 0
    assert anna.ask("say", said(room, "Ich fange an."))["seq"] == 1
    assert visitor.hear(1)[0]["data"]["text"] == "Ich fange an."


def test_who_was_away_catches_up_by_number(town, conversation) -> None:
    anna = person("Anna")
    for text in ("Eins.", "Zwei.", "Drei."):
        conversation.say(anna, text)
    answer = town.visitor().ask("join", {"room": conversation.room, "after": 2})
    assert [(e["seq"], e["data"]["text"]) for e in answer["missed"]] == [(3, "Zwei."), (4, "Drei.")]
    assert (answer["seq"], answer["more"]) == (4, False)


def test_who_left_hears_nothing_more(town, conversation) -> None:
    visitor = town.visitor()
    visitor.ask("join", {"room": conversation.room})
    assert visitor.ask("leave", {"room": conversation.room}) == {"ok": True}
    conversation.say(person("Anna"), "Noch jemand da?")
    assert visitor.hears_nothing_for(1.5)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("join", [{"room": "thread:gibt-es-nicht"}], "not_found"),
        ("join", [{"room": f"thread:{uuid4()}"}], "not_found"),
        ("join", [{"room": "vote"}], "not_found"),
        ("join", [{"room": 7}], "invalid"),
        ("join", [{"room": "x" * 300}], "invalid"),
        ("join", [], "invalid"),
        ("join", ["thread"], "invalid"),
        ("join", [{"room": "thread:x"}, 2], "invalid"),
        ("join", [{"room": "thread:x", "after": -1}], "invalid"),
        ("say", [{"room": "vote:1", "id": str(uuid4()), "text": "Hallo"}], "not_found"),
        ("say", [{"room": f"thread:{uuid4()}", "id": str(uuid4()), "text": "Hallo"}], "not_found"),
        ("say", [{"room": f"thread:{uuid4()}", "id": "7", "text": "Hallo"}], "invalid"),
        ("dance", [{}], "invalid"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_code(town, name, data, code) -> None:
    answer = town.member(person("Anna")).ask(name, *data)
    assert (answer["ok"], answer["code"]) == (False, code)
    assert answer["message"]


def test_visitors_may_listen_but_not_speak(town, conversation) -> None:
    answer = town.visitor().ask("say", said(conversation.room))
    assert (answer["code"], conversation.texts()) == ("not_signed_in", ["Anfang."])


def test_a_text_that_is_too_long_or_empty_is_refused(town, conversation) -> None:
    anna = town.member(person("Anna"))
    assert anna.ask("say", said(conversation.room, "x" * 5_001))["code"] == "too_large"
    assert anna.ask("say", said(conversation.room, " "))["why"] == "text"
    assert anna.ask("say", said(conversation.room, "a\0b")).get("code") != "internal"


def test_one_socket_hears_twenty_rooms_at_most(town) -> None:
    visitor = town.visitor()
    rooms = [town.conversation().room for _ in range(21)]
    answers = [visitor.ask("join", {"room": room}) for room in rooms]
    assert [answer["ok"] for answer in answers] == [True] * 20 + [False]
