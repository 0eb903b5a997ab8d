"""The environment: what it defaults to, what it changes, and what it refuses by name."""

import runpy
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

SOURCE = Path(__file__).resolve().parents[1] / "matrix" / "settings.py"
VARIABLES = (
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DEBUG",
    "HOST",
    "LOG_LEVEL",
    "PROXIES",
    "RATE_LIMIT",
    "SECRET_KEY",
    "TLS",
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder that holds the settings alone, with nothing set in the environment."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "matrix").mkdir()
    (tmp_path / "matrix" / "settings.py").write_text(SOURCE.read_text())
    return tmp_path


def load(project: Path) -> dict[str, Any]:
    return runpy.run_path(str(project / "matrix" / "settings.py"))


def test_it_works(project: Path) -> None:
    settings = load(project)

    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert settings["DATABASES"]["default"]["NAME"] == project / "db.sqlite3"
    assert settings["SECURE_SSL_REDIRECT"] is False


def test_an_empty_variable_is_one_not_given(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, " ")

    assert load(project)["DEBUG"] is False


# --- The secret key ----------------------------------------------------------------------------------------------


def test_the_key_is_made_once_and_for_its_owner_alone(project: Path) -> None:
    first, second = load(project)["SECRET_KEY"], load(project)["SECRET_KEY"]

    file = project / ".secret-key"
    assert first == second == file.read_text()
    assert len(first) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(project.glob(".secret-key*")) == [file]


def test_processes_that_start_at_once_agree_on_one_key(project: Path) -> None:
    command = [sys.executable, "-c", "import runpy; print(runpy.run_path('matrix/settings.py')['SECRET_KEY'])"]
    started = [subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    keys = {process.communicate(timeout=60)[0].strip() for process in started}

    assert keys == {(project / ".secret-key").read_text()}


def test_the_environments_key_goes_first(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "from the environment")

    assert load(project)["SECRET_KEY"] == "from the environment"
    assert not (project / ".secret-key").exists()


def test_an_empty_key_file_is_refused(project: Path) -> None:
    (project / ".secret-key").touch()

    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY .* is empty"):
        load(project)


# --- Switches, hosts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["SUBDOMAINS", "PRELOAD"])
def test_what_binds_other_hosts_is_a_choice(project: Path, monkeypatch: pytest.MonkeyPatch, choice: str) -> None:
    monkeypatch.setenv("TLS", "on")
    name = {"SUBDOMAINS": "SECURE_HSTS_INCLUDE_SUBDOMAINS", "PRELOAD": "SECURE_HSTS_PRELOAD"}[choice]
    assert load(project)[name] is False
    monkeypatch.setenv(f"HSTS_{choice}", "on")
    assert load(project)[name] is True


@pytest.mark.parametrize("value", ["1", "true", "Yes", "ON"])
def test_a_switch_goes_on(project: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TLS", value)

    settings = load(project)

    assert all(
        settings[name]
        for name in (
            "SECURE_SSL_REDIRECT",
            "SECURE_PROXY_SSL_HEADER",
            "SECURE_HSTS_SECONDS",
            "SESSION_COOKIE_SECURE",
            "CSRF_COOKIE_SECURE",
        )
    )


@pytest.mark.parametrize("value", ["0", "false", "No", "OFF"])
def test_a_switch_stays_off(project: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEBUG", value)

    assert load(project)["DEBUG"] is False


@pytest.mark.parametrize(
    ("host", "allowed"),
    [("127.0.0.1", None), ("matrix.example", "matrix.example"), ("fd00::1", "[fd00::1]")],
)
def test_the_host_served_on_is_allowed(
    project: Path, monkeypatch: pytest.MonkeyPatch, host: str, allowed: str | None
) -> None:
    monkeypatch.setenv("HOST", host)

    assert load(project)["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]", *([allowed] if allowed else [])]


def test_hosts_that_are_given_are_all_there_are(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "matrix.example, www.matrix.example,")

    assert load(project)["ALLOWED_HOSTS"] == ["matrix.example", "www.matrix.example"]
    assert load(project)["ALLOWED_PORTS"] == []


def test_a_port_that_stands_with_a_host_is_one_of_the_sites(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "matrix.example:8080,[::1]:8443,[::2]")

    settings = load(project)

    assert settings["ALLOWED_HOSTS"] == ["matrix.example", "[::1]", "[::2]"]
    assert settings["ALLOWED_PORTS"] == ["8080", "8443"]


# --- Databases ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_is_one_variable(project: Path, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://someone:secret@db.example:5433/matrix")

    database = load(project)["DATABASES"]["default"]

    assert database["ENGINE"] == "matrix.databases.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "matrix")
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)


def test_sqlite_outside_the_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////var/lib/matrix.sqlite3")

    assert load(project)["DATABASES"]["default"]["NAME"] == Path("/var/lib/matrix.sqlite3")


# --- Refusals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DEBUG", "flase", "DEBUG: 'flase' is not one of"),
        ("TLS", "2", "TLS: '2' is not one of"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL: 'LOUD' is not one of"),
        ("DATABASE_URL", "db.sqlite3", "DATABASE_URL can't be read"),
        ("DATABASE_URL", "nosuch://x:secret@y/z", "DATABASE_URL can't be read"),
        ("DATABASE_URL", "postgres://x:secret@y:port/z", "DATABASE_URL can't be read"),
        ("DATABASE_URL", "mysql://x:secret@y/z", "DATABASE_URL: SQLite and PostgreSQL are supported"),
    ],
)
def test_a_refusal_names_the_variable_and_no_password(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured) as refused:
        load(project)

    assert str(refused.value).startswith(message)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("name", ["RATE_LIMIT", "PROXIES"])
def test_a_number_is_one(project: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert load(project)[name] == 0
    monkeypatch.setenv(name, "60")
    assert load(project)[name] == 60
    monkeypatch.setenv(name, "-1")
    with pytest.raises(ImproperlyConfigured, match=name):
        load(project)
