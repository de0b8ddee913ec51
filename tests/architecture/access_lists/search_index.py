"""Who may search; written by hand."""

EXPECTED = {
    "search.search": "public",
    "search.suggestions": "public",
    "search.search_feed": "public",
    "search.search_json": "public",
    "search.record": "public",
}
