"""Commands whose errors are a line: on the command line the message alone and exit 1, called from code an exception."""

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line

from matrix.store.revisions import Published

pytestmark = pytest.mark.django_db


def test_on_the_command_line_an_error_is_its_message_and_exit_1(
    published: Published, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(["manage.py", "export_matrix", "--revision", "0000000"])
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "no revision has a hash that begins with “0000000”\n")


def test_called_from_code_it_is_raised(published: Published) -> None:
    with pytest.raises(CommandError, match="no revision has a hash"):
        call_command("export_matrix", "--revision", "0000000")
