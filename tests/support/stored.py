"""The rows in the database: one cell of them, changed as a revision of its own or past the models."""

from matrix import models
from matrix.store import recording, revisions
from matrix.store.revisions import Published


def cell(feature: str, option: str) -> models.Cell:
    """The row of a cell; no two tables share an option, so that these two name it."""
    found: models.Cell = models.Cell.objects.get(feature__key=feature, option__slug=option)
    return found


def set_cell(
    notation: str,
    feature: str = "request-timeout",
    option: str = "asynchronous-inference",
    message: str = "because",
) -> Published:
    """Change one cell, as a revision of its own."""
    with recording.change("ada", message):
        changed = cell(feature, option)
        changed.notation = notation
        changed.save()
    return revisions.current()


def draft_cell(notation: str, feature: str, option: str = "batch-transform") -> None:
    """Change one cell behind the models' back: a draft, that no revision has."""
    models.Cell.objects.filter(pk=cell(feature, option).pk).update(notation=notation)


def numbers() -> list[int]:
    """The revisions that there are."""
    return list(models.Revision.objects.order_by("number").values_list("number", flat=True))
