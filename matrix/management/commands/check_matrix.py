"""Lints the matrix and questionnaire: a line for each finding, exit 1 where one is an error."""

from typing import Any

from django.core.management.base import CommandError

from matrix.decision import lint
from matrix.domain.diff import changes
from matrix.domain.document import DocumentError
from matrix.domain.findings import in_words
from matrix.management.plain import PlainCommand
from matrix.presentation.changes import describe
from matrix.store import recording, revisions, rows


class Command(PlainCommand):
    help = "Lints data and questionnaire: exit 1 and a line for each error; warnings alone exit 0."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = rows.read_rows()
            draft = recording.draft()
        except DocumentError as error:
            raise CommandError(f"error: {error}") from None
        if document is None:
            raise CommandError("error: there is no matrix; `loaddata matrix questionnaire` loads it")
        findings = lint.findings(document)
        for finding in findings:
            self.stdout.write(f"{finding.level}: {in_words(finding, document)}")
        if unused := lint.meant_unused(document):
            self.stdout.write(f"Not asked about, since all options are alike: {', '.join(unused)}.")
        if draft:
            published = revisions.current().document
            for change in changes(published, draft):
                self.stdout.write(f"warning: draft, not published: {describe(change)}")
        wrong = sum(finding.level == "error" for finding in findings)
        if wrong:
            raise CommandError(f"{wrong} error{'s' if wrong > 1 else ''}")
        self.stdout.write("No errors." if findings or draft else "No findings.")
