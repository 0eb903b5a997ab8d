"""Django's loaddata, as one change: all fixtures or none, and a revision at the end."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.loaddata import Command as LoadData

from matrix.domain.document import DocumentError
from matrix.store import recording


class Command(LoadData):
    def handle(self, *fixture_labels: str, **options: Any) -> None:
        try:
            with recording.change(message=f"loaddata {' '.join(fixture_labels)}"):
                super().handle(*fixture_labels, **options)
        except DocumentError as error:
            raise CommandError(f"The fixtures make no matrix, and nothing was loaded: {error}") from None
