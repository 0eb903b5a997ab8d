"""What the second table does to a result: which of its options the one that it details goes with, in words.

Pure.
"""

from collections.abc import Iterable, Sequence

from matrix.decision.fit import Fit, OptionFit, Part, Verdicts
from matrix.decision.overall import Overall
from matrix.decision.selection import Selection
from matrix.domain.document import Document, Table
from matrix.domain.subject import Subject
from matrix.presentation import wording


def hosted(fit: Fit, overall: Overall) -> str:
    """Which of the second table's options the one that it details can be chosen with: ``Multi-model endpoints``; ""
    where it can't, or with any."""
    second = fit.tables[-1]
    if overall.detailed is None or overall.detailed.option not in overall.fitting or second is fit.tables[0]:
        return ""
    return wording.some([it.name for it in second.fitting], len(second.options))


def some_of(document: Document, selection: Selection, option: str) -> str:
    """Which of the first table's rows, any of which an answer asks for, an option has where it hasn't all: ``Serial
    inference pipeline``; "" where no answer asks so."""
    table = document.tables[0]
    for part in selection.answers:
        criteria = document.by_question[part.question].by_slug[part.choice].criteria if part.choice else ()
        rows = dict.fromkeys(it.feature for it in criteria if it.alternative and it.feature in table.by_key)
        has = [table.by_key[key].name for key in rows if table.cell(key, option).kind != "unsupported"]
        if found := wording.some(has, len(rows)):
            return found
    return ""


def only(verdicts: Verdicts, selection: Selection, fit: Fit, overall: Overall) -> dict[str, str]:
    """By option that fits, with what alone it does: of the second table's options, or of the rows."""
    document, detailed = verdicts.document, overall.detailed.option if overall.detailed else None
    found = {
        it.slug: hosted(fit, overall) if it == detailed else some_of(document, selection, it.slug)
        for it in overall.fitting
    }
    return {slug: said for slug, said in found.items() if said}


def only_with(verdicts: Verdicts, selection: Selection, fit: Fit, overall: Overall) -> str:
    """The same in sentences, ``Real-time inference only with Multi-model endpoints.``; "" where each is with any."""
    said = only(verdicts, selection, fit, overall)
    named = len(overall.fitting) > 1
    return " ".join(
        f"{f'{it.name} only' if named else 'Only'} with {said[it.slug]}." for it in overall.fitting if it.slug in said
    )


def asked_alone(verdicts: Verdicts, selection: Selection) -> tuple[Part, ...]:
    """The answers and needs that have a meaning in the second table alone: the first's other options fit whatever is
    answered there."""
    first, active = len(verdicts.document.tables[0].options), verdicts.active(selection.parts)
    found = ((part, verdicts.judged(part, active).judgements) for part in selection.parts)
    return tuple(part for part, judged in found if not any(judged[:first]) and any(judged[first:]))


def of_second_alone(verdicts: Verdicts, alone: Sequence[Part], overall: Overall, below: str) -> str:
    """Which of the answered questions are those, and which others that fit lack what is asked for there; "" where no
    other option fits. ``below``: what the second table's options are called."""
    document = verdicts.document
    asked = [*dict.fromkeys(wording.part_label(document, part)[0] for part in alone)]
    if not asked or overall.detailed is None or {*overall.fitting} <= {overall.detailed.option}:
        return ""
    are, lack = "is" if len(asked) == 1 else "are", lacking(verdicts, alone, overall)
    names = {said: [it.name for it in overall.fitting if lack.get(it.slug) == said] for said in lack.values()}
    told = wording.listed(
        f"{wording.listed(them)} {'has' if len(them) == 1 else 'have'} {it}" for it, them in names.items()
    )
    said = f"{wording.listed(asked)} {are} asked of {overall.detailed.option.name}’s {below} alone, not of the others"
    return f"{said}{': ' if told else ''}{told}."


