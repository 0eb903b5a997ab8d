"""The management commands, called from code: what they print."""

import io

from django.core.management import call_command


def run(*arguments: str) -> str:
    """What a command prints on standard output."""
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()
