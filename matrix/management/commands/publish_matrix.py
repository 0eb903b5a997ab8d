"""Makes a revision of rows that were changed behind the models' back (bulk update, SQL)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from matrix.domain.document import DocumentError
from matrix.domain.revision import SHORT_HASH
from matrix.management.plain import PlainCommand
from matrix.store import recording


class Command(PlainCommand):
    help = "Makes a revision of rows that were changed behind the models' back (bulk update, SQL)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--message", default="publish_matrix", help="why, for the revision")

    def handle(self, *args: Any, **options: Any) -> None:
        if len(options["message"]) > recording.MAX_MESSAGE:
            raise CommandError(f"--message: at most {recording.MAX_MESSAGE} characters are kept of a message.")
        try:
            revision = recording.publish(message=options["message"])
        except DocumentError as error:
            raise CommandError(f"The rows make no matrix, and nothing is published: {error}") from None
        if revision is None:
            self.stdout.write("Nothing to publish: the rows mean what the newest revision says.")
        else:
            self.stdout.write(f"Published as revision {revision.number} ({revision.hash[:SHORT_HASH]}).")
