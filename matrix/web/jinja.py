"""The environment of the site's templates: Jinja2, escaping, and an error for every name that isn't there.

Templates are indented for those who read them; `LineBreaks` says what a page has of that.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.safestring import SafeString
from jinja2 import Environment, StrictUndefined, Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.nodes import Call, Expr, Getattr
from jinja2.runtime import Context, new_context
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

from matrix.domain import quantities
from matrix.domain.text import keep_short
from matrix.presentation.quoting import apart
from matrix.presentation.wording import capital, lowered, sentence
from matrix.store import readers

_BESIDE_A_TAG = re.compile(r"(?<=[<>])\s*\n\s*|\s*\n\s*(?=/?[<>])")
_LINE_BREAK = re.compile(r"\s*\n\s*")
_COMPOUND = re.compile(r"(?<![\w-])(\w{1,6}-\w{1,6})(?![\w-])")
_SPELT = re.compile(r"\b[0-9]{1,2} (?:[A-Z][a-z]+ [0-9]{4}|of [0-9]+)\b")
_DATE = re.compile(r"\b([0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)\b(?!-)")


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


class Straight(CodeGenerator):
    """What a template writes is escaped straight to text. Jinja makes a `Markup` of each piece first, which takes three
    times as long, 1,600 times a page. And what it calls is called: Jinja asks of each first whether it wants the
    context, which nothing here does; and what has a name is an attribute, where Jinja would look among items, too."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 (Jinja's name)
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller)
        else:
            self.visit(node.node, frame)
            self.write("(")
            for given in (*node.args, *node.kwargs):
                self.visit(given, frame)
                self.write(", ")
            self.write(")")


class SiteTemplate(Template):
    """A template that is imported once: all have the environment's globals and no others, which Jinja would else make
    sure of at each import, 14 times a page."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        return super()._get_default_module()

    def new_context(
        self, vars: dict[str, Any] | None = None, shared: bool = False, locals: Mapping[str, Any] | None = None
    ) -> Context:
        of_its_own = None if shared else self.globals  # what a template shares has them already
        return new_context(self.environment, self.name, self.blocks, vars, shared, of_its_own, locals)


class SiteEnvironment(Environment):
    code_generator_class = Straight
    template_class = SiteTemplate

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._known: dict[str | Template, Template] = {}

    def get_template(self, name: str | Template, parent: str | None = None, globals: Any = None) -> Template:
        """The same, looked for once: a page asks for 40 of them."""
        known = None if self.auto_reload else self._known.get(name)
        if known is None:
            known = self._known[name] = super().get_template(name, parent, globals)
        return known

    @staticmethod
    def escaped(value: Any) -> str:
        """The same text as `markupsafe.escape` gives."""
        kind = type(value)
        if kind is str:
            return _escape_inner(value)
        return str(value) if kind is Markup or kind is SafeString else escape(value)


def breakable(address: str) -> Markup:
    """An address that breaks between its parts rather than within a word."""
    return Markup("<wbr>").join(re.split(r"(?<=[/?&])(?!/|$)", address))


@keep_short
def unbroken(text: str) -> Markup:
    """A text in which no line ends within a quantity, ``3 of 4`` or a date (also ISO 8601, which a browser would end at
    its hyphens)."""
    spelt = _SPELT.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), quantities.unbroken(text))
    return _within(Markup("<time>{}</time>"), _DATE.split(spelt))


@keep_short
def whole(text: str) -> Markup:
    """A cell's text, in which no line ends within a short word at its hyphen."""
    return _within(Markup('<span class="whole">{}</span>'), _COMPOUND.split(text))


def together(text: str, names: Iterable[str]) -> Markup:
    """A text in which each of these names stands within an element, so that no line need end within one."""
    return _together(text, tuple(names))


@lru_cache(maxsize=128)
def _together(text: str, names: tuple[str, ...]) -> Markup:
    longest_first = sorted(names, key=len, reverse=True)
    return _within(Markup("<span>{}</span>"), re.split(f"({'|'.join(map(re.escape, longest_first))})", text))


def _within(element: Markup, parts: list[str]) -> Markup:
    """Text again, of which each second part stands within an element."""
    if len(parts) == 1:
        return escape(parts[0])
    return Markup("").join(element.format(part) if at % 2 else part for at, part in enumerate(parts))


@lru_cache(maxsize=1024)
def remembered(macro: Callable[..., Markup], *given: object) -> Markup:
    """What a macro makes of values, which is all that it may depend on: pages have most of their parts in common. The
    macro is an imported one: a template's own is another in each page."""
    return macro(*given)


def environment(**options: Any) -> Environment:
    options |= {"autoescape": True, "undefined": StrictUndefined, "extensions": [LineBreaks], "cache_size": -1}
    environment = SiteEnvironment(**options)
    environment.globals |= {"static": cache(static), "outage_notice": readers.notice, "remembered": remembered}
    environment.filters |= {"apart": apart, "breakable": breakable, "together": together, "unbroken": unbroken}
    environment.filters |= {"whole": whole, "capital": capital, "lowered": lowered, "sentence": sentence}
    return environment


def render(template: str, context: dict[str, Any]) -> SafeString:
    """A template's output as HTML: whatever went into it has been escaped there."""
    return SafeString(get_template(template, using="jinja2").render(context))
