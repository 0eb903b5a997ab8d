"""How static files are served: under hashed names, the imports of script modules as well."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """A module imports others by their hashed names, so that each is kept for ever and none is stale."""

    support_js_module_import_aggregation = True
