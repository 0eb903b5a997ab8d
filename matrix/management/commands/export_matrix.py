"""Writes the matrix as upstream Markdown, in the spelling in which its text last came in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from matrix.domain.document import Document
from matrix.management.plain import PlainCommand
from matrix.store import editions, revisions
from matrix.store.revisions import Published
from matrix.upstream import writer


def _publishers(published: Published) -> Document:
    base = editions.base_content(published)
    if base is None:
        raise CommandError(f"revision {published.number} is of no publisher's page: all of it is own")
    return base.document


class Command(PlainCommand):
    help = "Writes the matrix as upstream Markdown on standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--revision", metavar="HASH", default="", help="of this revision, not the newest")
        parser.add_argument("--publisher", action="store_true", help="as its publisher has it, without what is own")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            published = revisions.find(options["revision"]) if options["revision"] else revisions.current()
        except (revisions.UnknownRevision, revisions.NothingPublished) as error:
            raise CommandError(str(error)) from None
        document = _publishers(published) if options["publisher"] else published.document
        text = writer.write(document, revisions.upstream_of(published))
        # As bytes where there are any: the terminal's encoding and line ends have no say in a byte-for-byte copy.
        out = getattr(self.stdout, "buffer", None)
        if out is None:
            self.stdout.write(text, ending="")
        else:
            out.write(text.encode())
