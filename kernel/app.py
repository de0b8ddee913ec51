"""Puts the kernel together: what every page, command and worker of the platform stands on."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, g, request, url_for
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from kernel import (
    assets,
    clock,
    database,
    error_pages,
    files,
    health,
    i18n,
    idempotency,
    jobs,
    kept,
    links,
    logs,
    navigation,
    packing,
    security,
)
from kernel.access import PUBLIC, access, actor
from kernel.actors import Actor
from kernel.cli import add_commands
from kernel.files.keeping import sweep
from kernel.live import routes as live
from kernel.mail.sending import send_due_mails
from kernel.numbers import Number
from kernel.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
MAX_BODY = 1_000_000
SESSION_DAYS = 14
TABLES = (idempotency, links)  # imported, so that their tables are known

ActorLoader = Callable[[], Actor]


def create_kernel(settings: Settings) -> Flask:
    """A Flask application with everything but the city's own rooms."""
    settings.prepare_instance()
    app = Flask(
        "engagementforum",
        root_path=str(ROOT),
        instance_path=str(settings.instance),
        template_folder="templates",
        static_folder=None,
    )
    app.url_map.converters["int"] = Number
    _configure(app, settings)
    clock.follow(settings.test_clock, patient=not settings.demo)
    for part in (database, i18n, error_pages, files):
        part.init_app(app)
    assets.init_assets(app, access(PUBLIC))
    packing.init_app(app)
    logs.init_app(app, settings.log_level)
    security.init_app(app, settings)
    kept.init_app(app)
    Migrate(app, database.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(live.blueprint)
    add_commands(app)
    _prepare_templates(app, settings)
    jobs.every(3_600, "files", sweep)
    jobs.every(3_600, "answers", idempotency.forget_old)
    jobs.every(3_600, "log", database.leave_no_trace)
    jobs.every(2, "mail", lambda: send_due_mails(settings), aside=True)
    return app


def load_actors_with(app: Flask, loader: ActorLoader) -> None:
    """Let accounts say who sends a request; runs before the forgery check."""

    def load() -> None:
        if request.endpoint != "assets.show":
            g.actor = loader()

    app.before_request_funcs.setdefault(None, []).insert(0, load)


def settings_of(app: Flask) -> Settings:
    """The settings this application was made with."""
    settings: Settings = app.config["SETTINGS"]
    return settings


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        TESTING=settings.testing,
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=settings.secret_key_fallbacks,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "hide_parameters": True
        },  # an error must not carry a ballot into a log
        TRUSTED_HOSTS=settings.trusted_hosts,
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        SESSION_COOKIE_NAME="__Host-forum" if settings.https else "forum",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=SESSION_DAYS * 86_400,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0
        )


def _prepare_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def common() -> dict[str, object]:
        return {
            "current_actor": actor(),
            "is_demo": settings.demo,
            "navigation": [
                {"label": i18n._(way.label), "url": url_for(way.endpoint)}
                for way in navigation.ways_for(actor())
                if way.endpoint in app.view_functions
            ],
            "now": clock.now(),
        }
