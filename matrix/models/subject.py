"""What the site is about: rows beside the matrix, in no revision; `matrix.domain.subject` says how they read.

Saving or deleting one advances the stamp (`matrix.models.base.Stamped`).
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from matrix.domain.links import is_web_address
from matrix.domain.subject import Publisher
from matrix.domain.subject import Subject as Neutral
from matrix.models.base import SlugField, Stamped

_PUBLISHER = Publisher()
NO_ADDRESS = "This is no web address: http or https, without blanks, quotes, brackets or backslashes."


class Subject(Stamped):
    """The site's name and its publisher's; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField("name of the site", max_length=100, default=Neutral.name)
    short = models.CharField("in fewer words", max_length=60, default=Neutral.short)
    product = models.CharField("what is compared", max_length=100, blank=True, help_text="Options of …")
    ways = models.CharField("what its options are", max_length=100, default=Neutral.ways, help_text="Four …")
    decision = models.CharField(
        "what is decided", max_length=100, default=Neutral.decision, help_text="What a decision record is headed with."
    )
    left_out = models.CharField(
        "words to leave out",
        max_length=200,
        blank=True,
        help_text="Words, parted by blanks, that an option's name can do without at its end.",
    )
    need = models.CharField("a need's value", max_length=60, default=Neutral.need, help_text="An example, or two.")
    publisher_name = models.CharField("publisher", max_length=100, default=_PUBLISHER.name)
    publisher_short = models.CharField(
        "publisher in sentences", max_length=60, default=_PUBLISHER.short, help_text="As … documented it."
    )
    since = models.CharField(
        "what has become of the page",
        max_length=200,
        blank=True,
        help_text="Half a sentence, such as: the publisher has changed the page since.",
    )
    licence = models.CharField("licence of the text", max_length=60, blank=True)
    licence_url = models.URLField("address of the licence", blank=True)
    address = models.URLField("address of the page", blank=True, help_text="Of a first import; then the source has it.")
    date = models.DateField("date of the page", null=True, blank=True, help_text="Of a first import, likewise.")

    class Meta:
        verbose_name_plural = "subject"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="subject_is_one")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Every page links to the licence, and a first import to the page."""
        sent = {"licence_url": self.licence_url, "address": self.address}
        if wrong := {name: NO_ADDRESS for name, url in sent.items() if url and not is_web_address(url)}:
            raise ValidationError(wrong)


class SubjectTable(Stamped):
    """What a table's options are called, and what they come with."""

    natural = ("slug",)
    slug = SlugField(unique=True)
    title = models.CharField(max_length=200, help_text="At a first import; then the comparison table has it.")
    noun = models.CharField("its options are called", max_length=60, default="options")
    short = models.CharField("in a word", max_length=30, blank=True)
    details = SlugField(blank=True, help_text="For a second table: slug of the first one's option that it details.")
    no_options = models.CharField(
        "columns that are no options",
        max_length=500,
        blank=True,
        help_text="Slugs, parted by blanks, of columns that an import takes for none.",
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = "table's name"

    def __str__(self) -> str:
        return self.title


class Abbreviation(Stamped):
    natural = ("term",)
    term = models.CharField(max_length=60, unique=True)
    also = models.CharField("also written", max_length=60, blank=True)
    meaning = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "term"]

    def __str__(self) -> str:
        return self.term


class Example(Stamped):
    """A workload to start from, shown where the questionnaire can say it."""

    natural = ("title",)
    title = models.CharField(max_length=100, unique=True)
    workload = models.CharField("in words", max_length=300)
    query = models.CharField(max_length=500, help_text="As in an address: name=value&name=value.")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title


class ErrorText(Stamped):
    """An error that people come with."""

    natural = ("slug",)
    slug = SlugField(unique=True)
    text = models.CharField(max_length=300)
    query = models.CharField(max_length=500, help_text="What it says of the workload: name=value&name=value.")
    feature = SlugField(help_text="Key of the row that it is about.")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.text


class Stamp(models.Model):
    """One row, whose number every write to what readers see advances: revisions and the subject. ``beside`` is the
    number that the last write to what no revision holds gave it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    number = models.BigIntegerField()
    beside = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="stamp_is_one")]

    def __str__(self) -> str:
        return str(self.number)
