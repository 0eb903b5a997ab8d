"""Reads an upstream Markdown page and prints what would change; `--apply` makes it one revision."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from matrix import markdown, store, update
from matrix.document import DocumentError
from matrix.management.plain import PlainCommand
from matrix.markdown import MarkdownError


class Command(PlainCommand):
    help = "Reads an upstream Markdown page and prints what would change, cell by cell, and which results flip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--apply", action="store_true", help="write it, as one revision")
        parser.add_argument("--message", default="", help="why, for the revision")
        parser.add_argument("--json", action="store_true", help="print the changes and flips as JSON, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"]
        try:
            page = markdown.read(markdown.decode(Path(name).read_bytes()))
            if options["apply"]:
                message = options["message"] or f"import_matrix {Path(name).name}"
                planned, revision = store.update_to(page, message=message)
            else:
                planned, revision = update.plan(store.read_rows(), page), None
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}") from None
        except MarkdownError as error:
            raise CommandError(f"{name}:{error.line}: {error}") from None
        except DocumentError as error:
            raise CommandError(f"{name}:1: {error}") from None
        if options["json"]:
            self.stdout.write(json.dumps(planned.as_json(), ensure_ascii=False, indent=1))
            return
        for line in planned.lines():
            self.stdout.write(line)
        if revision:
            self.stdout.write(f"Applied as revision {revision.number} ({revision.hash[:12]}).")
        elif planned.changes:
            self.stdout.write("Nothing is written; --apply makes this a revision.")
