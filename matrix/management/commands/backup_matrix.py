"""The whole database as one file, taken while the site goes on."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from matrix.management.plain import PlainCommand
from matrix.store import backups


class Command(PlainCommand):
    help = "Writes the whole database to FILE, accounts too, while the site goes on; reads it back to be sure."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            held = backups.backup(options["file"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{options['file']}: {held} revisions.")
