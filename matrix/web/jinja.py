"""The environment of the site's templates: Jinja2, escaping, and an error for every name that isn't there.

Templates are indented for those who read them; `LineBreaks` says what a page has of that.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.safestring import SafeString
from jinja2 import Environment, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from matrix.domain.quantities import unbroken
from matrix.store import readers

_BESIDE_A_TAG = re.compile(r"(?<=[<>])\s*\n\s*|\s*\n\s*(?=/?[<>])")
_LINE_BREAK = re.compile(r"\s*\n\s*")


class LineBreaks(Extension):
    """A line break, with the white space around it, is one blank between two words or two attributes, and nothing
    beside a tag, a statement or an expression.

    So anything may start a line of its own, and a page has none of the indentation. White space within a line stays as
    it is; where a blank is wanted and the line has to end, the template says so: ``{{ " " }}``. A template is changed
    as it is compiled, and errors still name its lines.

    It would change what ``<pre>`` and ``<textarea>`` hold as well: no template has one (tests/web/test_templates.py).
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type == "data":
                # Each end of such a token is at a statement or an expression, which count as tags.
                text = _LINE_BREAK.sub(" ", _BESIDE_A_TAG.sub("", f">{token.value}<"))[1:-1]
                token = Token(token.lineno, token.type, text)
            yield token


def environment(**options: Any) -> Environment:
    options |= {"autoescape": True, "undefined": StrictUndefined, "extensions": [LineBreaks]}
    environment = Environment(**options)  # noqa: S701  (autoescape stands in the line above)
    environment.globals |= {"static": static, "outage_notice": readers.notice}
    environment.filters["unbroken"] = unbroken
    return environment


def render(template: str, context: dict[str, Any]) -> SafeString:
    """A template's output as HTML: whatever went into it has been escaped there."""
    return SafeString(get_template(template, using="jinja2").render(context))
