"""What `make run` serves (`matrix.serve`): the WSGI application behind its guard."""

from matrix.wsgi import application as by_wsgi  # isort: skip  (sets Django up, for what comes next)

from matrix.web.guard import Guard

application = Guard(by_wsgi)
