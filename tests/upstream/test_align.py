"""Rows and columns that were renamed, split or moved upstream are recognised, and the rest is not."""

import re

import pytest

from matrix.domain.change import Change
from matrix.domain.notation import plain
from tests.oracle.oracle import AI, BT, DOCKER, RT, SI, T1, T2
from tests.support.documents import edited, read_page, source_text, standard
from tests.support.update import Update, plan

DOCS = "https://docs.aws.amazon.com/sagemaker/latest/dg/"
MONITOR = "data-capture-model-monitor-support"
GPU, PROTOCOLS = "gpu-support", "protocols-supported"
SHADOW_ROW = "| [Shadow testing](shadow-tests.md) | ✓ |  |  |  | N/A"
MONITOR_ROWS = {
    T1: "| [Data capture/Model monitor support](model-monitor.md) | ✓ | ✓ |  |  | N/A | ",
    T2: "| [Data capture/Model monitor support](model-monitor.md) | ✓ | N/A | N/A | N/A | ",
}


def update_to(text: str) -> Update:
    return plan(standard(), read_page(text))


def kinds(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(change.kind, change.table, change.feature or change.column) for change in update_to(text).changes]


def named(row: str, name: str) -> str:
    return row.replace("Data capture/Model monitor support", name)


# --- Renamed -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "key", "how"),
    [
        ("| GPU support | ✓1 | ✓1", "| GPU Support | ✓1 | ✓1", "gpu-support", None),
        ("| GPU support | ✓1 | ✓1", "| GPU supported | ✓1 | ✓1", "gpu-support", "nearly the same name"),
        ("| Payload size | < 6 MB | ≤ 100", "| Payload sizes | < 6 MB | ≤ 100", "payload-size", "nearly the same name"),
        (SHADOW_ROW, SHADOW_ROW.replace("Shadow testing", "Mirrored traffic"), "shadow-testing", "link"),
        ("| GPU support | ✓1 | ✓1", "| GPU instance support | ✓1 | ✓1", "gpu-support", "the words of its name"),
        (
            "| Payload size | < 6 MB | ≤ 100",
            "| Size of a request payload | < 6 MB | ≤ 100",
            "payload-size",
            "the words of its name",
        ),
        (SHADOW_ROW, "| Shadow tests | ✓ |  |  |  | N/A", "shadow-testing", "nearly the same name"),
    ],
)
def test_a_renamed_row_keeps_its_key(old: str, new: str, key: str, how: str | None) -> None:
    update = update_to(edited(old, new))
    assert update.changes[0].kind == "feature-renamed"
    assert {change.kind for change in update.changes} <= {"feature-renamed", "link"}
    assert {(change.table, change.feature) for change in update.changes} == {(T1, key)}
    assert update.recognised.get((T1, key)) == how


def test_a_renamed_row_may_change_a_cell_as_well() -> None:
    assert kinds(edited(SHADOW_ROW, "| [Mirrored traffic](shadow-tests.md) | ✓ | ✓ |  |  | N/A")) == [
        ("feature-renamed", T1, "shadow-testing"),
        ("cell", T1, "shadow-testing"),
    ]


@pytest.mark.parametrize(
    ("new", "slug"),
    [("[On\\-demand inference](serverless-endpoints.md)", SI), ("[Serverless inferences](elsewhere.md)", SI)],
)
def test_a_renamed_column_keeps_its_slug(new: str, slug: str) -> None:
    update = update_to(edited("[Serverless inference](serverless-endpoints.md)", new))
    assert update.changes[0] == Change("option-renamed", T1, None, slug, "Serverless inference", plain(new))
    assert {change.kind for change in update.changes} <= {"option-renamed", "link"}


def test_another_row_in_a_rows_place_is_none_renamed() -> None:
    found = kinds(edited("| Scale to zero |  | N/A", "| Cold starts |  | N/A"))
    assert sorted(found) == [("feature-added", T1, "cold-starts"), ("feature-removed", T1, "scale-to-zero")]


def test_docker_containers_renamed_is_still_no_option() -> None:
    update = update_to(edited("[Docker containers](docker-containers.md)", "[Containers](docker-containers.md)"))
    assert [(change.kind, change.column) for change in update.changes] == [("option-renamed", DOCKER)]
    assert not update.document.by_table[T1].columns[4].candidate


# --- Split -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tables", [(T1,), (T2,), (T1, T2)], ids="+".join)
@pytest.mark.parametrize("linked", [True, False])
def test_a_row_split_in_two_is_told_so_in_each_table(tables: tuple[str, ...], linked: bool) -> None:
    text = source_text()
    for table in tables:
        row = MONITOR_ROWS[table]
        rows = f"{named(row, 'Data capture support')}\n{named(row, 'Model monitor support')}"
        text = edited(row, rows if linked else rows.replace("](model-monitor.md)", "").replace("[", ""), text)
    update = update_to(text)
    assert list(update.changes) == [
        Change(
            *("feature-split", table, MONITOR, None),
            "Data capture/Model monitor support",
            "Data capture support; Model monitor support",
        )
        for table in tables
    ]
    for table in tables:
        keys = set(update.document.by_table[table].by_key) - set(standard().by_table[table].by_key)
        assert keys == {"data-capture-support", "model-monitor-support"}, "one key where the row means the same"


