"""A hit for programs: the names of `flask search query --json` and `/api/v1/search`."""

from search_index.port import Hit


def hit_json(hit: Hit) -> dict[str, object]:
    """Plain values; `kind` is the subject's kind, `art` the page's German word."""
    return {
        "kind": hit.subject.kind,
        "id": hit.subject.id,
        "art": hit.art,
        "title": hit.title,
        "url": hit.url,
        "snippet": hit.snippet.text,
        "score": hit.score,
        "date": hit.date.isoformat() if hit.date else None,
        "section": hit.section,
        "status": hit.status,
    }
