"""A column's head: its name and address, its outcome by both tables, and the link that sorts by it."""

from msgspec import Struct

from matrix.decision.fit import OptionFit
from matrix.decision.overall import Overall
from matrix.decision.selection import Selection
from matrix.domain.document import Column, Document
from matrix.domain.links import resolve
from matrix.presentation import second_table
from matrix.presentation.comparison import ShownTable
from matrix.presentation.wording import OUTCOME, UNASKED, state


class ColumnHead(Struct, frozen=True):
    """A column's head. ``outcome`` and ``state``: what the result says of the option, ``outcome`` "" where that claims
    nothing."""

    slug: str
    name: str
    url: str
    sort_url: str
    sort_label: str
    aria_sort: str
    outcome: str
    state: str
    candidate: bool


def _sort(selection: Selection, key: str, name: str) -> tuple[str, str, str]:
    """The address that sorts by a column (or turns the order round, or ends it), its label, and ``aria-sort``."""
    if selection.sort == key:
        return (
            selection.url_with(sort=f"-{key}"),
            f"Turn the order by {name} round",
            "ascending",
        )
    if selection.sort == f"-{key}":
        return selection.url_with(sort=""), "Back to the source’s order", "descending"
    return selection.url_with(sort=key), f"Sort by {name}", ""


def head_of(
    document: Document, shown: ShownTable, selection: Selection, overall: Overall, column: Column
) -> ColumnHead:
    url, label, aria = _sort(selection, column.slug, column.name)
    fit = shown.fit.by_slug.get(column.slug)
    asked = bool(selection.words)
    outcome, said = _said(document, shown, overall, fit) if fit and asked else ("", "")
    return ColumnHead(
        slug=column.slug,
        name=column.name,
        url=resolve(document.source.address, column.url),
        sort_url=url,
        sort_label=label,
        aria_sort=aria,
        outcome=outcome,
        state=said,
        candidate=column.candidate,
    )


def _said(document: Document, shown: ShownTable, overall: Overall, fit: OptionFit) -> tuple[str, str]:
    """An option's outcome and its words: by both tables, if it is of the first; nothing where nothing is asked of
    it."""
    first = shown.table == document.tables[0]
    if fit.option.slug in overall.unasked if first else not fit.reasons:
        return "", UNASKED
    outcome = overall.by_slug[fit.option.slug] if first else fit.outcome
    own = state(fit) if first else second_table.state(overall, fit)
    return outcome, own if outcome == fit.outcome else OUTCOME[outcome]


def head_of_features(selection: Selection) -> ColumnHead:
    url, label, aria = _sort(selection, "feature", "feature")
    return ColumnHead("", "Feature", "", url, label, aria, "", "", True)