def lacking(verdicts: Verdicts, alone: Sequence[Part], overall: Overall) -> dict[str, str]:
    """By option which fits by other answers alone, that its own table says it hasn't what these ask of the second's:
    ``no multi-model endpoint``."""
    detailed = overall.detailed.option if overall.detailed else None
    others = [it.slug for it in overall.fitting if it != detailed and it.slug not in overall.unasked]
    return {slug: said for slug in others if (said := _lacks(verdicts, alone, slug))}


def _lacks(verdicts: Verdicts, alone: Iterable[Part], option: str) -> str:
    first = verdicts.document.tables[0]
    keys = dict.fromkeys(it.feature for part in alone for it in verdicts.requirement(part).criteria)
    blank = [key for key in keys if key in first.by_key and first.cell(key, option).kind == "unsupported"]
    lacks = wording.listed((wording.lowered(first.by_key[key].name) for key in blank), "or")
    return f"no {lacks}" if lacks else ""


def unasked(verdicts: Verdicts, alone: Sequence[Part], option: str) -> str:
    """The same at one of the others: ``not asked of it: mixed arrangements (it has no multi-model endpoint)``; "" where
    there are none."""
    asked = dict.fromkeys(wording.lowered(wording.part_label(verdicts.document, part)[0]) for part in alone)
    lacks = _lacks(verdicts, alone, option)
    return f"not asked of it: {wording.listed(asked)}" + (f" (it has {lacks})" if lacks else "") if asked else ""


def though(document: Document, selection: Selection, table: Table, option: OptionFit) -> dict[str | None, str]:
    """By row, as doubts are: of an option that goes by another heading than was asked, that its column has what was
    asked in a row all the same, and which question asks for that."""
    words = {reason.word for reason in option.blocking if reason.judgement.feature is None}
    asked = [part for part in selection.answers if part.word in words and part.choice]
    keys = {it.feature for part in asked for it in document.by_question[part.question].by_slug[part.choice].criteria}
    has = [key for key in table.by_key if key in keys and table.cell(key, option.option.slug).kind == "supported"]
    if not has:
        return {}
    asks = {
        c.feature: q.short for q in document.questions for it in q.choices for c in it.criteria if c.table == table.slug
    }
    see = dict.fromkeys(f" (to ask for that, see {asks[key]})" for key in has if key in asks)
    return {None: f", though its column ticks {wording.listed(table.by_key[key].name for key in has)}{''.join(see)}"}


def with_second(overall: Overall, option: OptionFit, below: str) -> str:
    """The outcome of an option that the second table makes worse, "" of any other; ``below``: what the second table's
    options are called."""
    judged = overall.judged(option)
    if judged.outcome == option.outcome:
        return ""
    by = "of" if judged.fits else "by" if judged.outcome == "ruled-out" else "with"
    return f"{wording.state(judged)} {by} its {below}"


def state(overall: Overall, option: OptionFit) -> str:
    """The outcome of one of the second table's options in words, with the conditions of the option that it comes
    with."""
    found, said = further(overall, option), wording.state(option)
    return f"{said},{' and' if option.conditions else ''} {found}" if found else said


def further(overall: Overall, option: OptionFit) -> str:
    """On whose conditions one of the second table's options fits beside its own: ``on Real-time inference’s
    condition``; "" where the option that it comes with has no others."""
    detailed, own = overall.detailed, {reason.word for reason in option.conditions}
    if detailed is None or not (option.fits and detailed.fits):
        return ""
    count = len({reason.word for reason in detailed.conditions} - own)
    return f"on {detailed.option.name}’s condition{'' if count == 1 else 's'}" if count else ""


def set_aside(fit: Fit, subject: Subject) -> str:
    """Why the second table's outcomes are folded, "" where the option that it details remains, or it details none."""
    for second in fit.tables[1:]:
        known = subject.table(second.table.slug)
        detailed = fit.tables[0].by_slug.get(known.details)
        if detailed and not detailed.fits:
            noun, what = known.noun[:1].upper() + known.noun[1:], wording.OUTCOME[detailed.outcome]
            return f"{noun} are set aside: they come with {detailed.option.name}, which is {what}"
    return ""
