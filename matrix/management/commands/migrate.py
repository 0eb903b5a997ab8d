"""Django's command, which makes SQLite's file where there is none: nobody else does, but `prepare`."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from matrix.databases.sqlite import file


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        file.make(connections[options["database"]].settings_dict["NAME"])
        super().handle(*args, **options)
