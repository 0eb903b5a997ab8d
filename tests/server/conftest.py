"""The tests of the server call the application as a server does, in the test's own transaction."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@pytest.fixture(autouse=True)
def _the_test_s_own_connection() -> Iterator[None]:
    """As Django's test client has it: a request's beginning and end close no connection, which the test is using."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
