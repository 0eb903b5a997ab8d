"""What changed in the questionnaire, each line by itself: before and after never read alike."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from matrix.domain.diff import changes
from matrix.domain.document import Choice, Criterion, Document, Question, Ruling
from tests.support.documents import standard


def with_question(slug: str, **parts: object) -> Callable[[Document], Document]:
    def edit(document: Document) -> Document:
        questions = (replace(q, **parts) if q.slug == slug else q for q in document.questions)  # type: ignore[arg-type]
        return replace(document, questions=tuple(questions))

    return edit


def with_choice(slug: str, choice: str, **parts: object) -> Callable[[Document], Document]:
    choices = standard().by_question[slug].choices
    changed = tuple(replace(c, **parts) if c.slug == choice else c for c in choices)  # type: ignore[arg-type]
    return with_question(slug, choices=changed)


GUARDRAILS = standard().by_question["guardrails"].choices
FULL = "question guardrails, full: requires the row deployment-guardrails"
Lines = list[tuple[str | None, str | None]]
EDITS: dict[str, tuple[Callable[[Document], Document], Lines]] = {
    "its wording": (
        with_question("payload", text="How large?"),
        [(f"question payload: asks “{standard().by_question['payload'].text}”", "question payload: asks “How large?”")],
    ),
    "its short name": (
        with_question("payload", short="Size"),
        [("question payload: short name “Payload”", "question payload: short name “Size”")],
    ),
    "no help any more": (
        with_question("payload", help=""),
        [(f"question payload: help “{standard().by_question['payload'].help}”", None)],
    ),
    "another row for its quantity": (
        with_question("payload", criteria=(Criterion("row", feature="request-timeout"),)),
        [("question payload: requires the row payload-size", "question payload: requires the row request-timeout")],
    ),
    "a label": (
        with_choice("hardware", "gpu", label="A GPU"),
        [
            (
                f"question hardware, gpu: “{standard().by_question['hardware'].by_slug['gpu'].label}”",
                "question hardware, gpu: “A GPU”",
            )
        ],
    ),
    "not strictly any more": (
        with_choice("guardrails", "full", criteria=(Criterion("row", feature="deployment-guardrails"),)),
        [(f"{FULL}, strictly", FULL)],
    ),
    "a further requirement": (
        with_choice(
            "guardrails",
            "full",
            criteria=(*GUARDRAILS[0].criteria, Criterion("row", feature="single-model", alternative=2)),
        ),
        [(None, "question guardrails, full: requires the row single-model, or another of alternative 2")],
    ),
    "a choice more": (
        with_question(
            "guardrails",
            choices=(
                *GUARDRAILS,
                Choice("half", "Half", (Criterion("heading", "t", option="o", verdict="unmet", note="No."),)),
            ),
        ),
        [
            (None, "question guardrails, half: “Half”"),
            (None, "question guardrails, half: requires the heading of o in t: unmet (“No.”)"),
        ],
    ),
    "choices the other way round": (
        with_question("guardrails", choices=tuple(reversed(GUARDRAILS))),
        [("question guardrails: choices “full, fallback”", "question guardrails: choices “fallback, full”")],
    ),
    "a question that may be passed over": (
        with_question("container", optional=True),
        [("question container: not optional", "question container: optional")],
    ),
    "a question less": (
        lambda d: replace(d, questions=tuple(q for q in d.questions if q.slug != "marketplace")),
        [(f"question marketplace: {standard().by_question['marketplace'].text}", None)],
    ),
    "a question more": (
        lambda d: replace(
            d,
            questions=(
                *d.questions,
                Question("new", "size", "How new?", criteria=(Criterion("row", feature="payload-size"),)),
            ),
        ),
        [(None, "question new: How new?"), (None, "question new: requires the row payload-size")],
    ),
    "a ruling more": (
        lambda d: replace(d, rulings=(*d.rulings, Ruling("gpu-support", "Some", "read it", "dlcs-supported", "1p"))),
        [(None, "ruling on gpu-support “Some”: read it; not met beside 1p of dlcs-supported")],
    ),
}


@pytest.mark.parametrize(("edit", "lines"), EDITS.values(), ids=EDITS)
def test_each_edit_is_told_as_what_it_is(edit: Callable[[Document], Document], lines: Lines) -> None:
    found = changes(standard(), edit(standard()))
    assert [(change.before, change.after) for change in found] == lines
    assert {change.kind for change in found} == {"questionnaire"}
    assert all(change.before != change.after for change in found)


def test_a_change_carries_its_question_and_choice() -> None:
    (found,) = changes(standard(), with_choice("hardware", "gpu", label="A GPU")(standard()))
    assert (found.question, found.choice) == ("hardware", "gpu")
