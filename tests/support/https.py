"""A server of the tests' own, over TLS on loopback: it answers each path by what a test has given it."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

Answer = Callable[[BaseHTTPRequestHandler], None]


def body(data: bytes, *, announced: int | None = None, **headers: str) -> Answer:
    """200 with these bytes and headers (``_`` for ``-``); ``announced`` is another length than theirs."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(data) if announced is None else announced))
        request.end_headers()
        request.wfile.write(data)

    return answer


def status(code: int, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


class Site:
    """What is served under which path, and the headers of each request that came."""

    def __init__(self, port: int) -> None:
        self.url = f"https://localhost:{port}"
        self.answers: dict[str, Answer] = {}
        self.requests: list[dict[str, str]] = []


@contextmanager
def serving(certificate: trustme.LeafCert) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.requests.append(dict(self.headers))
            self.close_connection = True
            with suppress(OSError):  # who asks may have enough of it
                site.answers.get(self.path, status(404))(self)

        def log_message(self, format: str, *args: object) -> None: ...

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Site(server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def trusted_site(folder: Path) -> Iterator[Site]:
    """A site whose certificate this process trusts while it is served."""
    authority = trustme.CA()
    with pytest.MonkeyPatch.context() as patch, authority.cert_pem.tempfile(str(folder)) as file:
        patch.setenv("SSL_CERT_FILE", file)
        with serving(authority.issue_cert("localhost", "127.0.0.1")) as site:
            yield site
