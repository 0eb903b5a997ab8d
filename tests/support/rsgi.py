"""What granian hands to an RSGI application, without granian."""

import asyncio
import threading
from dataclasses import dataclass, field


class Headers(dict[str, str]):
    """A request's, by lower-case name."""


@dataclass
class Scope:
    method: str = "GET"
    path: str = "/"
    query_string: str = ""
    headers: Headers = field(default_factory=Headers)
    server: str = "127.0.0.1:8000"
    client: str = "[::1]:9000"
    scheme: str = "http"
    http_version: str = "1.1"
    authority: str | None = None


class Proto:
    """A connection: it hands out a body, or keeps it, and holds what was answered."""

    def __init__(self, body: bytes | None = b"") -> None:
        self.body = body
        self.status = 0
        self.headers: dict[str, str] = {}
        self.content = b""
        self.told = threading.Event()

    async def __call__(self) -> bytes:
        if self.body is None:
            await asyncio.sleep(60)
        return self.body or b""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.status, self.headers, self.content = status, dict(headers), content
        self.told.set()

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.response_bytes(status, headers, b"")
