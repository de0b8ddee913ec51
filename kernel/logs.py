"""Logs as JSON lines with a request number; no bodies, no tokens, no full addresses."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, g

from kernel.ids import new_id

_LINE = r"(?:\n|\\n)"
#: PostgreSQL adds the values of the row that broke a constraint; they may hold line breaks themselves
_VALUES = re.compile(
    rf"{_LINE}DETAIL:.*?(?={_LINE}(?:\[SQL|HINT:|CONTEXT:|{_LINE}(?:The above|During))|\Z)",
    re.DOTALL,
)


def init_app(app: Flask, level: str) -> None:
    """Write structured logs to standard error and number every request."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            without_values,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )

    @app.before_request
    def number_request() -> None:
        g.request_number = new_id().hex[-12:]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=g.request_number)


def without_values(
    _logger: object, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The entry without what people wrote or chose: a broken constraint names its row's values."""
    return {
        key: _VALUES.sub("", value) if isinstance(value, str) else value
        for key, value in entry.items()
    }
