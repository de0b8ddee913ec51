"""A form without JavaScript and people who write live: what both wrote stays."""

import pytest

from kernel.ids import new_id
from roundtable.minutes import queries
from roundtable.minutes.services.desk import Stamp
from roundtable.minutes.services.forms import FormEdit, merge_form
from roundtable.minutes.services.opening import new_epoch
from roundtable.minutes.ydoc import Code, Refused
from tests.factories.minutes import a_doc, joined, text_of
from tests.factories.people import person

pytestmark = pytest.mark.usefixtures("database")
SHOWN = "## Beratung\n\nDie Stadt prüft den Antrag 😀.\n\nEnde\n"


@pytest.fixture
def doc_id(database):
    return a_doc(SHOWN)


@pytest.fixture
def fill_in(doc_id):
    """Send the form that showed the first state."""
    ben = person("Ben")

    def send(text, seq=1, epoch=1, update_id=None):
        stamp = Stamp(update_id or new_id(), ben.id, "form")
        return merge_form(edit=FormEdit(doc_id, epoch, seq, text.replace("\n", "\r\n"), stamp))

    return send


def test_a_form_over_live_edits_keeps_both(doc_id, fill_in) -> None:
    anna = joined(person("Anna"), doc_id)
    anna.say(0, "# Sitzung\n")
    anna.send(anna.cut(len("# Sitzung\n## Beratung\n\nDie Stadt "), len(anna.text) - 15))
    anna.say(len(anna.text), "Anna geht.\n")
    merged = fill_in(SHOWN.replace("Beratung", "Beratung und Beschluss").replace("Ende", "Schluss"))
    assert merged.seq == 5
    assert merged.text == text_of(doc_id)
    for part in ("# Sitzung\n", "Beratung und Beschluss", "Schluss", "Anna geht.\n"):
        assert part in merged.text
    anna.hear(merged.news)
    assert anna.text == merged.text


def test_an_unchanged_form_changes_nothing(doc_id, fill_in) -> None:
    joined(person("Anna"), doc_id).say(0, "Anna: ")
    merged = fill_in(SHOWN)
    assert (merged.seq, merged.news) == (2, None)
    assert merged.text == "Anna: " + SHOWN


def test_a_form_sent_twice_counts_once(doc_id, fill_in) -> None:
    update_id = new_id()
    first = fill_in(SHOWN + "Nachtrag\n", update_id=update_id)
    again = fill_in(SHOWN + "Nachtrag\n", update_id=update_id)
    assert (again.text, again.seq, again.news) == (first.text, first.seq, None)
    assert text_of(doc_id).count("Nachtrag") == 1


def test_emoji_and_umlauts_are_cut_where_they_end(doc_id, fill_in) -> None:
    assert fill_in(SHOWN.replace("😀", "😁").replace("prüft", "prüfte")).text == (
        "## Beratung\n\nDie Stadt prüfte den Antrag 😁.\n\nEnde\n"
    )


@pytest.mark.parametrize(
    ("text", "where", "refusal"),
    [
        (SHOWN, {"epoch": 2}, Refused(Code.RESYNC, "epoch")),
        (SHOWN, {"seq": 9}, Refused(Code.INVALID, "seq")),
        (SHOWN, {"seq": -1}, Refused(Code.INVALID, "seq")),
        ("x" * 50_001, {}, Refused(Code.INVALID, "text_limit")),
        ("![](data:image/png;base64,AA)", {}, Refused(Code.INVALID, "data_url")),
        ("a\0", {}, Refused(Code.INVALID, "characters")),
    ],
)
def test_a_form_that_cannot_be_merged_changes_nothing(
    doc_id, fill_in, text, where, refusal
) -> None:
    assert fill_in(text, **where) == refusal
    assert text_of(doc_id) == SHOWN


def test_two_forms_that_are_too_long_together_are_told_so(doc_id, fill_in) -> None:
    fill_in(SHOWN + "a" * 30_000)
    assert fill_in("b" * 30_000 + SHOWN) == Refused(Code.INVALID, "text_limit")
    assert text_of(doc_id) == SHOWN + "a" * 30_000


def test_a_form_of_an_old_epoch_stays_out(doc_id, fill_in) -> None:
    new_epoch(doc_id=doc_id, text="neu")
    assert fill_in(SHOWN + "alt") == Refused(Code.RESYNC, "epoch")


def test_a_form_for_nothing_is_not_found() -> None:
    stamp = Stamp(new_id(), person("Ben").id, "form")
    assert merge_form(edit=FormEdit(new_id(), 1, 0, "x", stamp)) == Refused(Code.NOT_FOUND)


def test_a_form_is_signed_with_its_persons_client_id(doc_id, fill_in) -> None:
    merged = fill_in("Kopf\n" + SHOWN)
    carl = joined(person("Carl"), doc_id)
    assert carl.send(merged.news) == Refused(Code.INVALID, "client")
    assert queries.state_of(doc_id).seq == 2
