"""Commands whose errors are lines for people and programs: the message alone, as the contract has it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class PlainCommand(BaseCommand):
    """On the command line an error is its message on standard error and its exit code; called from code it is raised.

    ``exit_code`` is what a command that did its work ends with there.
    """

    exit_code = 0

    def execute(self, *args: Any, **options: Any) -> str | None:
        from_command_line = getattr(self, "_called_from_command_line", False)
        try:
            done = super().execute(*args, **options)
        except CommandError as error:
            if not from_command_line:
                raise
            self.stderr.write(str(error))
            sys.exit(error.returncode)
        if self.exit_code and from_command_line:
            sys.exit(self.exit_code)
        return done
