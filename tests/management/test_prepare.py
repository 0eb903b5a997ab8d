"""`prepare`, which `make run` calls: it fills an empty database, and touches no other."""

from typing import Any, cast

import pytest
from django.db import connection

from matrix.databases import limits
from matrix.management.commands import prepare as command
from matrix.models import Feature, Revision, Subject
from tests.support.commands import run
from tests.support.postgresql import is_free, other_line


def prepare(*options: str) -> str:
    return run("prepare", *options)


pytestmark = pytest.mark.django_db(transaction=True)


def test_it_works() -> None:
    said = prepare()

    assert "no migrations to apply" in said
    assert "loaded from the fixtures" in said
    assert Revision.objects.count() == 1


def test_what_an_editor_changed_survives_the_next_start() -> None:
    prepare()
    feature = Feature.objects.earliest("pk")
    feature.name = "Named by an editor"
    feature.save()
    before = Revision.objects.count()

    assert "left as it is" in prepare()

    feature.refresh_from_db()
    assert feature.name == "Named by an editor"
    assert Revision.objects.count() == before


def test_a_database_made_before_there_was_a_subject_gets_it() -> None:
    prepare()
    Subject.objects.all().delete()

    assert "Subject: loaded from the fixture." in prepare()
    assert Subject.objects.get().name == "SageMaker inference options"
    assert Revision.objects.count() == 1


def test_another_subject_survives_the_next_start() -> None:
    prepare()
    subject = Subject.objects.get()
    subject.name = "Named by a publisher"
    subject.save()

    assert "Subject" not in prepare()
    assert Subject.objects.get().name == "Named by a publisher"


def test_without_data() -> None:
    prepare("--no-data")

    assert not Revision.objects.exists()


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite's lock is its folder's: tests/soak/test_outages.py"
)
def test_it_runs_alone_and_is_not_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two hosts that start at once the second waits for the first, however long a migration takes."""
    prepare("--no-data")

    def state(*_: object, **__: object) -> None:
        shown = [cast("Any", connection).first(f"SHOW {name}_timeout")[0] for name in ("statement", "lock")]
        found.append((is_free(other, command._LOCK), limits.seconds(), *shown))

    found: list[tuple[object, ...]] = []
    monkeypatch.setattr(command.Command, "_prepare", state)
    with other_line() as other:
        prepare("--no-data")
        state()
    assert found == [(False, 3600.0, "0", "0"), (True, limits.COMMAND, "75s", "1min")]
