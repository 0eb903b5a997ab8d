"""Writes the matrix as upstream Markdown, in the spelling in which its text last came in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from matrix.management.plain import PlainCommand
from matrix.store import revisions
from matrix.upstream import writer


class Command(PlainCommand):
    help = "Writes the matrix as upstream Markdown on standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--revision", metavar="HASH", default="", help="of this revision, not the newest")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            published = revisions.find(options["revision"]) if options["revision"] else revisions.current()
        except (revisions.UnknownRevision, revisions.NothingPublished) as error:
            raise CommandError(str(error)) from None
        text = writer.write(published.document, revisions.upstream_of(published))
        # As bytes where there are any: the terminal's encoding and line ends have no say in a byte-for-byte copy.
        out = getattr(self.stdout, "buffer", None)
        if out is None:
            self.stdout.write(text, ending="")
        else:
            out.write(text.encode())
