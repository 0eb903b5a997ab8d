"""The editors' addresses. Django looks for `matrix.admin`; importing its rows registers all of it."""

from matrix.admin import rows as rows
