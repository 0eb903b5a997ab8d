"""What is asked, and what each answer requires of the tables."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from matrix.domain import notation
from matrix.domain.validation import RESERVED
from matrix.models.base import Recorded, SlugField, slug_validator
from matrix.models.tables import Feature, Option, Table


def validate_question_slug(value: str) -> None:
    if value in RESERVED:
        raise ValidationError(f"“{value}” is a parameter of the table; a question needs another slug.")


class Question(Recorded):
    class Kind(models.TextChoices):
        SIZE = "size", "a size"
        DURATION = "duration", "a time"
        ONE = "one", "one of its choices"
        MANY = "many", "any of its choices"

    natural = ("slug",)
    slug = SlugField(unique=True, validators=[slug_validator, validate_question_slug])
    kind = models.CharField(max_length=10, choices=Kind)
    short = models.CharField("short name", max_length=60)
    text = models.CharField("asks", max_length=300)
    help = models.CharField(max_length=500, blank=True)
    optional = models.BooleanField(default=False, help_text="A workload may need nothing of what it asks for.")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.short


class Choice(Recorded):
    natural = ("question__slug", "slug")
    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    slug = SlugField()
    label = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["question__position", "position", "slug"]
        constraints = [
            models.UniqueConstraint(
                "question", "slug", name="choice_slug_unique", violation_error_message="The question has this choice."
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.label}"


class Criterion(Recorded):
    """What a choice requires, or a size or duration question; `matrix.domain.document.Criterion` says how it reads."""

    class Basis(models.TextChoices):
        ROW = "row", "a row of the tables"
        HEADING = "heading", "an option's heading"
        BULLET = "bullet", "an option's bullet"

    class Verdict(models.TextChoices):
        MET = "met", "met"
        CONDITIONAL = "conditional", "conditional"
        UNMET = "unmet", "not met"

    natural = ("question__slug", "choice__slug", "position")
    question = models.ForeignKey(Question, models.CASCADE, related_name="criteria")
    choice = models.ForeignKey(
        Choice,
        models.CASCADE,
        related_name="criteria",
        null=True,
        blank=True,
        help_text="None for a size or a time, which is held against the row's limits.",
    )
    position = models.PositiveIntegerField(default=0)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.ROW)
    table = SlugField(blank=True, help_text="Slug of the table it holds in; every table where empty.")
    feature = SlugField(blank=True, help_text="Key of the row.")
    item = SlugField(blank=True, help_text="On a row of lists: the item that must be listed.")
    strict = models.BooleanField(default=False, help_text="Worded cells are not enough.")
    alternative = models.PositiveSmallIntegerField(
        default=0, help_text="Rows of one choice and table with the same number other than 0: one of them is enough."
    )
    decides = SlugField(blank=True, help_text="Slug of the one option whose cell decides; every option where empty.")
    option = SlugField(blank=True, help_text="For a heading or bullet: slug of the option that is ruled on.")
    verdict = models.CharField(max_length=20, choices=Verdict, default=Verdict.MET)
    note = models.CharField(max_length=500, blank=True, help_text="For a heading or bullet: why.")

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["question__position", "choice__position", "position"]
        constraints = [
            models.UniqueConstraint("question", "choice", "position", name="criterion_of_choice_unique"),
            models.UniqueConstraint(
                "question", "position", condition=Q(choice__isnull=True), name="criterion_of_question_unique"
            ),
            models.CheckConstraint(
                condition=(Q(basis="row") & ~Q(feature="")) | (~Q(basis="row") & ~Q(option="") & ~Q(table="")),
                name="criterion_names_its_basis",
                violation_error_message="A row criterion names a row; a heading or bullet names table and option.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.feature or self.option}"

    def natural_key(self) -> tuple[Any, ...]:
        return (self.question.slug, self.choice.slug if self.choice else None, self.position)

    def clean(self) -> None:
        """What it names is there: a criterion that names nothing would be *not stated* for ever."""
        errors: dict[str, str] = {}
        if self.choice and self.choice.question_id != self.question_id:
            errors["choice"] = "This choice is of another question."
        if self.table and not Table.objects.filter(slug=self.table).exists():
            errors["table"] = f"There is no table “{self.table}”."
        if self.feature and not Feature.objects.filter(key=self.feature).exists():
            errors["feature"] = f"There is no row “{self.feature}”."
        for name in ("decides", "option"):
            slug = getattr(self, name)
            if slug and not Option.objects.filter(slug=slug).exists():
                errors[name] = f"There is no option “{slug}”."
        if errors:
            raise ValidationError(errors)


class Ruling(Recorded):
    """How a worded cell is judged; `matrix.domain.document.Ruling` says how it reads."""

    natural = ("feature", "text")
    feature = SlugField(help_text="Key of the row.")
    text = models.CharField("the cell's words", max_length=notation.MAX_CELL)
    note = models.CharField("what they mean for a need", max_length=500)
    excludes_feature = SlugField(blank=True, help_text="Not met as soon as an item of this row is required too …")
    excludes_item = SlugField(blank=True, help_text="… this item.")

    class Meta:
        ordering = ["feature", "text"]
        constraints = [
            models.UniqueConstraint(
                "feature", "text", name="ruling_unique", violation_error_message="These words have a ruling already."
            )
        ]

    def __str__(self) -> str:
        return f"{self.feature}: {self.text}"
