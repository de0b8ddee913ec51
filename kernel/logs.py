"""Logs as JSON lines with a request number; no bodies, no tokens, no full addresses."""

import logging
import sys

import structlog
from flask import Flask, g

from kernel.ids import new_id


def init_app(app: Flask, level: str) -> None:
    """Write structured logs to standard error and number every request."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
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
