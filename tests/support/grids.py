"""The admin's grid through the client: its form, sent with something typed over."""

from html import unescape
from typing import Any

from django.test import Client

from tests.support.forms import sent

GRID = "/admin/matrix/table/grid/inference-options/"
OTHER = "/admin/matrix/table/grid/hosting-options/"
CELL = "cell:payload-size:serverless-inference"


def form_of(response: Any) -> dict[str, list[str]]:
    return sent(response.content.decode(), "grid")


def send(client: Client, form: dict[str, list[str]], do: str, url: str = GRID, **typed: str) -> Any:
    fields = {name.replace("__", ":").replace("_", "-"): [text] for name, text in typed.items()}
    return client.post(url, {**form, **fields, "do": do})


def text_of(response: Any) -> str:
    return unescape(response.content.decode())
