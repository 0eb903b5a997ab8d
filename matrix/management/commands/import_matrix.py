"""Reads an upstream Markdown page and tells, in three ways, what would change; `--apply` makes it one revision."""

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.management.base import CommandError

from matrix import models
from matrix.domain.document import Document, DocumentError
from matrix.domain.revision import SHORT_HASH
from matrix.management.fetch import FetchError, fetch
from matrix.management.plain import PlainCommand
from matrix.presentation.changes import update_lines
from matrix.store import imports
from matrix.store.editions import EditionExists
from matrix.store.imports import Overtaken, keep_as_edition, read_update, take_in
from matrix.store.recording import MAX_MESSAGE, Draft
from matrix.upstream.commonmark import MarkdownError
from matrix.upstream.incoming import Incoming
from matrix.upstream.threeway import Decision

NOT_APPLIED: Final = 3
CONFLICTS: Final = 4


class Command(PlainCommand):
    help = (
        "Reads an upstream Markdown page and tells what would change, cell by cell, and which results flip. "
        "Exit 0: nothing new, or applied. 1: can't be read. 3: changes found and not applied. 4: conflicts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a file, - for standard input, or an https address")
        parser.add_argument("--apply", action="store_true", help="make the changes one revision")
        parser.add_argument("--message", default="", help="why, for the revision")
        parser.add_argument("--json", action="store_true", help="print the changes and flips as JSON, nothing else")
        parser.add_argument("--ours", action="store_true", help="decide each conflict for what is here")
        parser.add_argument("--theirs", action="store_true", help="decide each conflict for the page")
        parser.add_argument("--again", action="store_true", help="propose what was refused, too")
        parser.add_argument("--as-edition", action="store_true", help="keep the page as the edition of --date alone")
        parser.add_argument("--date", default="", help="the date of the page's edition: YYYY-MM-DD")
        parser.add_argument(
            "--host", action="append", default=[], metavar="NAME", help="a further host that an address may lead to"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = _printable(options["file"])
        if len(options["message"]) > MAX_MESSAGE:
            raise CommandError(f"the message has {len(options['message'])} characters; {MAX_MESSAGE} are allowed")
        if options["ours"] and options["theirs"]:  # not the parser's: its exit code would be none of ours
            raise CommandError("--ours and --theirs: a conflict is decided for one of the two")
        edition = _date(options["date"])
        try:
            data, etag = self._data(options["file"], options["host"])
            unchanged = data is None
            data = imports.in_hand() if data is None else data
            if options["as_edition"]:
                self._keep(data, edition)
                return
            incoming = read_update(data, edition, again=options["again"])
            if unchanged and incoming.nothing_new and not options["json"]:
                self.stdout.write("Nothing new: the page is the one in hand.")
                return
            self._decide(incoming, etag, name, options)
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}") from None
        except (Draft, FetchError) as error:
            raise CommandError(f"{name}: {error}" if isinstance(error, FetchError) else str(error)) from None
        except MarkdownError as error:
            raise CommandError(f"{name}:{error.line}: {error}") from None
        except DocumentError as error:
            raise CommandError(f"{name}:1: {error}") from None
        except EditionExists as error:
            raise CommandError(f"--date: {error}") from None
        except Overtaken:
            raise CommandError("the matrix was changed while the page was read; run it again") from None

    def _keep(self, data: bytes, edition: date | None) -> None:
        if edition is None:
            raise CommandError("--as-edition: give the date of the edition, --date YYYY-MM-DD")
        kept = keep_as_edition(data, edition)
        self.stdout.write(f"Kept as the edition of {kept.date.isoformat()}; the matrix is as it was.")

    def _data(self, file: str, hosts: list[str]) -> tuple[bytes | None, str]:
        """What there is to read, None where an address says that it is the base; and its ETag."""
        if file == "-":
            return sys.stdin.buffer.read(), ""
        if "://" not in file:
            return Path(file).read_bytes(), ""
        source = models.Source.objects.first()
        own = urlsplit(source.address).hostname if source else None
        fetched = fetch(file, {*hosts, *([own] if own else [])}, source.etag if source else "")
        return fetched.data, fetched.etag

    def _decide(self, incoming: Incoming, etag: str, name: str, options: Mapping[str, Any]) -> None:
        side: Decision | None = "ours" if options["ours"] else "theirs" if options["theirs"] else None
        decided = dict.fromkeys(range(len(incoming.conflicts)), side) if side else {}
        accepted = range(len(incoming.changes))
        self._tell(incoming, incoming.merged(accepted, decided), as_json=options["json"])
        if incoming.conflicts and side is None:
            self.exit_code = CONFLICTS
            if options["apply"]:
                count = len(incoming.conflicts)
                told = f"{count} conflict{'' if count == 1 else 's'}: nothing is written; --ours or --theirs decides"
                raise CommandError(told, returncode=CONFLICTS)
        elif options["apply"] and not incoming.nothing_new:
            message = options["message"] or f"import_matrix {Path(name).name}"[:MAX_MESSAGE]
            revision = take_in(incoming, accepted, decided, message=message, etag=etag)
            if revision and not options["json"]:
                self.stdout.write(f"Applied as revision {revision.number} ({revision.hash[:SHORT_HASH]}).")
        elif incoming.changes or incoming.conflicts:
            self.exit_code = NOT_APPLIED
            if not options["json"]:
                self.stdout.write("Nothing is written; --apply makes this a revision.")

    def _tell(self, incoming: Incoming, document: Document, *, as_json: bool) -> None:
        flips, unfinished = incoming.flips(document)
        notes = (*incoming.notes(), *filter(None, [unfinished]))
        furniture = incoming.page.furniture.names
        if not as_json:
            lines = update_lines(incoming.changes, flips, notes, incoming.conflicts, incoming.kept, furniture)
            for line in lines:
                self.stdout.write(line)
            return
        told = {
            "changes": [change.as_json() for change in incoming.changes],
            "flips": [flip.as_json() for flip in flips],
            "conflicts": [conflict.as_json() for conflict in incoming.conflicts],
            "kept": [change.as_json() for change in incoming.kept],
            "furniture": list(furniture),
            "notes": list(notes),
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        for note in notes:  # a question that loses its row is told here too, beside the JSON
            self.stderr.write(note)


def _date(text: str) -> date | None:
    try:
        if text and not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            raise ValueError  # fromisoformat takes other forms too
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CommandError(f"--date: “{text}” is no date; write it as 2026-08-07") from None


def _printable(text: str) -> str:
    """A file's name that is no text, as far as it can be said."""
    return text.encode("utf-8", "replace").decode()
