"""Another process holds its turn to write: one sender waits, everybody else is served."""

from uuid import uuid4

from sqlalchemy import text

from kernel.database import db, in_transaction
from tests.factories.people import person

#: so that the sender's words have come before the last of them
ROUNDS = 20


def test_who_waits_for_a_writer_of_another_process_holds_up_nobody_else(town, conversation) -> None:
    anna, visitor = town.member(person("Anna")), town.visitor()

    def while_the_turn_is_held() -> int:
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("LOCK TABLE events IN EXCLUSIVE MODE"))
        words = {"room": conversation.room, "id": str(uuid4()), "text": "Guten Tag."}
        number = anna.emit("say", words)
        for _ in range(ROUNDS):
            assert visitor.ask("join", {"room": conversation.room})["ok"]
            anna.look(0.01)
        assert anna.answered(number) is None
        return number

    number = in_transaction(while_the_turn_is_held)
    assert anna.answer(number)["ok"]
    assert conversation.texts() == ["Anfang.", "Guten Tag."]
