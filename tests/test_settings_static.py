"""Static files as production serves them: hashed names, compressed copies, kept for ever."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http.response import HttpResponseBase
from django.template import engines
from django.test import Client, override_settings

from matrix import settings as production


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("staticfiles") / "served"
    with override_settings(
        STORAGES=production.STORAGES,
        STATIC_ROOT=root,
        WHITENOISE_AUTOREFRESH=False,
        WHITENOISE_USE_FINDERS=False,
    ):
        # Fails on a style sheet that names a file which isn't there.
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root
    engine: Any = engines["jinja2"]
    engine.env.globals["static"].cache_clear()  # of the hashed names, which later tests don't serve


@pytest.fixture
def stylesheet(collected: Path) -> str:
    return staticfiles_storage.url("admin/css/base.css")


def get(client: Client, address: str, encoding: str) -> HttpResponseBase:
    response = client.get(address, headers={"accept-encoding": encoding})
    response.getvalue()  # read to its end, the file is closed
    return response


def test_it_works(client: Client, stylesheet: str) -> None:
    response = get(client, stylesheet, "identity")

    assert stylesheet != "/static/admin/css/base.css"
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]


OWN = sorted(file for file in Path("static").iterdir() if file.suffix in (".css", ".js"))


@pytest.mark.parametrize("file", OWN, ids=[file.name for file in OWN])
def test_our_style_sheets_and_scripts_go_without_comments_and_indentation(
    client: Client, collected: Path, file: Path
) -> None:
    sent = client.get(staticfiles_storage.url(file.name), headers={"accept-encoding": "identity"}).getvalue().decode()
    source = file.read_text()
    assert "/*" in source
    assert "/*" not in sent
    assert not re.search(r"^\s", sent, re.MULTILINE)
    if file.suffix == ".css":
        assert sent.count("{") == source.count("{")
    else:
        sent = re.sub(r"\.[0-9a-f]{12}\.js", ".js", sent)
        lines = [line for line in source.splitlines() if "/*" not in line and not line.lstrip().startswith(("//", "*"))]
        assert [line for line in lines if line.strip() not in sent] == [], "nothing else is left out"
        assert not re.search(r"^\s*//", sent, re.MULTILINE)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_the_smaller_copy_is_sent_to_who_reads_it(client: Client, stylesheet: str, encoding: str) -> None:
    response = get(client, stylesheet, encoding)

    assert response.headers["Content-Encoding"] == encoding
    assert response.headers["Vary"] == "Accept-Encoding"


def test_a_file_that_is_not_there_is_a_404(db: None, collected: Path, client: Client) -> None:
    assert client.get("/static/no-such-file.css").status_code == 404


def test_the_list_of_all_names_is_not_served(db: None, collected: Path, client: Client) -> None:
    """It names the version of every package that brings files."""
    assert (collected.parent / "staticfiles.json").exists()
    assert client.get("/static/staticfiles.json").status_code == 404
    assert not list(collected.glob("*.json*"))
