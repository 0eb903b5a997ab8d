"""Processes that write, read and die: what the long studies of custody run beside the tests.

`python -m tests.soak.custody write SECONDS SEED` prints how many saves it made; `read SECONDS` how many looks it took;
`die KILLS SEED` writes twice, then forks a writer that many times, kills it, and prints how often the matrix was one of
its revisions.
The database is that of DATABASE_URL.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matrix.settings")
django.setup()

from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from matrix import models
from matrix.store import codec, recording, revisions
from tests.support import forms
from tests.support.documents import source_text
from tests.support.imports import import_whole


def save_cell(random_: random.Random) -> bool:
    """One edit of one cell; True where it made a revision."""
    limits = ["payload-size", "request-timeout"]
    with recording.change("writer", "a save") as made:
        cells = models.Cell.objects.filter(feature__key__in=limits, option__candidate=True).select_related("feature")
        cell = random_.choice(list(cells))
        unit = "MB" if cell.feature.key == "payload-size" else "seconds"
        cell.notation = f"≤ {random_.randrange(10**9)} {unit}"
        cell.save()
    return made.revision is not None


def import_page(random_: random.Random) -> bool:
    """One import of a page in which several cells, a footnote and a row's name differ."""
    number = random_.randrange(10**9)
    text = source_text().replace("| < 6 MB |", f"| < {number} MB |").replace("60 minutes", f"{number} minutes")
    text = text.replace("| Scale to zero |", f"| Scale to zero {number % 10} |")
    return import_whole(text, "importer", "an import") is not None


def save_grid(random_: random.Random) -> bool:
    """One save of the admin's grid, through its form as a browser without JavaScript sends it."""
    client = Client()
    client.force_login(User.objects.get(username="custody"))
    address = reverse("admin:matrix_grid", args=["inference-options"])
    form = forms.sent(client.get(address).content.decode(), "grid")
    fields = [(name, value) for name, values in form.items() for value in values]
    limits = [at for at, (_, value) in enumerate(fields) if value.startswith(("≤", "<"))]
    for at in random_.sample(limits, 3):
        name, value = fields[at]
        fields[at] = name, f"≤ {random_.randrange(10**9)} {'MB' if 'B' in value else 'seconds'}"
    number = models.Revision.objects.latest("number").number
    body = urlencode([*fields, ("do", "save")])
    client.post(address, body, content_type="application/x-www-form-urlencoded")
    return models.Revision.objects.latest("number").number > number


def whole() -> bool:
    """Whether the rows are exactly the newest revision, and every hash is that of its content."""
    newest = models.Revision.objects.latest("number")
    document, _ = codec.unpack(newest.payload)
    return recording.draft() is None and document.hash == newest.hash


def write(seconds: float, seed: int) -> int:
    random_, end, saved = random.Random(seed), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        saved += save_cell(random_)
    return saved


def read(seconds: float) -> int:
    """Looks at the newest revision again and again; raises at one that is not whole, or older than one seen."""
    end, looks, seen = time.monotonic() + seconds, 0, 0
    while time.monotonic() < end:
        current = revisions.current()
        assert codec.load(codec.dump(current.document)).hash == current.hash, "a mixture was read"
        assert current.number >= seen, "an older revision than one seen before was read"
        seen, looks = current.number, looks + 1
    return looks


def die(kills: int, seed: int) -> int:
    random_, good = random.Random(seed), 0
    actions: list[Callable[[random.Random], bool]] = [import_page, save_grid]
    if not User.objects.filter(username="custody").exists():
        User.objects.create_superuser("custody")
    begun = time.monotonic()
    for action in actions:
        assert action(random_)
    longest = max(0.4, time.monotonic() - begun)  # at any speed of the machine, some are killed and some get through
    for kill in range(kills):
        connections.close_all()
        child = os.fork()
        if child == 0:
            own = random.Random(seed * 1000 + kill)
            while True:
                actions[kill % 2](own)
        time.sleep(random_.uniform(0.01, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        good += whole()
    return good


def main(what: str, *arguments: str) -> None:
    numbers = [float(argument) for argument in arguments]
    with override_settings(
        ALLOWED_HOSTS=["*"],
        STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    ):
        if what == "write":
            result = write(numbers[0], int(numbers[1]))
        elif what == "read":
            result = read(numbers[0])
        else:
            result = die(int(numbers[0]), int(numbers[1]))
    connection.close()
    sys.stdout.write(f"{result}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
