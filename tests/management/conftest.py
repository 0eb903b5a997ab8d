"""What several commands' tests share."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the first start leaves it."""
    file = tmp_path_factory.mktemp("prepared") / "own.sqlite3"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}"}
    subprocess.run([sys.executable, "manage.py", "prepare"], env=environment, check=True, capture_output=True)
    return file
