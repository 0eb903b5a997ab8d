"""`make run` calls this before it serves: the newest schema, and what is shipped where there is none of it."""

import os
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from matrix.models import Annotation, Edition, Revision, Subject
from matrix.store import editions


class Command(BaseCommand):
    help = "Migrates the database; loads the standard matrix where no revision exists, and the subject where it is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-data", action="store_true", help="migrate only")

    def handle(self, *args: Any, **options: Any) -> None:
        _make_file()
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if pending:
            call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Database ({connection.vendor}): {pending or 'no'} migrations to apply.")
        if options["no_data"]:
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


def _make_file() -> None:
    """SQLite's file, where there is none, for its owner alone: it holds sessions and hashes of passwords. SQLite gives
    what it keeps beside it the same mode."""
    file = connection.settings_dict["NAME"]
    if isinstance(file, Path):  # as the settings give it; else the database is in memory, or another machine's
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
