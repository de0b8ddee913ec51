"""The question as the address says it: `/suche?q=&art=&jahr=&gremium=&bezirk=&status=&stand=&seite=`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from search_index.port import MAX_PAGE, Mode, Question, Sort

FEED = "/feeds/suche.atom"
#: name in the address → facet of the port
FILTERS: Mapping[str, str] = {
    "art": "art",
    "jahr": "year",
    "gremium": "section",
    "bezirk": "district",
    "status": "status",
}
SORTS: Mapping[str, Sort] = {"neu": Sort.NEWEST, "alt": Sort.OLDEST}
SIZE = 20
#: More values of a filter than this are not read.
MOST_VALUES = 20


@dataclass(frozen=True)
class Reading:
    """A question as a reader asked it, and the addresses of its neighbours."""

    text: str
    #: name in the address → chosen values
    chosen: Mapping[str, Sequence[str]]
    order: str
    page: int
    all_words: bool
    #: what was valid on this day; None: what is valid now
    stand: date | None = None

    @property
    def question(self) -> Question:
        """The same for the index."""
        return Question(
            text=self.text,
            filters={FILTERS[name]: frozenset(values) for name, values in self.chosen.items()},
            facets=tuple(FILTERS.values()),
            page=self.page,
            size=SIZE,
            sort=SORTS.get(self.order, Sort.RELEVANCE),
            mode=Mode.ALL if self.all_words else Mode.SOME,
            as_of=self.stand,
        )

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form keeps when other words are typed: filters, order, mode, day."""
        filters = [(name, value) for name, values in self.chosen.items() for value in values]
        others = [
            ("sort", self.order),
            ("modus", "alle" if self.all_words else ""),
            ("stand", self.stand.isoformat() if self.stand else ""),
        ]
        return [*filters, *((name, value) for name, value in others if value)]

    @property
    def kept_but_day(self) -> list[tuple[str, str]]:
        """What a form keeps when another day is chosen: words and all else."""
        return [("q", self.text), *(pair for pair in self.kept if pair[0] != "stand")]

    def without(self, clause: str) -> str:
        """The address of the question without this word, phrase or restriction."""
        alone = rf"(?<!\S){re.escape(clause)}(?!\S)"
        text = re.sub(alone, " ", self.text, count=1)
        return self.address(
            q=" ".join((text if text != self.text else text.replace(clause, " ")).split())
        )

    def unfiltered(self) -> str:
        """The address of the question without any filter, on what is valid now."""
        return self.address(**dict.fromkeys(FILTERS, ()), stand="")

    def address(self, **changes: object) -> str:
        """The address with some parts changed; an empty part is left out. Other than paging begins at page 1."""
        return f"/suche?{self._query(changes)}"

    @property
    def feed(self) -> str:
        """The address of the question as a feed, which has an order of its own."""
        query = self._query({"sort": ""})
        return f"{FEED}?{query}" if query else FEED

    def _query(self, changes: Mapping[str, object]) -> str:
        parts: dict[str, object] = {"q": self.text, **self.chosen, "sort": self.order}
        parts["modus"] = "alle" if self.all_words else ""
        parts["stand"] = self.stand.isoformat() if self.stand else ""
        filled = {name: value for name, value in (parts | dict(changes)).items() if value}
        return urlencode(filled, doseq=True)

    def toggled(self, name: str, value: str) -> str:
        """The address with this filter value added, or taken away where it is chosen."""
        chosen = list(self.chosen.get(name, ()))
        values = [v for v in chosen if v != value] if value in chosen else [*chosen, value]
        return self.address(**{name: values})


def reading_of(args: MultiDict[str, str]) -> Reading:
    """The question in an address; what makes no sense is left out, nothing is an error."""
    chosen = {name: sorted(set(filter(None, args.getlist(name))))[:MOST_VALUES] for name in FILTERS}
    page = args.get("seite", 1, type=int)
    return Reading(
        text=args.get("q", "").strip()[:200],
        chosen={name: values for name, values in chosen.items() if values},
        order=args.get("sort", "") if args.get("sort") in SORTS else "",
        page=min(max(page, 1), MAX_PAGE),
        all_words=args.get("modus") == "alle",
        stand=_day(args.get("stand", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def pages_of(total: int) -> int:
    """How many pages so many hits have; nobody turns to more than the port gives out."""
    return min(MAX_PAGE, -(-total // SIZE))
