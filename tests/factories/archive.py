"""Records of the archive."""

from kernel.actors import SYSTEM
from search_index.archive import services
from search_index.archive.services import Paper


def file(number: str, title: str, body: str = "Beschlossen.", **facts: object) -> None:
    """Somebody decided this before there was a platform."""
    paper = Paper(source="demo", source_id=number, title=title, body=body, **facts)  # type: ignore[arg-type]
    services.file_record(actor=SYSTEM, paper=paper)