def test_a_row_that_stays_is_not_split_by_a_new_row_beside_it() -> None:
    row = MONITOR_ROWS[T1]
    assert kinds(edited(row, f"{row}\n{named(row, 'Data capture by hand')}")) == [
        ("feature-added", T1, "data-capture-by-hand")
    ]


def test_a_new_row_is_no_part_of_a_split_row_by_common_words_alone() -> None:
    row = MONITOR_ROWS[T1]
    rows = [named(row, "Data capture support"), "| Model monitor support | ✓ | ✓ |  |  | N/A | "]
    found = kinds(edited(row, "\n".join([*rows, "| Model registry support | ✓ |  |  |  | N/A | "])))
    assert found == [("feature-split", T1, MONITOR), ("feature-added", T1, "model-registry-support")]


def test_a_row_renamed_in_one_table_and_new_in_the_other_has_one_key() -> None:
    text = edited("| Scale to zero |  | N/A", "| Scaling to zero |  | N/A")
    text = edited(MONITOR_ROWS[T2], f"{MONITOR_ROWS[T2]}\n| Scaling to zero | ✓ |  |  |  | ", text)
    assert kinds(text) == [("feature-renamed", T1, "scale-to-zero"), ("feature-added", T2, "scale-to-zero")]


# --- Moved -------------------------------------------------------------------------------------------------------


def test_a_moved_row_is_told_as_moved() -> None:
    row = "| Single model | ✓ | ✓ | ✓ | ✓ | N/A | \n"
    text = edited("| Payload size | < 6 MB | ≤ 100", f"{row}| Payload size | < 6 MB | ≤ 100", edited(row, ""))
    assert update_to(text).changes == (
        Change("feature-moved", T1, "single-model", None, f"after {GPU}", f"after {PROTOCOLS}", moved=(GPU, PROTOCOLS)),
    )


def test_moved_columns_take_their_cells_along() -> None:
    lines = []
    for line in source_text().split("\n"):
        parts = line.split("|")
        if len(parts) == 8:  # a row of the first table
            parts[2], parts[3] = parts[3], parts[2]
        lines.append("|".join(parts))
    update = update_to("\n".join(lines))
    assert [(change.kind, change.table) for change in update.changes] == [("option-moved", T1)]
    assert [column.slug for column in update.document.by_table[T1].columns] == [BT, RT, AI, SI, DOCKER]
    assert update.document.by_table[T1].cell("shadow-testing", RT).text == "✓"
    assert update.flips == ()


# --- Links -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("(shadow-tests.md)", "(shadowing.md)", [("link", T1, "shadow-testing"), ("link", T2, "shadow-testing")]),
        ("(batch-transform.md)", "(batch.md)", [("link", T1, BT)]),
        ("✓1 |  | [1P](common-info-all-im-models.md)", "✓1 |  | [1P](a.md)", [("link", T1, "gpu-support")]),
        (
            "http://aws.amazon.com/sagemaker/pricing/",
            "https://aws.amazon.com/sagemaker/pricing/",
            [("link", None, None)],
        ),
        (
            "(model-parallel-intro.md)",
            "(https://docs.aws.amazon.com/sagemaker/latest/dg/model-parallel-intro.html)",
            [],
        ),
    ],
)
def test_a_changed_link_is_a_link_change(
    old: str, new: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    assert old in source_text()
    assert kinds(source_text().replace(old, new)) == expected


def test_a_shared_link_that_changes_in_one_table_keeps_the_row_one() -> None:
    text = re.sub(r"(?s)^(.*)\(shadow-tests\.md\)", r"\1(shadowing.md)", source_text())
    assert kinds(text) == [("link", T2, "shadow-testing")]


SPLIT_ROWS = {
    "by link": (
        T1,
        "[Data capture/Model monitor support](model-monitor.md)",
        "[Data capture](model-monitor.md)",
        "[Model monitor support](model-monitor.md)",
    ),
    "by name": (T1, "Private link support", "Private link support for data", "Private link support for control"),
    "in the second table": (
        T2,
        "[Multi\\-model endpoints](multi-model-endpoints.md)",
        "[Multi\\-model endpoints for CPU](multi-model-endpoints.md)",
        "[Multi\\-model endpoints for GPU](multi-model-endpoints.md)",
    ),
    "of few words": (T1, "d instance support", "d3 instance support", "d3en instance support"),
    "in one table alone": (T1, "Scale to zero", "Scale to zero instances", "Scale to zero copies"),
}


@pytest.mark.parametrize("row", SPLIT_ROWS)
def test_a_row_that_was_split_and_is_one_again_is_its_old_self(row: str) -> None:
    """Equal content has an equal hash: however it came about."""
    table, name, *parts = SPLIT_ROWS[row]
    lines = source_text().split("\n")
    places = [at for at, line in enumerate(lines) if line.startswith(f"| {name} |")]
    at = places[0 if table == T1 else -1]
    cells = lines[at].removeprefix(f"| {name} ")
    split = "\n".join([*lines[:at], *(f"| {part} {cells}" for part in parts), *lines[at + 1 :]])
    apart = plan(standard(), read_page(split)).document
    assert len(apart.by_table[table].features) == len(standard().by_table[table].features) + 1

    again = plan(apart, read_page(source_text())).document
    assert [f.key for t in again.tables for f in t.features] == [f.key for t in standard().tables for f in t.features]
    assert again.hash == standard().hash
