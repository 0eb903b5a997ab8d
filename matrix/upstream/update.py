"""What an upstream page would change, and which results that flips.

Pure. `plan` compares an incoming document with the present one, under the present identity of rows and columns.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from matrix.decision import lint
from matrix.decision.fit import Verdicts
from matrix.decision.guide import Plan
from matrix.decision.judge import BLOCKS
from matrix.decision.work import OutOfWork, Work
from matrix.domain.change import Change
from matrix.domain.diff import matrix_changes
from matrix.domain.document import Document, Table
from matrix.domain.findings import in_words
from matrix.domain.notation import plain
from matrix.upstream.commonmark import MarkdownError
from matrix.upstream.reader import UpstreamPage


def refuse_cut(present: Document, page: UpstreamPage) -> None:
    """A file cut within its last passage is a page still, with less in it: known by its last line, which has no end,
    and by its words, which are the beginning of the present ones."""
    if page.lines[-1].endswith(("\n", "\r")):
        return
    last = max([*page.footnotes, *page.closing], key=lambda place: place.end, default=None)
    if last is None or last.end < len(page.lines):
        return
    # A link that was cut reads as text: what is before its bracket, and of its label.
    begun = re.sub(r"\[([^\]]*)(\](\([^)]*)?)?$", r"\1", plain(last.notation).rstrip("\\")).rstrip()
    said = [*(f"{note.number} {note.text}" for note in present.footnotes), *map(plain, present.closing)]
    if plain(last.notation) not in said and any(text.startswith(begun) and text != begun for text in said):
        message = f"the file ends within “…{begun[-40:]}”, and without the end of that line: it seems cut short"
        raise MarkdownError(last.start + 1, message)


def first_changes(incoming: Document) -> Iterator[Change]:
    """What a page brings to an empty database: all of it."""
    empty = replace(
        incoming,
        title="",
        intro=(),
        bullets=(),
        footnotes=(),
        closing=(),
        tables=tuple(replace(t, lead=(), columns=(), features=(), notations=()) for t in incoming.tables),
    )
    yield from matrix_changes(empty, incoming)


def notes_of(present: Document, updated: Document, recognised: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """What a reviewer should know: how parts were recognised, what options came and went, and what
    `matrix.decision.lint` warns of that it did not warn of before."""
    for (table, slug), how in recognised.items():
        yield f"recognised: {table}, {slug}: by {'its link' if how == 'link' else how}"
    was, becomes = _Fitting(present), _Fitting(updated)
    for before in present.tables:
        after = updated.by_table[before.slug]
        for goes in _without(before, after):
            yield f"option {goes} goes: it fitted with {was.words(goes)}"
        for comes in _without(after, before):
            yield f"option {comes} comes: it fits with {becomes.words(comes)}"
        for key in before.by_key:
            # Gone from all tables is the lint's to say; a row that was split is not gone.
            if key in updated.names and not updated.rows(after, key):
                for question in _users(present, before.slug, key):
                    goes = f"warning: question {question}: {before.slug} has the row {key} no more"
                    yield f"{goes}; it reads not-stated there until a ruling is made"
    known = set(lint.findings(present))
    yield from (f"{it.level}: {in_words(it, updated)}" for it in lint.findings(updated) if it not in known)


def _without(table: Table, other: Table) -> list[str]:
    """The options of ``table`` that ``other`` has not."""
    there = {option.slug for option in other.options}
    return [option.slug for option in table.options if option.slug not in there]


class _Fitting:
    """The single answers with which each option of a document fits."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        side = Verdicts(self.document, Work())
        found: dict[str, list[str]] = {option.slug: [] for _, option in side.options}
        for answer in (answer for answers in Plan(side).answers.values() for answer, _ in answers):
            for (_, option), worst in zip(side.options, side.worst([answer]), strict=True):
                if worst < BLOCKS:
                    found[option.slug].append(str(answer.word))
        return found

    def words(self, slug: str) -> str:
        """As the address writes them."""
        try:
            return ", ".join(self._words[slug]) or "no answer"
        except OutOfWork:
            return "answers that were not looked for: there is too much to judge"


def _users(document: Document, table: str, key: str) -> Iterator[str]:
    """The questions that use a row of a table."""
    for question in document.questions:
        criteria = (*question.criteria, *(c for choice in question.choices for c in choice.criteria))
        if any(c.feature == key and c.table in ("", table) for c in criteria):
            yield question.slug
