"""Commands find out by the folder what kind of platform they work for, in processes of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.source_tree import ROOT

pytestmark = pytest.mark.timeout(300)
KEY = "a long enough secret of this test"


def flask(instance: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """`flask …` as typed by somebody who sets nothing but the folder."""
    program = Path(sys.executable).with_name("flask")
    return subprocess.run(
        [str(program), *words],
        cwd=ROOT,
        env={**os.environ, "INSTANCE": str(instance), **settings},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_a_demo_is_asked_for_by_name_and_the_folder_remembers(tmp_path: Path) -> None:
    assert flask(tmp_path, "demo").returncode == 0
    listed = flask(tmp_path, "demo", "accounts", "--json")
    again = flask(tmp_path, "demo", "accounts", "--json")
    assert json.loads(again.stdout) == json.loads(listed.stdout)
    token = flask(tmp_path, "accounts", "seed-load", "1", "--card")
    assert token.returncode == 0, "only a demo takes made-up accounts"
    assert len(token.stdout.split()) == 1
    with_secret = flask(tmp_path, "accounts", "seed-load", "1", SECRET_KEY=KEY)
    assert with_secret.returncode != 0, "a secret says that this is a real platform"


def test_a_real_installation_is_never_taken_for_a_demo(tmp_path: Path) -> None:
    assert flask(tmp_path, "init").returncode == 0
    before = sorted(path.name for path in tmp_path.iterdir())
    for words in (["demo", "--help"], ["demo", "accounts", "--json"]):
        flask(tmp_path, *words)
    assert flask(tmp_path, "demo").returncode == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert flask(tmp_path, "accounts", "seed-load", "1").returncode != 0


def test_commands_of_a_real_installation_need_no_secret(tmp_path: Path) -> None:
    assert flask(tmp_path, "db", "upgrade").returncode == 0
    assert flask(tmp_path, "outbox", "status").returncode == 0
    refused = flask(tmp_path, "accounts", "seed-load", "1")
    assert refused.returncode != 0
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize("settings", [{"SECRET_KEY": KEY}, {"DEMO": "0"}])
def test_an_installation_that_says_what_it_is_becomes_no_demo(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    assert flask(tmp_path, "db", "upgrade", **settings).returncode == 0
    refused = flask(tmp_path, "demo", **settings)
    assert (refused.returncode, "Dies ist keine Demo" in refused.stderr) == (2, True)


def test_what_serves_browsers_starts_with_a_secret_only(tmp_path: Path) -> None:
    for words in (["worker"], ["run"], ["--app", "app", "run"]):
        refused = flask(tmp_path, *words)
        assert refused.returncode != 0
        assert "SECRET_KEY" in refused.stderr
