"""Generated requests against `/openapi.json`: 5,000 and more, and no answer that the description doesn't have.

`python -m tests.measures.described` needs a server (`make run`) and uv; BASE names the server, http://127.0.0.1:8000 by
default. Schemathesis comes by uv into an environment of its own: it brings more packages than the tests have.
"""

import os
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import Final

BASE: Final = os.environ.get("BASE", "http://127.0.0.1:8000")
VERSION: Final = "4.32.5"
UV: Final = which("uv") or str(Path(__file__).parents[2] / ".uv/bin/uv")
CHECKS: Final = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_headers_conformance", "response_schema_conformance", "unsupported_method"),
)
"""What can't be read is an answer with a notice on a page: that invalid data be refused is not asked of all."""


def main() -> int:
    command = [UV, "tool", "run", "--from", f"schemathesis=={VERSION}", "st", "run", f"{BASE}/openapi.json"]
    options = ["--phases", "coverage,fuzzing", "--max-examples", "30", "--mode", "all", "--checks", ",".join(CHECKS)]
    return subprocess.run([*command, *options], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
