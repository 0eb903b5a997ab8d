"""The application by WSGI, for any server. `make run` serves it behind a guard (`matrix.server`); what another server
has to guard itself is in docs/security.md."""

import gc
import os
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matrix.settings")

application = get_wsgi_application()


def _warm_up() -> None:
    """What a worker makes once is made before the first reader comes; and the collector leaves it alone, which would go
    through all of it again and again, and find nothing (docs/decisions/0013-ready-answers.md)."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIRequest

    from matrix.store import readers

    readers.warm()
    host = (*settings.ALLOWED_HOSTS, "localhost")[0].lstrip(".").replace("*", "localhost")
    environ = {"HTTP_HOST": host, "HTTP_X_FORWARDED_PROTO": "https", "HTTP_ACCEPT_ENCODING": "gzip"}
    setup_testing_defaults(environ)
    application.get_response(WSGIRequest(environ)).close()
    gc.collect()
    gc.freeze()


_warm_up()
