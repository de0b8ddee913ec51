"""The server of the tests is the real one: it starts, follows its clock, tells why it fails, and ends."""

from datetime import timedelta

import pytest

from tests.support.server import running_server


def test_the_server_answers_and_ends() -> None:
    with running_server() as server:
        assert server.is_live()
        server.shift_clock(timedelta(days=30))
        assert (server.instance / "test_clock").read_text("ascii") == "2592000.0"
    assert server.process.returncode == 0
    assert not server.is_live()


def test_a_server_that_cannot_start_shows_its_log(capsys: pytest.CaptureFixture[str]) -> None:
    with (
        pytest.raises(AssertionError, match="ended before it answered"),
        running_server(DATABASE_URL="nonsense://"),
    ):
        pass
    assert "nonsense" in capsys.readouterr().err
