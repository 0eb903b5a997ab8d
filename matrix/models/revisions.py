"""Where the matrix comes from, and the states that were published."""

from typing import Any

from django.db import models

from matrix.domain.revision import SHORT_HASH
from matrix.domain.touches import MAX_KEY
from matrix.models.base import Keyed, NaturalManager, Recorded, Stamped


class Source(Recorded):
    """Where the text comes from; one row.

    ``upstream`` is the page's text as it last came in, ``base`` that page by meaning, ``etag`` what its address called
    it; ``refused`` are the units of what was refused of it and before, as `matrix.store.base` writes them.
    """

    natural = ("address",)
    address = models.URLField("address of the page", unique=True)
    date = models.DateField("date of this edition", help_text="The day on which the publisher published it.")
    upstream = models.ForeignKey("Upstream", models.PROTECT, null=True, blank=True, editable=False)
    base = models.ForeignKey("Base", models.PROTECT, null=True, blank=True, editable=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    refused = models.JSONField(default=list, blank=True, editable=False)

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
        return self.sha256[:SHORT_HASH]

    def save(self, *args: Any, **options: Any) -> None:
        """Once: revisions came from it."""
        if not self._state.adding:
            raise TypeError("an upstream text can't be changed: another text is another row")
        super().save(*args, **options)


class Base(models.Model):
    """The publisher's page as it came in, by meaning, under the identity of rows and columns that it was given: what
    the current matrix is compared with to know what is own. Kept once, and never changed."""

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    payload = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256[:SHORT_HASH]


class Edition(Stamped):
    """The publisher's page as it stood on a date: immutable, and the page alone, with nothing own in it."""

    natural = ("date",)

    date = models.DateField(unique=True)
    seen = models.CharField("how the date is known", max_length=500, blank=True)
    base = models.ForeignKey(Base, models.PROTECT)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"Edition of {self.date.isoformat()}"

    def save(self, *args: Any, **options: Any) -> None:
        """Once: links are pinned by it."""
        if not self._state.adding:
            raise TypeError(f"{self} can't be changed")
        super().save(*args, **options)

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self} can't be deleted")


class Revision(models.Model):
    """One published state, whole and immutable. ``payload`` is what `store.codec.pack` makes, ``changes`` its diff."""

    number = models.PositiveIntegerField(unique=True)
    hash = models.CharField(max_length=64, db_index=True)
    published = models.DateTimeField()
    author = models.CharField(max_length=150, blank=True)
    message = models.CharField(max_length=500, blank=True)
    changes = models.JSONField(default=list)
    payload = models.BinaryField()
    upstream = models.ForeignKey(Upstream, models.PROTECT, null=True)
    base = models.ForeignKey(Base, models.PROTECT, null=True)

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


class Touch(models.Model):
    """That a revision touched something (`matrix.domain.touches`): so that what changed a result is found without
    reading every revision."""

    key = models.CharField(max_length=MAX_KEY, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="touch_unique")]

    def __str__(self) -> str:
        return f"{self.key} in revision {self.number}"
