"""What the site is about, as data: its name, its publisher, its words. No word of it stands in code or templates.

Pure. It is no part of a document, so of no revision and no hash: an editor's matrix stays the same under another name.
What nobody has said reads neutrally.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from matrix.domain.document import Document


@dataclass(frozen=True)
class Publisher:
    """Who published the page. ``short`` is what sentences call it; ``since`` what it has done with the page since, as
    half a sentence, "" for nothing; ``licence`` and ``licence_url`` under which its text may be shown, "" for none."""

    name: str = "the publisher"
    short: str = "the publisher"
    since: str = ""
    licence: str = ""
    licence_url: str = ""


@dataclass(frozen=True)
class SubjectTable:
    """A table of the page. ``title`` is its first one: afterwards the matrix has it. ``noun`` is what its options are
    called, ``short`` that in a word; ``details`` the slug of the first table's option that its own come with, "" for
    none; ``no_options`` the slugs of columns that a first import takes for none."""

    slug: str
    title: str
    noun: str = "options"
    short: str = ""
    details: str = ""
    no_options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Abbreviation:
    """A short form of the source and what it stands for; ``also`` is how else it is written, "" for nothing."""

    term: str
    meaning: str
    also: str = ""


@dataclass(frozen=True)
class Example:
    """A workload to start from: its title, what it is in words, and the query that says it."""

    title: str
    workload: str
    query: str


@dataclass(frozen=True)
class ErrorText:
    """An error that people come with: its words, the query that they start from, and the key of the row it is about."""

    slug: str
    text: str
    query: str
    feature: str


@dataclass(frozen=True)
class Subject:
    """``name`` is the site's, ``short`` that in fewer words; ``product`` what is compared, ``ways`` what its options
    are to it, ``decision`` what is decided between them. ``left_out`` are words at a name's end that it can do without,
    ``need`` what may be typed as a need's value. ``address`` and ``date`` (ISO) are of the page that comes in first."""

    name: str = "Inference Matrix"
    short: str = "Inference Matrix"
    product: str = ""
    ways: str = "options"
    decision: str = "Decision"
    left_out: tuple[str, ...] = ()
    need: str = "50 MB"
    address: str = ""
    date: str = ""
    publisher: Publisher = Publisher()
    tables: tuple[SubjectTable, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    examples: tuple[Example, ...] = ()
    errors: tuple[ErrorText, ...] = ()

    @cached_property
    def by_table(self) -> dict[str, SubjectTable]:
        return {table.slug: table for table in self.tables}

    def table(self, slug: str) -> SubjectTable:
        """What is known of a table; of one that nobody has named, its slug."""
        return self.by_table.get(slug) or SubjectTable(slug, slug)

    def detailed(self, document: Document) -> str:
        """The slug of the first table's option that the second details, "" where there is none of either."""
        return "".join(self.table(table.slug).details for table in document.tables[1:2])

    def shortened(self, name: str) -> str:
        """An option's name without what can be left out at its end."""
        for word in self.left_out:
            name = name.removesuffix(f" {word}")
        return name

    def of(self, document: Document) -> "Subject":
        """The same, with the page's address, date, and tables as a matrix has them: what an update is read by."""
        tables = tuple(replace(self.table(table.slug), title=table.title) for table in document.tables)
        return replace(self, address=document.source.address, date=document.source.date, tables=tables)
