"""Settings that would be unsafe or lead nowhere stop the start; what they say shows no secret."""

import pytest
from pydantic import ValidationError

from kernel.settings import Settings

KEY = "a long enough secret of this test"


def settings(tmp_path, **values) -> Settings:
    return Settings(**{"instance": tmp_path, "secret_key": KEY, **values})


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": "x" * 40}, "different"),
        ({"secret_key_fallbacks": ["short"]}, "SECRET_KEY"),
        ({"test_clock": "clock"}, "TEST_CLOCK"),
        ({"demo": True, "host": "0.0.0.0"}, "DEMO_PUBLIC"),  # noqa: S104
        ({"demo": True, "public_url": "https://forum.example"}, "DEMO_PUBLIC"),
        ({"public_url": "forum.example"}, "PUBLIC_URL"),
        ({"public_url": "ftp://forum.example"}, "PUBLIC_URL"),
        ({"public_url": "https://forum.example/forum"}, "PUBLIC_URL"),
        ({"smtp_url": "mail.example:25"}, "SMTP_URL"),
        ({"port": 70_000}, "port"),
        ({"password_memory_kib": 1_024}, "password_memory_kib"),
    ],
)
def test_a_setting_that_is_unsafe_or_leads_nowhere_stops_the_start(tmp_path, values, named) -> None:
    with pytest.raises(ValidationError, match=named) as refused:
        settings(tmp_path, **values)
    assert KEY[:6] not in str(refused.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_the_demo_runs_on_every_name_of_this_machine(tmp_path, host) -> None:
    assert settings(tmp_path, demo=True, host=host).one_click_demo


@pytest.mark.parametrize(
    ("values", "hosts"),
    [
        ({"public_url": "https://forum.example"}, {"forum.example", "127.0.0.1", "localhost"}),
        ({"host": "::1"}, {"127.0.0.1", "localhost"}),
        ({"host": "0.0.0.0"}, None),  # noqa: S104
        ({"host": "::"}, None),
    ],
)
def test_requests_come_under_the_public_name_alone(tmp_path, values, hosts) -> None:
    found = settings(tmp_path, **values).trusted_hosts
    assert (None if found is None else set(found)) == hosts


def test_a_secret_may_stand_in_a_file(tmp_path, monkeypatch) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n", encoding="utf-8")
    monkeypatch.setenv("SECRET_KEY_FILE", str(file))
    assert Settings(instance=tmp_path).secret_key == KEY
    with pytest.raises(ValidationError, match="not both"):
        settings(tmp_path)
