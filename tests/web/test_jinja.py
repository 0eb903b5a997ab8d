"""The templates' environment: what is put in is escaped, and a name that isn't there is an error."""

import pytest
from jinja2 import UndefinedError

from matrix.web.jinja import environment


def test_what_is_put_in_is_escaped() -> None:
    assert environment().from_string("<p>{{ text }}").render(text="<b>") == "<p>&lt;b&gt;"


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ("{{ nowhere }}", UndefinedError),
        ("{{ there.nowhere }}", AttributeError),
        ("{% if nowhere %}{% endif %}", UndefinedError),
    ],
)
def test_a_name_that_is_not_there_is_an_error(template: str, error: type[Exception]) -> None:
    with pytest.raises(error, match="nowhere"):
        environment().from_string(template).render(there={})


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("https://example.org/a-b/c.html", ["https://", "example.org/", "a-b/", "c.html"]),
        ("/?a=1&b=<i>", ["/", "?", "a=1&amp;", "b=&lt;i&gt;"]),
        ("/", ["/"]),
    ],
)
def test_an_address_breaks_between_its_parts(address: str, lines: list[str]) -> None:
    assert environment().from_string("{{ address|breakable }}").render(address=address).split("<wbr>") == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("seen 2023-02, until 2025-09-27;", "seen <time>2023-02</time>, until <time>2025-09-27</time>;"),
        ("6 MB on 2023-02-13", "6\N{NO-BREAK SPACE}MB on <time>2023-02-13</time>"),
        ("since 10 March 2023, 9 of 12", "since 10~March~2023, 9~of~12".replace("~", "\N{NO-BREAK SPACE}")),
        ("<i> 2023 and 1-23-456", "&lt;i&gt; 2023 and 1-23-456"),
    ],
)
def test_no_line_ends_within_a_quantity_or_a_date(text: str, lines: str) -> None:
    assert environment().from_string("{{ text|unbroken }}").render(text=text) == lines


def test_no_line_of_a_cell_ends_within_a_short_word() -> None:
    shown = environment().from_string("{{ text|whole }}").render(text="<1P>, pre-built, all-at-once")
    assert shown == '&lt;1P&gt;, <span class="whole">pre-built</span>, all-at-once'


def test_a_name_stands_together() -> None:
    template = environment().from_string("{{ 'A & B, A & B plus or C fit'|together(['A & B', 'C', 'A & B plus']) }}")
    assert template.render() == ("<span>A &amp; B</span>, <span>A &amp; B plus</span> or <span>C</span> fit")


def test_static_files_have_their_addresses() -> None:
    assert environment().from_string("{{ static('matrix.css') }}").render() == "/static/matrix.css"
