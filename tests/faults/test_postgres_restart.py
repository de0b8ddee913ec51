"""PostgreSQL restarts under the platform: one clean answer that says so, and everything works again by itself."""

import pytest
from sqlalchemy import make_url

from kernel.app import settings_of
from search_index import projector, service
from tests.support.sign_in import send


def cut_connections(app, postgres) -> None:
    """What a restart does to those who are connected."""
    name = make_url(settings_of(app).database_url).database
    with postgres.connect() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )


@pytest.mark.parametrize("real_app", ["postgresql"], indirect=True)
@pytest.mark.parametrize("address", ["/beteiligung/", "/api/v1/formats", "/health/ready"])
def test_a_restart_costs_one_clean_answer(real_app, postgres, address) -> None:
    client = real_app.test_client()
    with real_app.app_context():
        projector.rebuild(service.index())
    assert client.get(address).status_code == 200
    cut_connections(real_app, postgres)
    assert client.get(address).status_code == 503
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("real_app", ["postgresql"], indirect=True)
def test_what_is_sent_during_a_restart_can_be_sent_again(real_app, postgres) -> None:
    client = real_app.test_client()
    send(client, "/anmelden", email="a@example.org")
    cut_connections(real_app, postgres)
    assert send(client, "/anmelden", email="a@example.org").status_code == 503
    assert send(client, "/anmelden", email="a@example.org").status_code == 303
