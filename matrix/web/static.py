"""How static files are served: under hashed names, the imports of script modules as well."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_OWN: Final = re.compile(r"matrix[a-z-]*\.css|[a-z]+\.js")
_COMMENT: Final = re.compile(r"/\*.*?\*/ ?|^[ \t]*//[^\n]*\n", re.DOTALL | re.MULTILINE)
"""Of a style sheet or a script: what stands between ``/*`` and ``*/``, and lines of ``//`` alone."""
_INDENT: Final = re.compile(r"^\s+", re.MULTILINE)
"""And what begins its lines; no text of ours goes over several."""


class Storage(CompressedManifestStaticFilesStorage):
    """A module imports others by their hashed names, so that each is kept for ever and none is stale. The list of all
    names stands beside the folder that is served, not in it. Our own style sheets and scripts go without comments and
    indentation: 3.3 KB of each first visit."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **options: Any) -> None:
        beside = FileSystemStorage(Path(settings.STATIC_ROOT).parent)
        super().__init__(*args, manifest_storage=beside, **options)  # type: ignore[no-untyped-call]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        for name in () if dry_run else list(filter(_OWN.fullmatch, paths)):
            file = Path(self.path(name))
            file.write_text(_INDENT.sub("", _COMMENT.sub("", file.read_text("utf-8"))), "utf-8")
            paths[name] = self, name  # instead of where it was collected from
        yield from super().post_process(paths, dry_run, **options)  # type: ignore[no-untyped-call]
