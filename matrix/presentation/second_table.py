"""What the second table does to a result: which of its options the one that it details goes with, in words.

Pure.
"""

from matrix.decision.fit import Fit, OptionFit, Verdicts
from matrix.decision.overall import Overall
from matrix.decision.selection import Selection
from matrix.domain.subject import Subject
from matrix.presentation import wording


def hosted(fit: Fit, overall: Overall) -> str:
    """Which of the second table's options the one that it details can be chosen with: ``Multi-model endpoints``; ""
    where it can't, or with any."""
    second = fit.tables[-1]
    if overall.detailed is None or overall.detailed.option not in overall.fitting or second is fit.tables[0]:
        return ""
    return wording.listed((it.name for it in second.fitting), "or") if len(second.fitting) < len(second.options) else ""


def only_with(fit: Fit, overall: Overall) -> str:
    """The same as a sentence, ``Real-time inference only with Multi-model endpoints``; "" where it can be with any."""
    below = hosted(fit, overall)
    alone = len(overall.fitting) == 1
    return (
        f"{'Only' if alone else f'{overall.detailed.option.name} only'} with {below}."
        if overall.detailed and below
        else ""
    )


def of_second_alone(verdicts: Verdicts, selection: Selection, fit: Fit, overall: Overall, subject: Subject) -> str:
    """Which answered questions have a meaning in the second table alone: the others fit whatever is answered."""
    first, active = len(fit.tables[0].options), verdicts.active(selection.parts)
    names = [
        wording.part_label(verdicts.document, part)[0]
        for part in selection.parts
        if not any((found := verdicts.judged(part, active).judgements)[:first]) and any(found[first:])
    ]
    if not names or overall.detailed is None:
        return ""
    asked, noun = [*dict.fromkeys(names)], subject.table(fit.tables[-1].table.slug).noun
    one = len(asked) == 1
    return (
        f"{wording.listed(asked)} {'concerns' if one else 'concern'} {overall.detailed.option.name}’s {noun} alone, "
        f"and {'says' if one else 'say'} nothing of the others."
    )


def with_second(overall: Overall, option: OptionFit, below: str) -> str:
    """The outcome of an option that the second table makes worse, "" of any other; ``below``: what the second table's
    options are called."""
    judged = overall.judged(option)
    if judged.outcome == option.outcome:
        return ""
    by = "of" if judged.fits else "by" if judged.outcome == "ruled-out" else "with"
    return f"{wording.state(judged)} {by} its {below}"


def set_aside(fit: Fit, subject: Subject) -> str:
    """Why the second table's outcomes are folded, "" where the option that it details remains, or it details none."""
    for second in fit.tables[1:]:
        known = subject.table(second.table.slug)
        detailed = fit.tables[0].by_slug.get(known.details)
        if detailed and not detailed.fits:
            noun, what = known.noun[:1].upper() + known.noun[1:], wording.OUTCOME[detailed.outcome]
            return f"{noun} are set aside: they come with {detailed.option.name}, which is {what}"
    return ""
