"""A Host that is not this site's: refused, and one line of the log."""

import logging

import pytest
from django.test import Client, override_settings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


@pytest.mark.parametrize("host", ["evil.example", "localhost:9999", "evil.example:80", "ev!l"])
def test_a_foreign_host_costs_one_line(caplog: pytest.LogCaptureFixture, host: str) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = Client(headers={"Host": host}).get("/fit.json")
    assert answer.status_code == 400
    assert host not in answer.content.decode()
    assert [(record.name, record.exc_info) for record in caplog.records] == [("django.security.DisallowedHost", None)]


@pytest.mark.parametrize("host", ["localhost", "localhost:80", "localhost:443", "localhost:8000", "localhost:8080"])
def test_a_port_is_the_servers_the_webs_or_one_that_is_named(host: str) -> None:
    with override_settings(ALLOWED_PORTS=["8080"]):
        answer = Client(headers={"Host": host}).get("/decision.md?latency=interactive", SERVER_PORT="8000")
    assert answer.status_code == 200
    assert f"http://{host}/" in answer.content.decode()
