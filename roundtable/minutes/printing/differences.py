"""What one text for everybody says otherwise than another, part by part, before and after in whole lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from kernel.i18n import _
from roundtable.minutes.printing.parts import facts_of, heading_of, note_of, people_of
from roundtable.minutes.rules.changes import Passage, passages
from roundtable.minutes.rules.public import PublicContent


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that says something else: the head, the people or an item."""

    where: str
    passages: tuple[Passage, ...]


def differences(old: PublicContent, new: PublicContent) -> list[Difference]:
    """All parts that differ, in the order of the newer text; what is gone comes last."""
    before, after = _parts(old), _parts(new)
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        (where, was), (where_now, now) = before.get(key, ("", "")), after.get(key, ("", ""))
        if where and where_now and where != where_now:
            was, now = f"{where}\n{was}", f"{where_now}\n{now}"
        if changed := passages(was, now):
            found.append(Difference(where_now or where, tuple(changed)))
    return found


def _parts(content: PublicContent) -> Mapping[str, tuple[str, str]]:
    """What each part is called and says, by a key that stays."""
    head = "\n".join(f"{name}: {value}" for name, value in facts_of(content.head))
    people = "\n".join(people_of(content))
    items = {
        item.number: (heading_of(item), f"{note_of(item)}\n{item.text}") for item in content.items
    }
    return {
        "": (_("Sitzung"), f"{content.head.title}\n{head}"),
        "people": (_("Anwesend"), people),
    } | items
