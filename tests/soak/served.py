"""Settings of a server that studies start: static files under their own names, without collectstatic."""

from matrix.settings import *  # noqa: F403
from matrix.settings import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
