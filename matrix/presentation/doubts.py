"""What stands against a result beside its own facts: later editions of the page and other sources by which other
options fit.

Pure. A result's outcomes are those of both tables together.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from matrix.decision import overall as levels
from matrix.decision.across import OutcomeChange
from matrix.decision.facts import Where
from matrix.decision.fit import FITTING, OUTCOMES, Fit, Outcome, TableFit
from matrix.decision.overall import Overall
from matrix.decision.selection import Selection
from matrix.domain.annotation import Annotation
from matrix.domain.document import Document
from matrix.domain.notation import read_cell
from matrix.presentation import wording
from matrix.presentation.otherwise import Changes
from matrix.presentation.second_sources import SecondSources
from matrix.presentation.wording import day_words, listed

Outcomes = Mapping[tuple[str, str], Outcome | None]
"""By table and option; None where it is no option."""


_BRIEF: Final = 125
"""Characters."""


class Doubt(Struct, frozen=True):
    """What would be another, by whom, and in which words; ``url`` is the same asked by those facts. ``by_source``: of
    another source, else of a later edition."""

    said: str
    text: str
    url: str
    by_source: bool

    @property
    def brief(self) -> str:
        """The sentence where there is room for two lines; of a longer one its beginning, which is true alone."""
        return self.sentence if len(self.sentence) <= _BRIEF else self.said

    @property
    def rest(self) -> str:
        """How the sentence ends after ``said``."""
        return f"{': ' if self.text else ''}{self.text}."

    @property
    def sentence(self) -> str:
        return self.said + self.rest


def doubts(
    document: Document,
    publisher: str,
    selection: Selection,
    fit: Fit,
    overall: Overall,
    editions: Sequence[tuple[str, str, tuple[OutcomeChange, ...]]],
    second: SecondSources,
) -> tuple[Doubt, ...]:
    """``editions``: each other edition's date, the oldest first, the address by it, and the outcomes that differ there.
    What a later one has come to say is not told once more of another source, but that one disputes it is."""
    now, other = second.page, second.annotated
    if selection.annotated:
        now, other = other, now
    later = [edition for edition in editions if edition[0] > document.source.date]
    history = [(day, _after(document, overall, now, changes)) for day, _, changes in later]
    dated = [*_dated(publisher, fit, overall, history, second)]
    known = {slug for slugs, _ in dated for slug in slugs}
    sourced = _sourced(publisher, selection, overall, other, second, known)
    others = selection.url_with(annotated=not selection.annotated)
    return (
        *(Doubt(said, "", later[-1][1], by_source=False) for _, said in dated),
        *(Doubt(*said, others, by_source=True) for said in sourced),
    )


def judged_by(document: Document, publisher: str, selection: Selection, second: SecondSources) -> str:
    """By whose word a result is, where another would have it otherwise."""
    return second.who.many if selection.annotated else f"{publisher}’s page of {day_words(document.source.date)}"


def changed_by_sources(
    document: Document, overall: Overall, second: SecondSources, otherwise: Sequence[object]
) -> Changes:
    """What other sources, or beside them the page alone, would change of a result. ``otherwise``: the outcomes that
    would differ, of which nothing counts but by which options fit, the second table's with the one that it details."""
    page, other = (_combined(document, overall, found) for found in (second.page, second.annotated))
    pairs = [(page[slug], other[slug]) for slug in page]
    if overall.detailed and overall.detailed.option in overall.fitting:
        below = ((table.slug, option.slug) for table in document.tables[1:] for option in table.options)
        pairs += [(second.page[at], second.annotated[at]) for at in below]
    if any(one != two and {one, two} & {*FITTING} for one, two in pairs):
        return "result"
    return "reasons" if otherwise else "nothing"


def _combined(document: Document, overall: Overall, found: Outcomes) -> dict[str, Outcome]:
    worst = [OUTCOMES.index(found.get((t.slug, o.slug)) or "ruled-out") for t in document.tables for o in t.options]
    details = overall.detailed.option.slug if overall.detailed else ""
    return {option.slug: outcome for option, outcome in levels.outcomes(document, worst, details)}


def _after(document: Document, overall: Overall, now: Outcomes, changes: Iterable[OutcomeChange]) -> dict[str, Outcome]:
    after = {(it.table, it.option): it.after for it in changes}
    return _combined(document, overall, {**now, **after}) if after else overall.by_slug


def _dated(
    publisher: str,
    fit: Fit,
    overall: Overall,
    history: Sequence[tuple[str, Mapping[str, Outcome]]],
    second: SecondSources,
) -> Iterable[tuple[list[str], str]]:
    """What has come to fit or fits no more by the newest edition, and since which."""
    told: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for option, outcome in overall.options:
        slug, since = option.slug, ""
        for day, found in history:
            if (found[slug] in FITTING) == (outcome in FITTING):
                since = ""
            else:
                since = since or day
        if since:
            said = _becomes(overall, history[-1][1][slug])
            disputed = f", which {second.who.one} disputes" if _is_disputed(fit.tables[0], second, slug) else ""
            told.setdefault((since, said, disputed), []).append((slug, option.name))
    for (since, said, disputed), options in told.items():
        names = [name for _, name in options]
        by = f"since {day_words(since)}, by {publisher}’s page{disputed}"
        yield [slug for slug, _ in options], f"{_of(names, said)} {by}"


