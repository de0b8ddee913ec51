"""Registers search at start: pages, commands, the archive, the projector's work."""

from flask import Flask

from kernel import health, jobs, relay, subjects
from search_index import pending, projector, registry, service
from search_index.archive import subject as archive
from search_index.archive.cli import import_documents
from search_index.archive.events import ArchiveImported
from search_index.cli import search
from search_index.pages import pages
from search_index.whoosh_engine.engine import WhooshIndex

SECONDS = 0.3
NIGHTLY_S = 86_400


def init_app(app: Flask) -> None:
    """Make search known; features register their kinds themselves."""
    service.open_with(lambda folder: WhooshIndex(folder, today=service.today))
    subjects.register(archive.ARCHIVE)
    registry.register(archive.SOURCE)
    registry.on_event(ArchiveImported.kind, archive.imported)
    app.register_blueprint(pages)
    search.add_command(import_documents)
    app.cli.add_command(search)
    jobs.every(SECONDS, "search", lambda: projector.project(service.index()))
    jobs.every(NIGHTLY_S, "search-repair", lambda: projector.repair(service.index()))
    health.check("search", _fault)
    relay.follower("search", lambda: projector.waiting(service.index()))


def _fault() -> str:
    if not projector.is_built(service.index()):
        return "not built"
    late = projector.waiting(service.index())
    return f"{late} events behind" if late > pending.FARTHEST else ""
