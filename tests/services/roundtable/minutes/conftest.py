"""A shared text, and somebody who writes in it."""

import pytest

from tests.factories.minutes import a_doc, joined
from tests.factories.people import person


@pytest.fixture
def doc_id(database):
    return a_doc()


@pytest.fixture
def anna(doc_id):
    return joined(person("Anna"), doc_id)
