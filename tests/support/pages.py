"""Reads a page of the site, as HTML and nothing more: what an element is, what it says, what it carries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Final

from django.http.response import HttpResponseBase

HTMX: Final = {"HX-Request": "true"}
"""The header by which htmx asks for the page's own body alone."""

_VOID: Final = "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
_ENDS_P: Final = "address blockquote details div dl fieldset form h1 h2 h3 ol p section table ul".split()  # noqa: SIM905


@dataclass
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, white space as a browser shows it."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._texts()

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def walk(self) -> "Iterator[Element]":
        """Itself and all elements in it, in the document's order."""
        waiting: list[Element | str] = [self]
        while waiting:
            element = waiting.pop()
            if isinstance(element, Element):
                yield element
                waiting += reversed(element.children)

    def all(self, tag: str = "", **attributes: str | None) -> "list[Element]":
        """The elements of a tag with these attributes: ``data_option`` is ``data-option``, ``class_`` is ``class``,
        and None any value."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.walk()
            if (not tag or element.tag == tag)
            and all(n in element and v in (None, element[n]) for n, v in wanted.items())
        ]

    def one(self, tag: str = "", **attributes: str | None) -> "Element":
        """The only one of those."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements {tag} {attributes}"
        return found[0]


class _Reader(HTMLParser):
    """Strict: a tag left open, closed twice or out of order, an attribute or id given twice, is a failure."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice: <{tag} {attrs}>"
        assert not (self.open[-1].tag == "p" and tag in _ENDS_P), f"<{tag}> in <p>"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # only SVG has these
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """A page or fragment. Fails on HTML that a browser would have to mend."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root], f"left open: {[element.tag for element in reader.open[1:]]}"
    ids = [element["id"] for element in reader.root.all(id=None)]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({name for name in ids if ids.count(name) > 1})}"
    return reader.root


def page(response: HttpResponseBase, status: int = 200) -> Element:
    assert response.status_code == status, (response.status_code, response.headers.get("Location"))
    return read(text(response))


def text(response: HttpResponseBase) -> str:
    return response.getvalue().decode()


def text_of(html: str) -> str:
    """The text of a page or a part of it, as one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def cells(root: Element, table: str) -> dict[tuple[str, str], Element]:
    """A comparison table's cells, by feature and option."""
    body = root.one("table", id=table).one("tbody")
    return {
        (row["data-feature"], cell["data-option"]): cell
        for row in body.all("tr", data_feature=None)
        for cell in row.all("td")
    }


def shown(root: Element) -> dict[str, tuple[list[str], list[str]]]:
    """Each table's rows and columns, as shown."""
    return {
        table["id"]: (
            [row["data-feature"] for row in table.all("tr", data_feature=None)],
            [head["data-option"] for head in table.one("thead").all("th", data_option=None)],
        )
        for table in root.all("table", id=None)
    }


def outcomes(root: Element) -> dict[str, str]:
    """Each option's outcome; nothing else than the element that shows it carries both attributes."""
    found = [(e["data-option"], e["data-outcome"]) for e in root.all(data_option=None, data_outcome=None)]
    assert len(dict(found)) == len(found), "an option's outcome is shown twice"
    return dict(found)


def notices(root: Element) -> list[tuple[str, str]]:
    """What the page says it could not read: names and values as sent."""
    found = [
        item.all("code")[0].text.partition("=")
        for section in root.all("section", role="alert")
        for item in section.all("li")
    ]
    return [(name, value) for name, _, value in found]
