"""What conversations can count again: comments, replies and voices."""

from collections.abc import Iterable

from discussion.threads.queries.recount import wrong_counts


def recount() -> Iterable[str]:
    """A sentence for each thread or comment whose counters differ from its rows."""
    return (f"Gespräch oder Beitrag {id_}: Eine Anzahl stimmt nicht." for id_ in wrong_counts())
