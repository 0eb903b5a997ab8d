"""How static files are served: under hashed names, the imports of script modules as well."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """A module imports others by their hashed names, so that each is kept for ever and none is stale. The list of all
    names stands beside the folder that is served, not in it."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **options: Any) -> None:
        beside = FileSystemStorage(Path(settings.STATIC_ROOT).parent)
        super().__init__(*args, manifest_storage=beside, **options)  # type: ignore[no-untyped-call]
