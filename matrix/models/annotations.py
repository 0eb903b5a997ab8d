"""What other sources say of cells."""

from typing import Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from matrix.domain import annotation as domain
from matrix.domain.annotation import first_day
from matrix.domain.notation import MAX_CELL
from matrix.domain.text import slugify
from matrix.domain.validation import MAX_NAME, MAX_SAID, MAX_URL, annotation_errors
from matrix.models.base import Recorded, SlugField
from matrix.models.revisions import Source
from matrix.models.tables import Feature, Footnote, Option, Table

SAID_ALREADY: Final = "This source has said something of this cell at that time already."


class Annotation(Recorded):
    """What another source says of a cell; `matrix.domain.annotation.Annotation` says how it reads.

    It names table, row and column by slug and key: an update that takes the cell away leaves it standing.
    """

    natural = ("table", "feature", "option", "source", "url", "seen")
    table = SlugField(help_text="Slug of the table.")
    feature = SlugField(help_text="Key of the row.")
    option = SlugField(verbose_name="column", help_text="Slug of the column.")
    text = models.CharField("what it says", max_length=MAX_SAID)
    source = models.CharField("title of the source", max_length=MAX_NAME)
    url = models.CharField("its address", max_length=MAX_URL, help_text="https://…")
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
                violation_error_message=SAID_ALREADY,
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
        """Every error at its field; and that the cell is there. A field that is empty is told by itself."""
        known = set(Footnote.objects.values_list("number", flat=True))
        source = Source.objects.first()
        found = annotation_errors(self.value, known, source.address if source else "")
        errors = {part: error for part, error in found.items() if getattr(self, part)}
        today = timezone.now().date()
        if "seen" not in found and first_day(self.seen) > today:
            errors["seen"] = f"“{self.seen}” is after today, {today.isoformat()}."
        if self.cell and not self.valued:
            errors["cell"] = "Tick “it gives a value”, or leave this empty."
        same = {name: getattr(self, name) for name in self.natural}
        if Annotation.objects.filter(**same).exclude(pk=self.pk).exists():
            errors["source"] = SAID_ALREADY
        if errors := errors | self._place_errors():
            raise ValidationError(errors)

    def _place_errors(self) -> dict[str, str]:
        """That there is no such cell, at the field that is to blame; what is no name is told by the field itself."""
        table, feature, option = (
            name if slugify(name) == name else "" for name in (self.table, self.feature, self.option)
        )
        if not table:
            return {}
        if not Table.objects.filter(slug=table).exists():
            return {"table": f"There is no table “{table}”."}
        errors = {}
        rows = Feature.objects.filter(table__slug=table)
        there = rows.filter(key=feature).exists() or any(feature in row.part_of.split("/") for row in rows)
        if feature and not there:
            errors["feature"] = f"“{table}” has no row “{feature}”."
        if option and not Option.objects.filter(table__slug=table, slug=option).exists():
            errors["option"] = f"“{table}” has no column “{option}”."
        return errors
