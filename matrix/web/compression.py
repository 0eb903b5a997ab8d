"""How answers are made small on their way: brotli where the browser reads it, else gzip.

What everybody gets alike (`READY`) is the same bytes each time. Into the gzip of others Django puts random bytes, which
hide the length of a secret (BREACH).
"""

import gzip
import re
from typing import Final

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from matrix.web.basis import READY

_LEAST: Final = 200
"""Bytes; what is shorter stays as it is."""
_LEVEL: Final = 4
"""Of both: past it gzip takes twice the time for a twentieth of the bytes."""
_REFUSED: Final = r"(?!\s*;\s*q=0(\.0*)?\s*(,|$))"
_ACCEPTS: Final = {name: re.compile(rf"(?<![\w-]){name}(?![\w-]){_REFUSED}") for name in ("br", "gzip")}


def encoding_of(accepted: str) -> str:
    """The encoding for who accepts these (``Accept-Encoding``); "" for none."""
    return next((name for name, accepts in _ACCEPTS.items() if accepts.search(accepted)), "")


class Compression(GZipMiddleware):
    """Django's own for gzip, but of what everybody gets alike."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        encoding = encoding_of(request.headers.get("Accept-Encoding", ""))
        if (
            not isinstance(response, HttpResponse)
            or response.has_header("Content-Encoding")
            or len(response.content) < _LEAST
            or not (encoding == "br" or (encoding and READY in request.META))
        ):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        response.content = compressed(response.content, encoding)
        response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(response.content))
        return response


def compressed(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(content, quality=_LEVEL))  # type: ignore[no-untyped-call]
    return gzip.compress(content, _LEVEL, mtime=0)
