"""The matrix and questionnaire as rows: shapes and constraints, no logic.

Rows are what editors change; readers see revisions. Every `save()` and `delete()` here goes through
`matrix.store.change`, so that a change through the models is a revision (contract, "Revisions"). Criteria and
rulings name features and options by key, not by foreign key: a row that an upstream update takes away must leave
the rule that used it standing, as *not stated*, until an editor rules on it.
"""

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable

from matrix import notation
from matrix.selection import RESERVED

if TYPE_CHECKING:
    CharField = models.CharField[Combinable | str, str]
else:
    CharField = models.CharField

_Model = TypeVar("_Model", bound="Keyed", covariant=True)

slug_validator = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z", "Lower-case letters and digits in words parted by “-”, as in gpu-support."
)


class SlugField(CharField):
    """A public name in addresses: `slugify` of the contract gives such."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 100, "validators": [slug_validator], **options})


def validate_cell(value: str) -> None:
    """The notation's own message for what is no cell."""
    try:
        notation.read(value)
    except notation.NotationError as error:
        raise ValidationError(str(error)) from None


def validate_question_slug(value: str) -> None:
    if value in RESERVED:
        raise ValidationError(f"“{value}” is a parameter of the table; a question needs another slug.")


class NaturalManager(models.Manager[_Model], Generic[_Model]):
    """Finds a row by its natural key: the fields that the model names in ``natural``, through relations."""

    def get_by_natural_key(self, *values: Any) -> _Model:
        return self.get(**dict(zip(self.model.natural, values, strict=True)))


class Keyed(models.Model):
    """A row that fixtures name by the fields in ``natural``, not by its number."""

    natural: tuple[str, ...] = ()
    objects: NaturalManager[Any] = NaturalManager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        values: list[Any] = []
        for path in self.natural:
            value: Any = self
            try:
                for name in path.split("__"):
                    value = getattr(value, name)
            except ObjectDoesNotExist:
                so_far = " ".join(map(str, values))
                raise ObjectDoesNotExist(f"{self._meta.verbose_name} {so_far}: its {name} is not there") from None
            values.append(value)
        return tuple(values)


class Recorded(Keyed):
    """A row of the matrix or questionnaire: saving or deleting it makes a revision at commit."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        from matrix import store

        with store.change(implicit=True):
            super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        from matrix import store

        with store.change(implicit=True):
            return super().delete(*args, **options)


class Source(Recorded):
    """Where the text comes from; one row. ``upstream`` is the page's text as it last came in."""

    natural = ("address",)
    address = models.URLField("address of the page", unique=True)
    date = models.DateField("date of this edition", help_text="The day on which AWS published it.")
    upstream = models.ForeignKey("Upstream", models.PROTECT, null=True, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "source"

    def __str__(self) -> str:
        return self.address


class Upstream(Keyed):
    """A page's text, byte for byte, kept once: what `export_matrix` writes edits into. Holds no meaning."""

    objects: NaturalManager["Upstream"] = NaturalManager()
    natural = ("sha256",)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    text = models.TextField(editable=False)

    def __str__(self) -> str:
        return self.sha256[:12]

    def save(self, *args: Any, **options: Any) -> None:
        """Once: revisions came from it."""
        if not self._state.adding:
            raise TypeError("an upstream text can't be changed: another text is another row")
        super().save(*args, **options)


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
            marks = notation.read(self.notation).footnotes
        except notation.NotationError:
            return  # told by the field's validator
        known = set(Footnote.objects.filter(number__in=marks).values_list("number", flat=True))
        if missing := sorted(set(marks) - known):
            message = f"“{notation.plain(self.notation)}” marks footnote {missing[0]}, which isn't there."
            raise ValidationError({"notation": message})


class Footnote(Recorded):
    natural = ("number",)
    number = models.PositiveSmallIntegerField(unique=True)
    notation = models.TextField("text", help_text="Links as [words](address).")

    class Meta:
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="footnote_number_range")]

    def __str__(self) -> str:
        return f"{self.number} {notation.plain(self.notation)[:80]}"


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
    """What a choice requires, or a size or duration question; `matrix.document.Criterion` says how it reads."""

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
    """How a worded cell is judged; `matrix.document.Ruling` says how it reads."""

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


class Revision(models.Model):
    """One published state, whole and immutable. ``payload`` is zlib of `document.dump`; ``changes`` its JSON diff."""

    number = models.PositiveIntegerField(unique=True)
    hash = models.CharField(max_length=64, db_index=True)
    published = models.DateTimeField()
    author = models.CharField(max_length=150, blank=True)
    message = models.CharField(max_length=500, blank=True)
    changes = models.JSONField(default=list)
    payload = models.BinaryField()
    upstream = models.ForeignKey(Upstream, models.PROTECT, null=True)

    class Meta:
        ordering = ["-number"]
        permissions = [
            ("import_matrix", "Can import an upstream page"),
            ("restore_revision", "Can restore a revision"),
        ]

    def __str__(self) -> str:
        return f"Revision {self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        """Once. A revision never changes (contract, "Revisions")."""
        if not self._state.adding:
            raise TypeError(f"{self} can't be changed: restoring an older one makes a new one")
        super().save(*args, **options)
