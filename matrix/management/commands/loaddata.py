"""Django's loaddata, as one change: all fixtures or none, and a revision at the end.

The standard matrix brings along, where there are none, the standard subject and the shipped editions of its page; the
standard questionnaire what other sources say of the cells.
"""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.loaddata import Command as LoadData

from matrix import models
from matrix.decision import lint
from matrix.domain.document import DocumentError
from matrix.domain.findings import in_words
from matrix.store import editions, recording, revisions, stamp


class Command(LoadData):
    def handle(self, *fixture_labels: str, **options: Any) -> None:
        labels = list(fixture_labels)
        if "matrix" in labels and "subject" not in labels and not models.Subject.objects.exists():
            labels.append("subject")
        if "questionnaire" in labels and "annotations" not in labels and not models.Annotation.objects.exists():
            labels.insert(labels.index("questionnaire") + 1, "annotations")
        try:
            with recording.change(message=f"loaded from fixtures: {', '.join(fixture_labels)}") as made:
                super().handle(*labels, **options)
                if any(issubclass(model, models.Stamped) for model in self.models):
                    stamp.advance()
                # What is beside the matrix is no reason to publish a draft of it.
                if not any(issubclass(model, models.Recorded) for model in self.models):
                    made.unchanged = True
        except DocumentError as error:
            raise CommandError(f"The fixtures make no matrix, and nothing was loaded: {error}") from None
        if "matrix" in labels and made.revision:
            editions.ship()
        if models.Annotation in self.models and made.revision:
            document = revisions.current().document
            for finding in lint.lost_annotations(document):
                self.stderr.write(in_words(finding, document))
