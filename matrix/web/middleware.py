"""The headers that say what a browser may do with a page; all of them stand here.

A view loosens one of them for its own response, and says so where it does:

    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # data for anybody's page
    response.frame_ancestors = "*"                             # a page made to be embedded; X-Frame-Options goes too
    response.page_part = True                                  # an update that a script has asked for: no document
"""

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase

# No unsafe-inline, no unsafe-eval and no other host, for the admin as well. data: is for small images in style sheets.
CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

# What a page is made of, and no browser shows as one that could run a script or be framed: what speaks of documents
# stays off these, since each would be sent 600 bytes more. SVG is not among them: opened by itself it is a document.
PAGE_PARTS = frozenset(("text/css", "text/javascript", "image/png"))

# What the pages never ask for, no script that finds its way in shall get.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "screen-wake-lock",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)


_IGNORED = (
    *("HTTP_HX_REQUEST_URI_AUTOENCODED", "HTTP_HX_HISTORY_RESTORE_REQUEST_URI_AUTOENCODED"),
    "HTTP_IF_UNMODIFIED_SINCE",
)


def content_security_policy(frame_ancestors: str) -> str:
    policy = CONTENT_SECURITY_POLICY | {"frame-ancestors": frame_ancestors}
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


class SecurityHeaders:
    """Stands outermost, so that redirects, errors and static files carry the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = content_security_policy(CONTENT_SECURITY_POLICY["frame-ancestors"])

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 304:  # who asks has the document, and its headers
            response.headers.pop("Content-Length", None)
            return response
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind not in PAGE_PARTS and not getattr(response, "page_part", False):
            self.set_for_document(response)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Django's SecurityMiddleware sets these as well, but not on what it answers itself.
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        return response

    def set_for_document(self, response: HttpResponseBase) -> None:
        frame_ancestors: str | None = getattr(response, "frame_ancestors", None)
        if frame_ancestors is None:
            response.headers["Content-Security-Policy"] = self.policy
            response.headers["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        else:
            # X-Frame-Options can't name an ancestor: beside the policy it could only forbid what the policy allows.
            response.headers["Content-Security-Policy"] = content_security_policy(frame_ancestors)
            response.headers.pop("X-Frame-Options", None)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"


def plain_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Takes away what nobody sends in earnest, and what would change an answer by a header that no ``Vary`` names:
    values of htmx's marks that are spelled in percents, an address of the page that is none, and a date, which no
    answer has, so that it decides nothing (RFC 9110, 13.1.4)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        for name in _IGNORED:
            request.META.pop(name, None)
        try:
            urlsplit(unquote(request.META.get("HTTP_HX_CURRENT_URL", "")))
        except ValueError:
            del request.META["HTTP_HX_CURRENT_URL"]
        return get_response(request)

    return answer


def known_port(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Refuses a Host whose port is not this site's: it would stand in each absolute link. Django looks at names."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        host = request.get_host()
        port = split_domain_port(host)[1]
        if port not in ("", "80", "443", request.get_port(), *settings.ALLOWED_PORTS):
            raise DisallowedHost(f"Invalid port in the Host header: {host!r}. ALLOWED_HOSTS may name it.")
        return get_response(request)

    return answer
