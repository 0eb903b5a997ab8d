"""Reads an upstream Markdown page and prints what would change; `--apply` makes it one revision."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from matrix.domain.document import DocumentError
from matrix.management.plain import PlainCommand
from matrix.presentation.changes import update_lines
from matrix.store.imports import read_update, update_to
from matrix.store.recording import MAX_MESSAGE, Draft
from matrix.upstream.commonmark import MarkdownError


class Command(PlainCommand):
    help = "Reads an upstream Markdown page and prints what would change, cell by cell, and which results flip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--apply", action="store_true", help="write it, as one revision")
        parser.add_argument("--message", default="", help="why, for the revision")
        parser.add_argument("--json", action="store_true", help="print the changes and flips as JSON, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        name = _printable(options["file"])
        if len(options["message"]) > MAX_MESSAGE:
            raise CommandError(f"the message has {len(options['message'])} characters; {MAX_MESSAGE} are allowed")
        try:
            data = Path(options["file"]).read_bytes()
            if options["apply"]:
                message = options["message"] or f"import_matrix {Path(name).name}"[:MAX_MESSAGE]
                incoming, revision = update_to(data, message=message)
            else:
                incoming, revision = read_update(data), None
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}") from None
        except Draft as error:
            raise CommandError(str(error)) from None
        except MarkdownError as error:
            raise CommandError(f"{name}:{error.line}: {error}") from None
        except DocumentError as error:
            raise CommandError(f"{name}:1: {error}") from None
        planned = incoming.update
        if options["json"]:
            self.stdout.write(json.dumps(planned.as_json(), ensure_ascii=False, indent=1))
            for note in planned.notes:  # a question that loses its row is told here too, beside the JSON
                self.stderr.write(note)
            return
        for line in update_lines(planned.changes, planned.flips, planned.notes):
            self.stdout.write(line)
        if revision:
            self.stdout.write(f"Applied as revision {revision.number} ({revision.hash[:12]}).")
        elif planned.changes and not options["apply"]:
            self.stdout.write("Nothing is written; --apply makes this a revision.")


def _printable(text: str) -> str:
    """A file's name that is no text, as far as it can be said."""
    return text.encode("utf-8", "replace").decode()
