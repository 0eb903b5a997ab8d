"""`make run` calls this before it serves: the newest schema, and the standard matrix and subject where none are."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from matrix.models import Revision, Subject


class Command(BaseCommand):
    help = "Migrates the database; loads the standard matrix where no revision exists, and the subject where it is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-data", action="store_true", help="migrate only")

    def handle(self, *args: Any, **options: Any) -> None:
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
