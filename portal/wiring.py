"""Registers the front door at start."""

from flask import Flask

from accounts.roles import DESK
from kernel import navigation
from kernel.i18n import lazy
from participation.consultations.queries.site import districts
from portal.handbook.routes import handbook
from portal.office.routes import office
from portal.site_pages import routes as site_pages
from portal.start.routes import start
from roundtable.tables import districts as known_districts


def init_app(app: Flask) -> None:
    """Make the pages of the front door known; hand the city's districts to the round tables."""
    for pages in (start, office, handbook, site_pages.public, site_pages.office):
        app.register_blueprint(pages)
    known_districts.use(districts)
    navigation.add(90, lazy("Verwaltung"), "office.today", DESK.admits)
