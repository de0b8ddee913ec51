"""What search learns of formats: words and results of those that everybody may read."""

from collections.abc import Collection, Iterable, Mapping

from kernel.actors import ANONYMOUS
from kernel.clock import BERLIN
from participation.consultations.glance import place_of
from participation.consultations.models.formats import Format, State
from participation.consultations.models.results import FormatResult
from participation.consultations.queries.formats import (
    address_of,
    all_format_ids,
    formats_with_places,
)
from participation.consultations.queries.results import results_by_format
from participation.consultations.wording import LEVELS, RESULT_NAMES, STATES
from search_index.port import PUBLIC, Passage, SearchDocument
from search_index.registry import Source


def documents(ids: Collection[str]) -> Mapping[str, SearchDocument]:
    """The documents of those formats that every visitor may see; an internal one leaves no trace."""
    formats = formats_with_places(ANONYMOUS, ids)
    results = results_by_format([format_.id for format_ in formats])
    return {str(row.id): _document(row, results.get(row.id, [])) for row in formats}


def ids() -> Iterable[str]:
    """The ids of all formats."""
    return (str(format_id) for format_id in all_format_ids())


def _document(format_: Format, results: list[FormatResult]) -> SearchDocument:
    published = format_.published_at
    archived = format_.state is State.ARCHIVIERT
    return SearchDocument(
        kind="format",
        id=str(format_.id),
        art="format",
        title=format_.title,
        audience=frozenset({PUBLIC}),
        url=address_of(format_),
        body=f"{format_.summary}\n{format_.plain}",
        passages=tuple(_passage(number, result) for number, result in enumerate(results, 1)),
        date=published.astimezone(BERLIN).date() if published else None,
        district=place_of(format_),
        level=str(LEVELS[format_.level]),
        # whether it runs changes by the clock alone, so only what an event changes stands here
        status=str(STATES[format_.state]) if archived else "",
        status_kind="done" if archived else "neutral",
    )


def _passage(number: int, result: FormatResult) -> Passage:
    return Passage(f"ergebnis-{number}", str(RESULT_NAMES[result.is_final]), result.plain)


SOURCE = Source("format", documents, ids)
