"""The page's rows: both tables with their options, features and cells, the prose around them, the footnotes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from matrix.domain import notation
from matrix.domain.text import NotationError
from matrix.domain.validation import mark_error
from matrix.models.base import CharField, Recorded, SlugField


def validate_cell(value: str) -> None:
    """The notation's own message for what is no cell."""
    try:
        notation.read_cell(value)
    except NotationError as error:
        raise ValidationError(str(error)) from None


class Table(Recorded):
    natural = ("slug",)
    slug = SlugField(unique=True)
    title = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = "comparison table"

    def __str__(self) -> str:
        return self.title


class Passage(Recorded):
    """Prose of the page: its title, what stands around the tables, the bullets."""

    class Place(models.TextChoices):
        TITLE = "title", "title"
        INTRO = "intro", "before the bullets"
        BULLET = "bullet", "bullet"
        LEAD = "lead", "before a table"
        CLOSING = "closing", "after the tables"

    natural = ("place", "table__slug", "position")
    place = models.CharField(max_length=10, choices=Place)
    table = models.ForeignKey(Table, models.CASCADE, null=True, blank=True, help_text="For the lead of a table.")
    position = models.PositiveIntegerField(default=0)
    notation = models.TextField("text", help_text="Links as [words](address).")

    class Meta:
        ordering = ["place", "table__position", "position"]
        constraints = [
            models.UniqueConstraint("place", "table", "position", name="passage_lead_unique"),
            models.UniqueConstraint("place", "position", condition=Q(table__isnull=True), name="passage_place_unique"),
            models.CheckConstraint(
                condition=Q(place="lead", table__isnull=False) | (~Q(place="lead") & Q(table__isnull=True)),
                name="passage_lead_has_table",
                violation_error_message="A lead names its table; no other passage does.",
            ),
        ]

    def __str__(self) -> str:
        return notation.plain(self.notation)[:80]

    def natural_key(self) -> tuple[Any, ...]:
        return (self.place, self.table.slug if self.table else None, self.position)


class Option(Recorded):
    """A column. Its slug is unique in all tables, since addresses name columns by it alone."""

    natural = ("slug",)
    table = models.ForeignKey(Table, models.CASCADE, related_name="columns")
    slug = SlugField(unique=True)
    name = models.CharField(max_length=200)
    url = models.CharField("link", max_length=500, blank=True, help_text="As the page has it: NAME.md or https://…")
    candidate = models.BooleanField(
        "can be chosen", default=True, help_text="Off for a column that is shown and never judged."
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["table__position", "position", "slug"]

    def __str__(self) -> str:
        return self.name


class Feature(Recorded):
    natural = ("table__slug", "key")
    table = models.ForeignKey(Table, models.CASCADE, related_name="features")
    key = SlugField(help_text="The same in both tables where the row means the same.")
    name = models.CharField(max_length=200)
    url = models.CharField("link", max_length=500, blank=True, help_text="As the page has it: NAME.md or https://…")
    part_of = CharField(
        max_length=500,
        blank=True,
        validators=[RegexValidator(r"^[a-z0-9-]+(?:/[a-z0-9-]+)*\Z", "Keys of rows, parted by “/”.")],
        help_text="Key of the row that it was split from, if it was; behind what that was split from, and “/”.",
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["table__position", "position", "key"]
        constraints = [
            models.UniqueConstraint(
                "table", "key", name="feature_key_unique", violation_error_message="The table has this key already."
            )
        ]

    def __str__(self) -> str:
        return self.name


class Cell(Recorded):
    """One cell per feature and option; a pair without one is blank."""

    natural = ("feature__table__slug", "feature__key", "option__slug")
    feature = models.ForeignKey(Feature, models.CASCADE, related_name="cells")
    option = models.ForeignKey(Option, models.CASCADE, related_name="cells")
    notation = models.CharField(
        max_length=notation.MAX_CELL,
        blank=True,
        validators=[validate_cell],
        help_text="In the source's notation: ✓, ✓1, N/A, < 6 MB, a list, words, or nothing.",
    )

    class Meta:
        ordering = ["feature__table__position", "feature__position", "option__position"]
        constraints = [
            models.UniqueConstraint(
                "feature", "option", name="cell_unique", violation_error_message="This feature and option have a cell."
            )
        ]

    def __str__(self) -> str:
        return f"{self.feature} × {self.option}"

    def clean(self) -> None:
        """A cell joins a row and a column of one table, and marks only footnotes that are there."""
        if self.feature_id and self.option_id and self.feature.table_id != self.option.table_id:
            raise ValidationError({"option": "This option stands in another table than the feature."})
        try:
            cell = notation.read_cell(self.notation)
        except NotationError:
            return  # told by the field's validator
        known = set(Footnote.objects.filter(number__in=cell.footnotes).values_list("number", flat=True))
        if error := mark_error(cell, known):
            raise ValidationError({"notation": f"{error}."})


class Footnote(Recorded):
    natural = ("number",)
    number = models.PositiveSmallIntegerField(unique=True)
    notation = models.TextField("text", help_text="Links as [words](address).")

    class Meta:
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="footnote_number_range")]

    def __str__(self) -> str:
        return f"{self.number} {notation.plain(self.notation)[:80]}"
