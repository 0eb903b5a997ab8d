"""What the models share: slugs, natural keys, and that a row which is saved or deleted makes a revision."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.expressions import Combinable

if TYPE_CHECKING:
    CharField = models.CharField[Combinable | str, str]
else:
    CharField = models.CharField

_Model = TypeVar("_Model", bound="Keyed", covariant=True)

slug_validator = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z", "Lower-case letters and digits in words parted by “-”, as in two-words."
)


class SlugField(CharField):
    """A public name in addresses: `slugify` of the contract gives such."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 100, "validators": [slug_validator], **options})


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


Recorder = Callable[[], AbstractContextManager[object]]


def _not_ready() -> AbstractContextManager[object]:
    raise RuntimeError("rows are saved and deleted only once the application is ready: a save makes a revision")


_recorder: Recorder = _not_ready
_stamper: Recorder = _not_ready


def record_with(recorder: Recorder, stamper: Recorder) -> None:
    """From now on every save and deletion is wrapped in what ``recorder`` gives, or, of rows that are in no revision,
    ``stamper``. The store hands them in when the application is ready, so that the rows need not know who records
    them."""
    global _recorder, _stamper
    _recorder, _stamper = recorder, stamper


class Recorded(Keyed):
    """A row of the matrix or questionnaire: saving or deleting it makes a revision at commit."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        with _recorder():
            super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with _recorder():
            return super().delete(*args, **options)


class Stamped(Keyed):
    """A row that readers see and no revision holds: saving or deleting it advances the stamp."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        with _stamper():
            super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with _stamper():
            return super().delete(*args, **options)
