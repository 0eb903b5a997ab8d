"""The application by WSGI, for any server. `make run` serves it behind a guard (`matrix.server`); what another server
has to guard itself is in docs/security.md."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matrix.settings")

application = get_wsgi_application()

from matrix.store import readers  # noqa: E402 (Django is set up only now)

readers.warm()
