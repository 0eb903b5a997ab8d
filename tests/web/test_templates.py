"""Templates can be read, and what they are indented by is not sent."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.template import engines
from jinja2 import Environment, TemplateSyntaxError

from matrix.web.jinja import environment

ROOT: Final[Path] = settings.BASE_DIR / "templates"
FILES: Final = sorted(ROOT.rglob("*.html"))
NAMES: Final = [str(file.relative_to(ROOT)) for file in FILES]
JINJA: Final = [file for file in FILES if file.is_relative_to(ROOT / "jinja2")]
INLINE: Final = "(?:a|b|button|code|del|i|input|ins|kbd|label|q|select|small|span|time)"


@pytest.fixture(scope="module")
def jinja() -> Environment:
    return environment()


@pytest.mark.parametrize(
    ("template", "rendered"),
    [
        # nothing beside a tag
        ("<ul>\n  <li>\n    one\n  </li>\n</ul>\n", "<ul><li>one</li></ul>"),
        ("\n\n<p>\n\n  one\n\n</p>\n\n", "<p>one</p>"),
        ("<b>one</b>\n<b>two</b>", "<b>one</b><b>two</b>"),
        ("one\n<b>two</b>\nthree", "one<b>two</b>three"),
        ("<p>one</p>\r\n\t<p>two</p>", "<p>one</p><p>two</p>"),
        # nothing beside a statement or an expression
        ("<p>\n  {% if 1 %}\n    one\n  {% else %}\n    two\n  {% endif %}\n</p>", "<p>one</p>"),
        ("{% for n in (1, 2) %}\n  {{ n }}\n{% endfor %}", "12"),
        ("one\n{{ 2 }}\nthree", "one2three"),
        ("{{ 1 }}\n{{ 2 }}", "12"),
        ("{% set a = 1 %}\n\n{{ a }}\n", "1"),
        ("<p>one\n  {# said to who reads this #}\n  two</p>", "<p>onetwo</p>"),
        # a blank between words
        ("<p>\n  one\n  two,\n  three\n</p>", "<p>one two, three</p>"),
        ("<p>one\n\n\n  two</p>", "<p>one two</p>"),
        # a blank between attributes, and none that starts or ends them
        ('<a\n  href="/"\n  title="one\n         two"\n>', '<a href="/" title="one two">'),
        ('<path d="M0 0"\n      class="a"\n/>', '<path d="M0 0" class="a"/>'),
        ('<a href="/"\n   {% if 1 %} class="b"{% endif %}\n   {% if 0 %} id="c"{% endif %}>', '<a href="/" class="b">'),
        # within a line all stays
        ("<b>one</b> <i>two</i>  three", "<b>one</b> <i>two</i>  three"),
        ("{{ 1 }} {% if 1 %} <i>two</i> {% endif %} {{ 3 }}", "1  <i>two</i>  3"),
        # a blank where the line has to end
        ('<b>one</b>\n{{ " " }}<i>two</i>{{ " " }}\n{{ 3 }}', "<b>one</b> <i>two</i> 3"),
        # what goes in is left alone
        ("<p>\n  {{ 'one\\n  <two>' }}\n</p>", "<p>one\n  &lt;two&gt;</p>"),
        # what macros give begins and ends where their text does
        ("{% macro m(x) %}\n  <b>{{ x }}</b>\n{% endmacro %}\n[{{ m(1) }}] [{{ m(2) }}]", "[<b>1</b>] [<b>2</b>]"),
    ],
)
def test_a_line_break_is_a_blank_between_words_and_nothing_beside_a_tag(
    jinja: Environment, template: str, rendered: str
) -> None:
    assert jinja.from_string(template).render() == rendered


def test_errors_name_their_lines(jinja: Environment) -> None:
    with pytest.raises(TemplateSyntaxError) as caught:
        jinja.from_string("<p>\n  one\n  two\n</p>\n\n{{ 1 + }}")

    assert caught.value.lineno == 6


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_every_template_compiles(file: Path) -> None:
    folder, _, name = str(file.relative_to(ROOT)).partition("/")
    engines[folder].get_template(name)


@pytest.mark.parametrize("file", JINJA, ids=[file.name for file in JINJA])
def test_no_line_break_of_a_template_takes_a_blank_that_readers_need(file: Path) -> None:
    """A line that ends between a word and a link would join them: there the blank has to be written out."""
    template = file.read_text()
    word_then_tag = rf"[^\s<>{{}}(]\n\s*(?:<{INLINE}\b|\{{\{{ (?!['\"]))"
    tag_then_word = rf"(?:</{INLINE}>|[^'\"] \}}\}})\n\s*[\w(]"

    assert re.findall(f"{word_then_tag}|{tag_then_word}", template) == []
    # What is preformatted may hold a value and nothing of the template's own.
    assert re.findall(r"<(?:pre|textarea)\b(?![^<]*>\{\{ [\w.]+ \}\}</(?:pre|textarea)>)", template) == []


def test_what_is_remembered_is_imported() -> None:
    """A template's own macro is another in each page: what is kept of it is never found again."""
    for path in JINJA:
        text = path.read_text()
        remembered = set(re.findall(r"remembered\((\w+)", text))
        assert remembered.isdisjoint(re.findall(r"{% macro (\w+)", text)), path.name
