"""Each rule of taking a page in three ways: an edit of ours, one of theirs, and what is told then."""

from dataclasses import replace
from typing import Final
from urllib.parse import urljoin

from tests.oracle.oracle import AI, BT, DOCKER, RT, SI
from tests.support.documents import standard
from tests.support.threeway import (
    BASE,
    BLUE,
    GPU,
    GUARD,
    NAMES,
    ROLLING,
    SCALE,
    SHADOW,
    SINGLE,
    TIMEOUT,
    Edit,
    Told,
    both,
    bullet,
    cell,
    closing,
    column,
    gone,
    link,
    move,
    name,
    new,
    new_column,
    no_column,
    no_note,
    note,
    split,
)


def at(url: str) -> str:
    return urljoin(standard().source.address, url)


REAL_TIME = "Real-time inference for inference workloads with real-time, interactive, low latency requirements."
OFFLINE = "Batch transform for offline inference with large datasets."
HOUR = ("< 15 minutes", "< 1 hour")
RULES: Final[dict[str, tuple[Edit | None, Edit | None, dict[str, list[Told]]]]] = {
    "nothing": (None, None, {}),
    # Cells
    "a cell by them": (None, cell("< 1 hour"), {"changes": [("cell", TIMEOUT, AI, *HOUR)]}),
    "a cell by us": (cell("< 1 hour"), None, {"kept": [("cell", TIMEOUT, AI, *HOUR)]}),
    "a cell by both, alike": (cell("<  1 hour"), cell("< 1 hour"), {"done": [("cell", TIMEOUT, AI, *HOUR)]}),
    "a cell by both": (
        cell("≤ 2 hours"),
        cell("< 1 hour"),
        {"conflicts": [("cell", TIMEOUT, AI, "< 15 minutes", "≤ 2 hours", "< 1 hour")]},
    ),
    "a cell's link by both": (
        cell("[1P](a.md), pre-built, BYOC", GPU, DOCKER),
        cell("[1P](b.md), pre-built, BYOC", GPU, DOCKER),
        {
            "conflicts": [
                ("link", GPU, DOCKER, *(at(url) for url in ("common-info-all-im-models.html", "a.html", "b.html")))
            ]
        },
    ),
    # Names and links, each for itself
    "a name by us, the link by them": (
        name("Mirrored traffic"),
        link("shadowing.md"),
        {
            "changes": [("link", SHADOW, at("shadow-tests.html"), at("shadowing.html"))],
            "kept": [("feature-renamed", SHADOW, "Shadow testing", "Mirrored traffic")],
        },
    ),
    "a name by both": (
        name("Mirrored traffic"),
        name("Shadow tests"),
        {"conflicts": [("feature-renamed", SHADOW, "Shadow testing", "Mirrored traffic", "Shadow tests")]},
    ),
    "a name by both, alike": (
        name("Shadow tests"),
        name("Shadow tests"),
        {"done": [("feature-renamed", SHADOW, "Shadow testing", "Shadow tests")]},
    ),
    "a column's name by both": (
        column(SI, name="Serverless"),
        column(SI, name="On-demand inference"),
        {"conflicts": [("option-renamed", SI, "Serverless inference", "Serverless", "On-demand inference")]},
    ),
    # Rows and columns that go
    "a row removed by them": (None, gone(SCALE), {"changes": [("feature-removed", SCALE, "Scale to zero", None)]}),
    "a row removed by us": (gone(SCALE), None, {"kept": [("feature-removed", SCALE, "Scale to zero", None)]}),
    "a row removed by both": (gone(SCALE), gone(SCALE), {"done": [("feature-removed", SCALE, "Scale to zero", None)]}),
    "a row removed by them and edited by us": (
        cell("✓", SCALE, RT),
        gone(SCALE),
        {"conflicts": [("feature-removed", SCALE, "Scale to zero", "Scale to zero", None)]},
    ),
    "a row removed by us and edited by them": (
        gone(SCALE),
        cell("✓", SCALE, RT),
        {"conflicts": [("feature-removed", SCALE, "Scale to zero", None, "Scale to zero")]},
    ),
    "a row removed by us and renamed by them": (
        gone(SCALE),
        name("Scaling to zero", SCALE),
        {"conflicts": [("feature-removed", SCALE, "Scale to zero", None, "Scaling to zero")]},
    ),
    "a row removed by them in which we have filled a column of our own": (
        new_column("Edge", "✓"),
        gone(SCALE),
        {
            "conflicts": [("feature-removed", SCALE, "Scale to zero", "Scale to zero", None)],
            "kept": [("option-added", "edge", None, "Edge")],
        },
    ),
    "a column removed by them and edited by us": (
        cell("Days"),
        no_column(AI),
        {"conflicts": [("option-removed", AI, "Asynchronous inference", "Asynchronous inference", None)]},
    ),
    "a column removed by them": (
        None,
        no_column(SI),
        {"changes": [("option-removed", SI, "Serverless inference", None)]},
    ),
    "a column removed by us": (no_column(SI), None, {"kept": [("option-removed", SI, "Serverless inference", None)]}),
    # Rows and columns that come
    "rows of both": (
        new("Cold starts", SCALE),
        new("Warm pools", GPU),
        {
            "changes": [("feature-added", "warm-pools", None, "Warm pools")],
            "kept": [("feature-added", "cold-starts", None, "Cold starts")],
        },
    ),
    "one row of both, whatever its key": (
        new("Cold starts", SCALE, "✓", key="starts"),
        both(new("Cold starts", SCALE), cell("N/A", "cold-starts", BT)),
        {
            "conflicts": [("cell", "starts", BT, None, "✓", "N/A")],
            "done": [("feature-added", "starts", None, "Cold starts")],
        },
    ),
    "a column of theirs": (None, new_column("Edge", "✓"), {"changes": [("option-added", "edge", None, "Edge")]}),
    # Splits
    "a split": (
        None,
        split("", "N/A"),
        {
            "changes": [
                ("feature-split", GUARD, "Deployment guardrails", "; ".join(NAMES)),
                ("cell", ROLLING, BT, "", "N/A"),
            ]
        },
    ),
    "a split of a row that we have corrected": (
        cell("✓", GUARD, BT),
        split(),
        {
            "changes": [("feature-split", GUARD, "Deployment guardrails", "; ".join(NAMES))],
            "kept": [("cell", GUARD, BT, "", "✓")],
        },
    ),
    "a split with a cell that both have changed": (
        cell("✓", GUARD, BT),
        split("", "N/A"),
        {
            "changes": [("feature-split", GUARD, "Deployment guardrails", "; ".join(NAMES))],
            "kept": [("cell", GUARD, BT, "", "✓")],
            "conflicts": [("cell", ROLLING, BT, "", "✓", "N/A")],
        },
    ),
    "a split of a row that we have renamed": (
        name("Guardrails", GUARD),
        split(),
        {"conflicts": [("feature-split", GUARD, "Deployment guardrails", "Guardrails", "; ".join(NAMES))]},
    ),
    "a split of a row that we have removed": (
        gone(GUARD),
        split(),
        {"conflicts": [("feature-split", GUARD, "Deployment guardrails", None, "; ".join(NAMES))]},
    ),
    "the same split by both": (
        split(),
        split(),
        {
            "done": [
                ("feature-split", GUARD, "Deployment guardrails", "; ".join(NAMES)),
                *(("feature-added", key, None, n) for key, n in zip((BLUE, ROLLING), NAMES, strict=True)),
            ]
        },
    ),
    # Order
    "a row moved by them": (
        None,
        move(SINGLE, TIMEOUT),
        {"changes": [("feature-moved", SINGLE, f"after {GPU}", f"after {TIMEOUT}")]},
    ),
    "a row moved by both": (
        move(SINGLE, SHADOW),
        move(SINGLE, TIMEOUT),
        {"conflicts": [("feature-moved", SINGLE, f"after {GPU}", f"after {SHADOW}", f"after {TIMEOUT}")]},
    ),
    "a row moved by both, alike": (
        move(SINGLE, TIMEOUT),
        move(SINGLE, TIMEOUT),
        {"done": [("feature-moved", SINGLE, f"after {GPU}", f"after {TIMEOUT}")]},
    ),
    # Footnotes
    "a footnote's text by both": (
        note(2, "Ours."),
        note(2, "Theirs."),
        {"conflicts": [("footnote", 2, f"2 {BASE.by_footnote[2].text}", "2 Ours.", "2 Theirs.")]},
    ),
    "a footnote removed by them and edited by us": (
        note(1, "Ours."),
        no_note(1),
        {
            "changes": [("cell", GPU, option, "✓1", "✓") for option in (RT, BT, AI, "single-model-endpoints")],
            "conflicts": [("footnote", 1, f"1 {BASE.by_footnote[1].text}", "1 Ours.", None)],
        },
    ),
    "a footnote removed by them that a cell of ours marks": (
        cell("✓ 1", SHADOW, BT),
        no_note(1),
        {
            "changes": [("cell", GPU, option, "✓1", "✓") for option in (RT, BT, AI, "single-model-endpoints")],
            "kept": [("cell", SHADOW, BT, "", "✓ 1")],
            "conflicts": [("footnote", 1, *(f"1 {BASE.by_footnote[1].text}",) * 2, None)],
        },
    ),
    # Prose
    "passages of each": (
        both(bullet(0, "Ours."), closing("A.")),
        bullet(1, "Theirs."),
        {
            "changes": [("prose", OFFLINE, "Theirs.")],
            "kept": [
                ("prose", REAL_TIME, "Ours."),
                ("prose", None, "A."),
            ],
        },
    ),
    "a passage by both": (
        bullet(1, "Ours."),
        bullet(1, "Theirs."),
        {"conflicts": [("prose", OFFLINE, "Ours.", "Theirs.")]},
    ),
    "a passage removed by us and edited by them": (
        bullet(1, None),
        bullet(1, "Theirs."),
        {"conflicts": [("prose", OFFLINE, None, "Theirs.")]},
    ),
    "a passage added by both": (
        closing("Same.", "Ours."),
        closing("Same.", "Theirs."),
        {
            "changes": [("prose", None, "Theirs.")],
            "kept": [("prose", None, "Ours.")],
            "done": [("prose", None, "Same.")],
        },
    ),
    "the title by both": (
        lambda document: replace(document, title="Ours"),
        lambda document: replace(document, title="Theirs"),
        {"conflicts": [("prose", "Supported features", "Ours", "Theirs")]},
    ),
}
