"""`make run` calls this before it serves: the newest schema, and what is shipped where there is none of it."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from matrix.databases import limits
from matrix.databases.sqlite import file
from matrix.models import Annotation, Edition, Revision, Subject
from matrix.store import editions

_HOUR: Final = 3600.0
_LOCK: Final = 0x70726570  # "prep"


class Command(BaseCommand):
    help = "Migrates the database; loads the standard matrix where no revision exists, and the subject where it is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-data", action="store_true", help="migrate only")

    def handle(self, *args: Any, **options: Any) -> None:
        with _alone():
            self._prepare(no_data=options["no_data"])

    def _prepare(self, *, no_data: bool) -> None:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if pending:
            call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Database ({connection.vendor}): {pending or 'no'} migrations to apply.")
        if no_data:
            return
        # Only where there is nothing at all: an editor's changes must survive the next start.
        if Revision.objects.exists():
            self.stdout.write("Matrix: there already, left as it is.")
        else:
            call_command("loaddata", "matrix", "questionnaire", verbosity=0)
            self.stdout.write("Matrix: loaded from the fixtures.")
        # A database made before there was one has the standard matrix.
        if not Subject.objects.exists():
            call_command("loaddata", "subject", verbosity=0)
            self.stdout.write("Subject: loaded from the fixture.")
        if not Edition.objects.exists() and (shipped := editions.ship()):
            self.stdout.write(f"Editions: {shipped} added.")
            # What other sources say came with the editions; a team's own choice of them is left as it is later.
            if not Annotation.objects.exists():
                call_command("loaddata", "annotations", verbosity=0)
                self.stdout.write("Annotations: loaded from the fixture.")


@contextmanager
def _alone() -> Iterator[None]:
    """One of all that prepare this database: two hosts may start at once, and the second finds it as the first has
    left it. However long that takes, and whatever a migration does, nothing is cut off."""
    with limits.within(_HOUR):
        if connection.vendor == "sqlite":
            name = connection.settings_dict["NAME"]
            with file.alone(name):
                file.make(name)
                yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
                cursor.execute("RESET statement_timeout; RESET lock_timeout")
