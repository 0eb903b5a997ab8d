"""What other sources say of cells."""

from django.core.exceptions import ValidationError
from django.db import models

from matrix.domain import annotation as domain
from matrix.domain.notation import MAX_CELL
from matrix.domain.validation import annotation_errors
from matrix.models.base import Recorded, SlugField
from matrix.models.tables import Feature, Footnote, Option


class Annotation(Recorded):
    """What another source says of a cell; `matrix.domain.annotation.Annotation` says how it reads.

    It names table, row and column by slug and key: an update that takes the cell away leaves it standing.
    """

    natural = ("table", "feature", "option", "source", "url", "seen")
    table = SlugField(help_text="Slug of the table.")
    feature = SlugField(help_text="Key of the row.")
    option = SlugField(verbose_name="column", help_text="Slug of the column.")
    text = models.CharField("what it says", max_length=1000)
    source = models.CharField("title of the source", max_length=200)
    url = models.CharField("its address", max_length=500, help_text="https://…")
    seen = models.CharField("when it said so", max_length=10, help_text="2026, 2026-08 or 2026-08-07.")
    valued = models.BooleanField(
        "it gives a value", default=False, help_text="Off where it only explains the cell, and contests nothing."
    )
    cell = models.CharField(
        "that value",
        max_length=MAX_CELL,
        blank=True,
        help_text="In the cell’s own notation; empty, with the tick above, is a blank.",
    )

    class Meta:
        ordering = ["table", "feature", "option", "seen", "source"]
        constraints = [
            models.UniqueConstraint(
                *("table", "feature", "option", "source", "url", "seen"),
                name="annotation_unique",
                violation_error_message="This source has said something of this cell at that time already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.feature} × {self.option}: {self.source}, {self.seen}"

    @property
    def value(self) -> domain.Annotation:
        where = self.table, self.feature, self.option
        return domain.Annotation(
            *where, self.text, self.source, self.url, self.seen, self.cell if self.valued else None
        )

    def clean(self) -> None:
        """Every error at its field; and that the cell is there."""
        known = set(Footnote.objects.values_list("number", flat=True))
        errors = annotation_errors(self.value, known)
        if self.cell and not self.valued:
            errors["cell"] = "Tick “it gives a value”, or leave this empty."
        rows = Feature.objects.filter(table__slug=self.table)
        if not rows.filter(key=self.feature).exists() and not rows.filter(part_of=self.feature).exists():
            errors["feature"] = f"“{self.table}” has no row “{self.feature}”."
        if not Option.objects.filter(table__slug=self.table, slug=self.option).exists():
            errors["option"] = f"“{self.table}” has no column “{self.option}”."
        if errors:
            raise ValidationError(errors)
