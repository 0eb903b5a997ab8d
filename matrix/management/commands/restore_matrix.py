"""A backup in the place of all that the database holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError

from matrix.management.plain import PlainCommand
from matrix.store import backups


class Command(PlainCommand):
    help = "Puts what `backup_matrix` wrote in the place of all that the database holds. Stop the server first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="what backup_matrix wrote")
        parser.add_argument("--replace", action="store_true", help="give up the revisions that the database holds")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            held = backups.restore(options["file"], replace=options["replace"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from None
        call_command("migrate", interactive=False, verbosity=0)  # a backup may be of an older version
        self.stdout.write(f"Restored: {held} revisions.")
