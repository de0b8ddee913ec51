"""Whether this process lives, and whether it is ready to serve."""

import shutil
from collections.abc import Callable

import structlog
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from kernel import relay
from kernel.access import PUBLIC, access
from kernel.database import db

blueprint = Blueprint("health", __name__, url_prefix="/health")
log = structlog.get_logger()
Check = Callable[[], str]
_checks: dict[str, Check] = {}


def check(name: str, probe: Check) -> None:
    """Register a probe: an empty answer is health, a text says what is wrong."""
    _checks[name] = probe


@blueprint.get("/live")
@access(PUBLIC)
def live() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(ok=True)


@blueprint.get("/ready")
@access(PUBLIC)
def ready() -> ResponseReturnValue:
    """Database, schema, outbox and every registered part are well; 503 and the names otherwise."""
    faults = {name: fault for name, probe in _checks.items() if (fault := _fault(name, probe))}
    return jsonify(ok=not faults, faults=sorted(faults)), 503 if faults else 200


def _fault(name: str, probe: Check) -> str:
    """What the probe says; one that breaks has found a fault, and the others are still asked."""
    try:
        return probe()
    except Exception as error:
        db.session.rollback()
        log.warning("probe failed", probe=name, error=repr(error))
        return "does not answer"


def _database() -> str:
    db.session.execute(text("SELECT 1"))
    return ""


def _schema() -> str:
    """Whether the tables are those of this version; `flask db upgrade` makes them so."""
    config = current_app.extensions["migrate"].migrate.get_config()
    wanted = set(ScriptDirectory.from_config(config).get_heads())
    found = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    return "" if found == wanted else "tables of another version"


MAX_LAG = 5_000
#: a vote's close writes the database file anew; below this it is time to act, not yet too late
MIN_FREE_BYTES = 50_000_000


def _outbox() -> str:
    late = {name: count for name, count in relay.lag().items() if count > MAX_LAG}
    return f"behind: {late}" if late else ""


def _disk() -> str:
    free = shutil.disk_usage(current_app.instance_path).free
    return f"only {free} bytes free" if free < MIN_FREE_BYTES else ""


check("database", _database)
check("disk", _disk)
check("schema", _schema)
check("outbox", _outbox)
