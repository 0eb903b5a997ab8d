"""Who guesses passwords is locked out, on every way in; nobody else is; the log tells it without the password."""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.db.models import F
from django.test import Client, override_settings

from matrix import settings as production
from matrix.admin.doors import Argon2Hasher, minutes
from matrix.admin.roles import EDITOR
from matrix.store import revisions
from tests.support.forms import user_of
from tests.support.grids import GRID

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

LOGIN = "/admin/login/?next=/admin/"
HERE, ELSEWHERE = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "198.51.100.7"}
RIGHT = {"username": "anna", "password": "anna-password"}
WRONG = {"username": "anna", "password": "pa55w0rd-guess"}


@pytest.fixture(autouse=True)
def _anna() -> None:
    anna = user_of(EDITOR, name="anna")
    anna.set_password(RIGHT["password"])
    anna.save()


def guess(times: int, **options: str) -> list[int]:
    return [Client(**options).post(LOGIN, WRONG).status_code for _ in range(times)]  # type: ignore[arg-type]


def test_five_failures_lock_an_account_out_at_one_address_alone() -> None:
    assert guess(5, **HERE) == [200, 200, 200, 200, 429]
    refused = Client(**HERE).post(LOGIN, RIGHT)  # type: ignore[arg-type]
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == str(minutes() * 60)
    assert "wait 15 minutes" in refused.content.decode()
    assert 'value="anna"' in refused.content.decode()
    assert Client(**ELSEWHERE).post(LOGIN, RIGHT).status_code == 302  # type: ignore[arg-type]


def test_the_form_of_a_session_that_has_ended_is_a_way_in_too() -> None:
    sent = {"do": "save", "base": revisions.current().hash, "message": "typed for an hour"}
    guess(4, **HERE)
    locked = Client(**HERE).post(GRID, {**sent, **WRONG})  # type: ignore[arg-type]
    assert locked.status_code == 429
    assert "typed for an hour" in locked.content.decode()
    refused = Client(**HERE).post(GRID, {**sent, **RIGHT})  # type: ignore[arg-type]
    assert refused.status_code == 429
    assert "typed for an hour" in refused.content.decode()


def test_it_ends_by_itself_and_a_login_that_succeeds_forgets_failures() -> None:
    guess(4, **HERE)
    assert Client(**HERE).post(LOGIN, RIGHT).status_code == 302  # type: ignore[arg-type]
    assert guess(5, **HERE) == [200, 200, 200, 200, 429]
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=minutes(), seconds=1))
    assert Client(**HERE).post(LOGIN, RIGHT).status_code == 302  # type: ignore[arg-type]


def test_each_failure_is_one_line_of_the_log_without_the_password(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        guess(6, **HERE)
        Client(**HERE).post(LOGIN, {**WRONG, "username": "an\nna" * 50})  # type: ignore[arg-type]
    lines = [record.getMessage() for record in caplog.records if record.name != "django.request"]
    assert lines[:5] == ["login failed: 'anna' from 192.0.2.1"] * 5
    assert lines[5] == "login failed: 'anna' from 192.0.2.1, locked out"
    assert len(lines) == 7
    assert len(lines[6]) < 250
    assert "\n" not in lines[6]
    assert WRONG["password"] not in caplog.text


def test_behind_a_proxy_its_word_counts_and_nobody_elses(caplog: pytest.LogCaptureFixture) -> None:
    forwarded = {"X-Forwarded-For": "198.51.100.99, 203.0.113.9"}
    Client(**HERE, headers=forwarded).post(LOGIN, WRONG)  # type: ignore[arg-type]
    with override_settings(PROXIES=1):
        Client(**HERE, headers=forwarded).post(LOGIN, WRONG)  # type: ignore[arg-type]
    assert "from 192.0.2.1" in caplog.messages[0]
    assert "from 203.0.113.9" in "".join(caplog.messages[1:])


def test_passwords_are_hashed_with_argon2_and_older_hashes_anew_at_the_login() -> None:
    with override_settings(PASSWORD_HASHERS=production.PASSWORD_HASHERS):
        made = make_password("a password")
        assert made.startswith(f"argon2$argon2id$v=19$m={Argon2Hasher.memory_cost},t=2,p=1$")
        assert check_password("a password", made)
        User.objects.filter(username="anna").update(password=make_password(RIGHT["password"], hasher="pbkdf2_sha256"))
        assert Client().post(LOGIN, RIGHT).status_code == 302
        assert User.objects.get(username="anna").password.startswith("argon2$")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_after_the_login_a_link_leads_nowhere_else(elsewhere: str) -> None:
    answer = Client().post("/admin/login/", {**RIGHT, "next": elsewhere})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
