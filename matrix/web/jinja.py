"""The environment of the site's templates: Jinja2, escaping, and an error for every name that isn't there."""

from typing import Any

from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.safestring import SafeString
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    options |= {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    environment = Environment(**options)  # noqa: S701  (autoescape stands in the line above)
    environment.globals["static"] = static
    return environment


def render(template: str, context: dict[str, Any]) -> SafeString:
    """A template's output as HTML: whatever went into it has been escaped there."""
    return SafeString(get_template(template, using="jinja2").render(context))
