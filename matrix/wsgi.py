"""What the server loads: granian --interface wsgi matrix.wsgi:application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matrix.settings")

application = get_wsgi_application()
