"""deploy/nginx.conf is one that nginx takes, and agrees with what the server behind it does."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
import trustme
from django.conf import settings

CONFIGURATION: Final[str] = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
SERVER: Final[str] = (settings.BASE_DIR / "matrix" / "server" / "serve.py").read_text()
TEMPORARY: Final = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text, re.MULTILINE)
    assert found, pattern
    return int(found[1])


def test_it_agrees_with_the_server() -> None:
    assert number(r"client_max_body_size (\d+)m;", CONFIGURATION) * 1_000_000 == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    idle = number(r"^    keepalive_timeout (\d+)s;", CONFIGURATION)
    assert idle < number(r"^HEADER_SECONDS: Final = (\d+)", SERVER), "or a node closes what is still asked on"


def test_nginx_takes_it(tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx:
        pytest.skip("no nginx on this machine (Debian: apt-get install nginx)")
    trustme.CA().issue_cert("matrix.example.org").private_key_and_cert_chain_pem.write_to_path(tmp_path / "tls")
    here = re.sub(r"/etc/ssl/[\w./]*\w", f"{tmp_path}/tls", CONFIGURATION)
    here = re.sub(r"listen (80|443)", rf"listen unix:{tmp_path}/\1", here.replace("/var/cache/nginx", str(tmp_path)))
    temporary = " ".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in TEMPORARY)
    (tmp_path / "conf").write_text(f"pid {tmp_path}/pid; events {{}} http {{ access_log off; {temporary}\n{here}\n}}")
    command = [nginx, "-t", "-q", "-p", str(tmp_path), "-e", "stderr", "-c", str(tmp_path / "conf")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
