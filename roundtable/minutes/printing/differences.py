"""What one text for everybody says otherwise than another, part by part, before and after in whole lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from kernel.i18n import _
from roundtable.minutes.printing.parts import facts_of, heading_of, note_of, people_of
from roundtable.minutes.rules.changes import Passage, beside, passages
from roundtable.minutes.rules.public import PublicContent


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that says something else: the head, the people or an item."""

    where: str
    passages: tuple[Passage, ...]


def differences(old: PublicContent, new: PublicContent) -> list[Difference]:
    """All parts that differ, in the order of the newer text; what is gone comes last."""
    was, now = ({item.number: item for item in content.items} for content in (old, new))
    texts = {key: beside(was.get(key), now.get(key)) for key in {*was, *now}}
    before = _parts(old, {key: text for key, (text, _now) in texts.items()})
    after = _parts(new, {key: text for key, (_was, text) in texts.items()})
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        (where, said), (where_now, says) = before.get(key, ("", "")), after.get(key, ("", ""))
        if where and where_now and where != where_now:
            said, says = f"{where}\n{said}", f"{where_now}\n{says}"
        if changed := passages(said, says):
            found.append(Difference(where_now or where, tuple(changed)))
    return found


def _parts(content: PublicContent, texts: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    """What each part is called and says, by a key that stays."""
    head = "\n".join(f"{name}: {value}" for name, value in facts_of(content.head))
    people = "\n".join(people_of(content))
    items = {
        item.number: (heading_of(item), f"{note_of(item)}\n{texts[item.number]}")
        for item in content.items
    }
    return {
        "": (_("Sitzung"), f"{content.head.title}\n{head}"),
        "people": (_("Anwesend"), people),
    } | items
