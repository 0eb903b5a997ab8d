"""What of a value goes to another process.

Pure.
"""

from dataclasses import fields
from typing import Any


class FieldsAlone:
    """A dataclass whose fields alone are pickled: what is kept of them (`cached_property`) is several times as large,
    and found again by whoever asks for it."""

    def __getstate__(self) -> dict[str, object]:
        value: Any = self
        return {field.name: getattr(self, field.name) for field in fields(value)}
