"""Builds the platform, floor by floor; `python app.py` serves it."""

import gc
import sys

# Nothing of what is loaded now is garbage: looking for it takes a third of the start.
if gc.isenabled():
    gc.disable()

if __name__ == "__main__":  # before anything opens a socket; tests and commands stay unpatched
    from gevent import monkey

    monkey.patch_all()

from flask import Flask

from accounts import wiring as accounts
from demo import wiring as demo
from discussion import wiring as discussion
from kernel.access import require_declarations
from kernel.app import create_kernel
from kernel.settings import Settings
from participation import wiring as participation
from portal import wiring as portal
from roundtable import wiring as roundtable
from search_index import wiring as search_index

gc.freeze()  # nor will it ever be
gc.enable()


def create_app(settings: Settings | None = None) -> Flask:
    """The whole platform: kernel, search_index, accounts, discussion, participation, roundtable, portal, demo."""
    app = create_kernel(settings or Settings())
    for floor in (search_index, accounts, discussion, participation, roundtable, portal, demo):
        floor.init_app(app)
    require_declarations(app)
    return app


if __name__ == "__main__":
    from kernel.serving import serve

    sys.exit(serve(create_app()))
