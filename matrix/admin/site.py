"""The admin's own site: named after the subject, whose rows stand under a heading of their own."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest

from matrix.admin.doors import LoginForm
from matrix.admin.roles import SUBJECT
from matrix.store import subject


class MatrixAdminSite(AdminSite):
    index_title = "What do you want to change?"
    login_form = LoginForm

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        known = subject.newest()
        return {
            **super().each_context(request),
            "site_header": f"{known.name}: editing",
            "site_title": known.short,
            "most_bytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The application's models in two lists: the matrix, and what it is about."""
        listed: list[dict[str, Any]] = []
        for app in super().get_app_list(request, app_label):
            about = [model for model in app["models"] if model["model"]._meta.model_name in SUBJECT]
            rest = [model for model in app["models"] if model not in about]
            if rest:
                listed.append({**app, "models": rest})
            if about:
                listed.append({**app, "name": "Subject", "models": about})
        return listed
