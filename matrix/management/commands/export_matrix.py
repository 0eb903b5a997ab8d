"""Writes the matrix as upstream Markdown, in the spelling in which its text last came in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from matrix import spelling, store
from matrix.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Writes the matrix as upstream Markdown on standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--revision", metavar="HASH", default="", help="of this revision, not the newest")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            published = store.find(options["revision"]) if options["revision"] else store.current()
        except (store.UnknownRevision, store.NothingPublished) as error:
            raise CommandError(str(error)) from None
        text = spelling.write(published.document, store.upstream_of(published))
        # As bytes where there are any: the terminal's encoding and line ends have no say in a byte-for-byte copy.
        out = getattr(self.stdout, "buffer", None)
        if out is None:
            self.stdout.write(text, ending="")
        else:
            out.write(text.encode())