def _is_disputed(table: TableFit, second: SecondSources, slug: str) -> bool:
    """Whether another source still says what a cell says that rules an option out by the edition shown."""
    cells = [(table.table.slug, reason.judgement.feature or "", slug) for reason in table.by_slug[slug].blocking]
    return any(
        at not in second.said.contested and any(it.cell is not None for it in second.said.of_cells.get(at, ()))
        for at in cells
    )


def _sourced(
    publisher: str,
    selection: Selection,
    overall: Overall,
    found: Outcomes,
    second: SecondSources,
    known: set[str],
) -> Iterable[tuple[str, str]]:
    """What may fit or not by other sources, in their words; of a result by those, by the page alone."""
    told: dict[tuple[str, str, str], list[str]] = {}
    other = _combined(second.document, overall, found)
    for option, outcome in overall.options:
        if (other[option.slug] in FITTING) != (outcome in FITTING) and option.slug not in known:
            fits = other[option.slug] in FITTING
            by, text = _source_of(selection, overall, second, option.slug, fits=fits)
            by = f" by {publisher}’s page alone" if selection.annotated else by
            name = option.name + (_hosted(second.document, overall, found, option.slug) if fits else "")
            told.setdefault((_becomes(overall, other[option.slug]), by, text), []).append(name)
    for (said, by, text), names in told.items():
        lead = _of(names, said, may=not selection.annotated)
        yield (lead.removesuffix(",") if by.startswith(",") else lead) + by, text


def _hosted(document: Document, overall: Overall, found: Outcomes, option: str) -> str:
    """Which of the second table's options the one that it details would fit with: `` (with Single model endpoints)``;
    "" where with any, or with none."""
    table = document.tables[-1]
    names = [it.name for it in table.options if found.get((table.slug, it.slug)) in FITTING]
    some = wording.some(names, len(table.options))
    return f" (with {some})" if some and overall.detailed and overall.detailed.option.slug == option else ""


def _becomes(overall: Overall, outcome: Outcome) -> str:
    if outcome not in FITTING:
        return "not fit"
    return ("too" if overall.fitting else "") + ("" if outcome == "fits" else ", under a condition,")


def _of(names: Sequence[str], said: str, *, may: bool = False) -> str:
    """``Batch transform fits too, under a condition,``; ``may``: that it may be so."""
    one = len(names) == 1
    if said == "not fit":
        return f"{listed(names)} {'may' if may else 'does' if one else 'do'} {said}"
    return f"{listed(names)} {'may fit' if may else 'fits' if one else 'fit'}{' ' * said.startswith('too')}{said}"


def _source_of(
    selection: Selection, overall: Overall, second: SecondSources, slug: str, *, fits: bool
) -> tuple[str, str]:
    """By whom an option would be otherwise, and what is said; of one that the second table details, that of its options
    too. What is more than a limit is an editor's reading, which may be a conclusion. ``fits``: by that it fits."""
    turned = [where for where in second.said.contested if where in second.turned]
    first = second.document.tables[0].slug
    own: list[Where] = [where for where in turned if where[0] == first and where[2] == slug]
    detailed = overall.detailed is not None and overall.detailed.option.slug == slug
    found = own or (turned if detailed else [])
    seen = dict.fromkeys(second.said.contested[at].seen for at in found)
    said = dict.fromkeys(_instead(selection, second, at, fits=fits) for at in found)
    by = " by" if all(_is_limit(second.said.contested[at]) for at in found) else ", as this site reads"
    return f"{by} {second.who.one} ({listed(seen)})", "; ".join(filter(None, said))


def _is_limit(said: Annotation) -> bool:
    """Whether what is said is a limit and no more."""
    limit = read_cell(said.cell or "").limit
    return limit is not None and limit.spelled == said.text


def _instead(selection: Selection, second: SecondSources, where: Where, *, fits: bool) -> str:
    """What another source says of a cell, and which limit of the cell's holds for whoever is refused what is asked:
    ``up to 25 MB; if yours refuses 8 MB, its limit is under 6 MB``; of a result by other sources that limit alone."""
    table, feature, option = where
    said, limit = second.said.contested[where].text, second.document.by_table[table].cell(feature, option).limit
    asked = (part.quantity for part in selection.parts if part.quantity)
    refused = next((it.words for it in asked if limit and it.dimension == limit.quantity.dimension), "")
    holds = limit.spelled if limit and refused and fits != selection.annotated else ""
    if selection.annotated:
        return f"{holds}, which holds if yours refuses {refused}" if holds else ""
    return f"{said}; if yours refuses {refused}, its limit is {holds}" if holds else said
