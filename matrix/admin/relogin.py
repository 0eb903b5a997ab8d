"""A form that is sent when its sender's session has ended: who logs in on the spot has it taken on, as typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.admin import AdminSite
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

from matrix.admin.doors import LoginForm

AdminView = Callable[..., HttpResponseBase]
_OWN: Final = frozenset({"csrfmiddlewaretoken", "username", "password"})


def admin_view(site: AdminSite, view: AdminView) -> AdminView:
    """A view of the admin, as `AdminSite.admin_view` makes it, but that a POST goes to no other page to log in."""
    inner = site.admin_view(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if request.method == "POST" and not site.has_permission(request):
            form = LoginForm(request, request.POST if "username" in request.POST else None)
            if not form.is_valid():
                return _ask(site, request, form)
            login(request, form.get_user())
        return inner(request, *args, **options)

    return answer


def _ask(site: AdminSite, request: HttpRequest, form: LoginForm) -> HttpResponseBase:
    fields = [(name, value) for name, values in request.POST.lists() if name not in _OWN for value in values]
    context = {**site.each_context(request), "title": "Log in to go on", "form": form, "fields": fields}
    context["is_nav_sidebar_enabled"] = False
    return TemplateResponse(request, "admin/matrix/login_again.html", context, status=403)
