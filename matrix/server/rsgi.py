"""What `make run` serves (`matrix.server.serve`): the WSGI application behind its guard."""

from matrix.wsgi import application as by_wsgi  # isort: skip  (sets Django up, for what comes next)

from matrix.server.guard import READERS, Guard

__all__ = ["READERS", "application", "by_wsgi"]

application = Guard(by_wsgi)
