"""Built files: hashed addresses, kept for a year, sent in the coding the browser takes."""

import gzip

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from kernel.assets import Assets, init_assets


@pytest.fixture
def page() -> tuple[FlaskClient, str]:
    app = Flask("assets")
    init_assets(app)
    address: str = app.jinja_env.globals["asset"]("app.css")
    return app.test_client(), address


@pytest.mark.parametrize(
    ("accepted", "coding", "read"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("br;q=0", None, bytes),
    ],
)
def test_a_style_sheet_comes_in_the_best_coding(page, accepted, coding, read) -> None:
    client, address = page
    answer = client.get(address, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == coding
    assert answer.mimetype == "text/css"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert read(answer.data).startswith(b"/*! KERN UX")


def test_a_built_file_may_be_kept_for_a_year(page) -> None:
    client, address = page
    control = client.get(address).cache_control
    assert control.public
    assert control.immutable
    assert control.max_age == 31_536_000


def test_codings_of_one_file_do_not_share_an_etag(page) -> None:
    client, address = page
    plain = client.get(address).headers["ETag"]
    packed = client.get(address, headers={"Accept-Encoding": "br"}).headers["ETag"]
    assert plain != packed
    again = client.get(address, headers={"If-None-Match": plain})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["manifest.json", "app.css", "..%2f..%2fapp.py", "app.css.br"])
def test_only_names_of_the_manifest_are_served(page, name) -> None:
    client, _ = page
    assert client.get(f"/static/dist/{name}").status_code == 404


def test_an_unknown_name_in_a_template_is_our_mistake(tmp_path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(KeyError):
        Assets(tmp_path).address("missing.css")


def test_scripts_and_fonts_say_their_type() -> None:
    app = Flask("assets")
    init_assets(app)
    address = app.jinja_env.globals["asset"]
    for name, kind in (("total.js", "text/javascript"), ("fira-sans-400.woff2", "font/woff2")):
        assert app.test_client().get(address(name)).mimetype == kind
