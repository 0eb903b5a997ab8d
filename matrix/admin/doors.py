"""The doors to the admin: who guesses passwords is locked out for a while, and each failed login is a line of the log.

django-axes counts (settings, AXES_*): five failures of an account from an address lock that pair out for 15 minutes.
"""

import logging
from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_log = logging.getLogger(__name__)


class Argon2Hasher(Argon2PasswordHasher):
    """With OWASP's parameters for argon2id (19 MiB): Django's take 100 MiB a login, and a worker is to stay small."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class LoginForm(AdminAuthenticationForm):
    """The login, here and where a session has ended: it says when somebody is locked out, and for how long at most."""

    def get_invalid_login_error(self) -> ValidationError:
        if not getattr(self.request, "axes_locked_out", False):
            return super().get_invalid_login_error()
        return ValidationError(f"Too many failed logins: wait {minutes()} minutes, then try again.", code="locked-out")


def minutes() -> int:
    """How long a lock-out lasts."""
    return int(settings.AXES_COOLOFF_TIME.total_seconds()) // 60


def locked_out(_request: HttpRequest, response: HttpResponseBase, _credentials: Any) -> HttpResponseBase:
    """The answer to who is locked out: the login form as the view has made it, so that nothing that was typed is lost,
    with the status that programs understand."""
    response.status_code = 429
    response.headers["Retry-After"] = str(minutes() * 60)
    return response


def log_failure(credentials: dict[str, Any], request: HttpRequest | None = None, **_signal: Any) -> None:
    """A failed login (Django's signal): who was tried, from where, and nothing of the password."""
    address = getattr(request, "axes_ip_address", None) or "no address"  # django-axes asks matrix.web.rates
    shut = ", locked out" if getattr(request, "axes_locked_out", False) else ""
    _log.warning("login failed: %.150r from %s%s", credentials.get("username"), address, shut)
