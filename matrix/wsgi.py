"""What the server loads: granian --interface wsgi matrix.wsgi:application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matrix.settings")

application = get_wsgi_application()

from matrix.store import readers  # noqa: E402 (Django is set up only now)

readers.warm()
