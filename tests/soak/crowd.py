"""Who comes to a server beside its honest readers, in processes of their own: what they cost is not the readers'.

`python -m tests.soak.crowd hostile PORT KIND…` holds 16 connections of each kind, until it is ended;
`save PORT SECONDS SAVES` saves the grid so often, as an editor of the database in DATABASE_URL, and prints as JSON what
was told as saved; `said` prints what the database's revisions say of it.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matrix.settings")
django.setup()

from django.contrib.auth.models import User
from django.test import Client

from matrix import models
from matrix.store import codec
from tests.support import forms
from tests.support.serving import stuck_body

EACH: Final = 16
DEAREST: Final = "/?" + "&".join(f"need=payload-size:{number}KB" for number in range(1, 200))
TOKEN: Final = "a" * 32
GRID: Final = "/admin/matrix/table/grid/inference-options/"
CELLS: Final = ("asynchronous-inference", "serverless-inference")


# --- Hostile -------------------------------------------------------------------------------------------------------


def guess(number: int) -> bytes:
    """A login by an account that nobody has guessed at: its password is hashed like any."""
    body = urlencode({"username": f"nobody-{number}", "password": f"{number}", "csrfmiddlewaretoken": TOKEN})
    head = stuck_body(length=len(body)).removesuffix(b"c")
    return head + body.encode()


KINDS: Final[dict[str, Callable[[int], bytes]]] = {
    "idle": lambda _: b"",
    "bodies": lambda _: stuck_body(),
    "guesses": guess,
    "dearest": lambda _: f"GET {DEAREST} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode(),
}


async def hold(port: int, kind: str) -> None:
    """Comes again as soon as it has been answered, or closed."""
    number = 0
    while True:
        number += 1
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(KINDS[kind](number))
            if kind == "guesses":
                await reader.readuntil(b"\r\n\r\n")
            else:
                while await reader.read(1 << 20):
                    pass
            writer.close()


async def hostile(port: int, kinds: list[str]) -> None:
    await asyncio.gather(*(hold(port, kind) for kind in kinds for _ in range(EACH)))


# --- Saves ---------------------------------------------------------------------------------------------------------


def session() -> str:
    """Of an editor who may do all, without a login."""
    user, _ = User.objects.get_or_create(username="editor", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


class Editor:
    """Saves two cells again and again by the grid's form, each time another number in both."""

    def __init__(self, port: int, key: str) -> None:
        self.port = port
        self.headers = {"Cookie": f"sessionid={key}; csrftoken={TOKEN}", "Host": "localhost"}

    def ask(self, method: str, body: str | None = None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, GRID, body, {**self.headers, **kind} if body else self.headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def save(self, number: int) -> bool:
        """Whether it was told as saved; raises where nothing was told."""
        status, page = self.ask("GET")
        assert status == 200, status
        fields = [(name, value) for name, values in forms.sent(page, "grid").items() for value in values]
        names = {f"cell:request-timeout:{slug}" for slug in CELLS}
        sent = [(name, f"≤ {number} seconds" if name in names else value) for name, value in fields]
        status, page = self.ask("POST", urlencode([*sent, ("do", "save"), ("csrfmiddlewaretoken", TOKEN)]))
        assert status in (200, 302, 503), status
        return status == 302


def said() -> dict[int, list[str]]:
    """What each revision says of the two cells."""
    found: dict[int, list[str]] = {}
    for revision in models.Revision.objects.order_by("number"):
        table = codec.unpack(revision.payload)[0].tables[0]
        found[revision.number] = [table.cell("request-timeout", slug).text for slug in CELLS]
    return found


def save(port: int, seconds: float, saves: int) -> list[int]:
    """The numbers that were told as saved."""
    editor, told = Editor(port, session()), []
    began = time.monotonic()
    for number in range(1, saves + 1):
        time.sleep(max(0, began + (number - 1) * seconds / saves - time.monotonic()))
        with suppress(OSError, HTTPException):  # its worker was killed
            if editor.save(number):
                told.append(number)
    return told


def main(what: str, port: str = "0", *arguments: str) -> None:
    if what == "hostile":
        asyncio.run(hostile(int(port), list(arguments)))
    elif what == "save":
        sys.stdout.write(json.dumps(save(int(port), float(arguments[0]), int(arguments[1]))) + "\n")
    else:
        sys.stdout.write(json.dumps(said()) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
