"""The peers that are Python, by granian as the project is: a plain Django page of the same rows, and the same bytes by
whitenoise. WSGI applications, by their names."""

import os
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse


def _nothing(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    start_response("404 Not Found", [])
    return [b""]


def __getattr__(name: str) -> Any:
    """``plain`` and ``same_bytes``, each with nothing loaded but its own."""
    if name == "plain":
        from django.core.wsgi import get_wsgi_application

        return get_wsgi_application()
    if name == "same_bytes":
        from whitenoise import WhiteNoise

        return WhiteNoise(_nothing, root=os.environ["BENCH_BYTES"], index_file=True, max_age=0)
    raise AttributeError(name)
