"""Outcomes, relaxations and cautions: the questionnaire's tables, every row, and what follows from verdicts."""

import pytest

from matrix.decision.fit import OUTCOMES, Verdicts, evaluate
from tests.oracle import oracle
from tests.oracle.cases import (
    IMPLIED_CASES,
    SINGLE_ANSWER_CASES,
    WHOLE_CASES,
    Case,
    WholeCase,
    option_slugs,
    outcomes_of,
    words_of,
)
from tests.oracle.oracle import AI, BT, DOCKER, OPTIONS, RT, SI, T1, T2, Cell
from tests.support.comparing import VALUES, agree, outcomes, verdicts
from tests.support.documents import fit, select, standard

ROWS = [(table, key) for table, found in oracle.default().tables.items() for key in found.rows]


def case_id(case: Case) -> str:
    return f"{case.table}-{case.query}"


# --- The questionnaire's tables ----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", SINGLE_ANSWER_CASES, ids=case_id)
def test_a_single_answer_leaves_what_the_questionnaire_says(case: Case) -> None:
    assert outcomes(fit(case.query))[case.table] == case.outcomes


@pytest.mark.parametrize("case", IMPLIED_CASES, ids=case_id)
def test_a_single_word_leaves_what_its_cells_imply(case: Case) -> None:
    assert outcomes(fit(case.query))[case.table] == case.outcomes


@pytest.mark.parametrize("case", WHOLE_CASES, ids=lambda case: "&".join(case.words))
def test_a_whole_case(case: WholeCase) -> None:
    first = fit("&".join(case.words)).by_table[T1]
    wanted = outcomes_of(T1, case.fits, case.not_applicable or "")
    found = {option.option.slug: option.outcome for option in first.options}
    assert {slug for slug in found if first.by_slug[slug].fits} == option_slugs(T1, case.fits)
    assert all(found[slug] == wanted[slug] for slug in option_slugs(T1, case.fits))
    assert case.not_applicable is None or found == wanted
    assert {(frozenset(map(str, r.drop)), frozenset(o.slug for o in r.options)) for r in first.relaxations} == {
        (frozenset(drop), option_slugs(T1, options)) for drop, options in case.relaxations
    }
    agree(words_of("&".join(case.words)))


# --- Every row ---------------------------------------------------------------------------------------------------


def demanded(cell: Cell, row_link: str | None, column_link: str | None, *, strict: bool) -> str:
    """The outcome that a cell, as the oracle reads it, gives the one need that asks for its row."""
    if cell.kind == "unsupported":
        return "ruled-out"
    if cell.kind == "not-applicable":
        return "fits" if row_link and row_link == column_link else "not-applicable"
    if cell.kind == "supported":
        return "conditional" if cell.footnotes else "fits"
    if cell.kind == "text":
        if cell.text == "Days":
            return "fits"  # 30 s are less than a day
        return "ruled-out" if strict else "conditional"
    if cell.kind == "list":
        return "fits" if "byoc" in cell.items else "conditional" if cell.footnotes else "ruled-out"
    fits = {
        "< 6 MB": True,
        "≤ 100 MB": True,
        "≤ 1 GB": True,
        "≤ 4 MB": False,
        "< 60 seconds": True,
        "< 15 minutes": True,
    }
    return "fits" if fits[cell.text] else "ruled-out"


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(("table", "key"), ROWS)
def test_every_row_as_a_single_need_gives_what_its_cells_demand(table: str, key: str, strict: bool) -> None:
    parts = [key, *([VALUES[key]] if key in VALUES else []), *(["strict"] if strict else [])]
    row, links = oracle.default().tables[table].rows[key], oracle.default().tables[table].column_links
    wanted = {
        slug: demanded(cell, row.link, links[slug], strict=strict) for slug, cell in row.cells.items() if slug != DOCKER
    }
    found = fit(f"need={':'.join(parts)}")
    assert outcomes(found)[table] == wanted
    for option in found.by_table[table].options:
        (reason,) = option.reasons
        assert (reason.judgement.feature, reason.judgement.cell) == (key, row.cells[option.option.slug].text)
        assert reason.judgement.footnotes == row.cells[option.option.slug].footnotes
        assert reason.judgement.note


def test_docker_containers_is_no_option() -> None:
    found = fit("need=single-model")
    assert {t.table.slug: tuple(o.option.slug for o in t.options) for t in found.tables} == OPTIONS


# --- What follows --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("container", ["container=1p", "need=dlcs-supported:1p"])
@pytest.mark.parametrize("chunked", ["chunked=yes", "need=http-chunked-encoding"])
def test_1p_and_chunked_act_together_however_they_are_asked(container: str, chunked: str) -> None:
    found = fit(f"{container}&{chunked}")
    assert outcomes(found)[T1] == {RT: "ruled-out", AI: "ruled-out", SI: "ruled-out", BT: "not-applicable"}
    # The reason stands at the word that asks for the row.
    assert verdicts(found)[T1][RT] == {container: "met", chunked: "unmet"}
    assert {tuple(map(str, r.drop)): frozenset(o.slug for o in r.options) for r in found.by_table[T1].relaxations} == {
        (container,): option_slugs(T1, "RT AI SI"),
        (chunked,): option_slugs(T1, "RT BT AI SI"),
    }
    for other in ("container=byoc", "need=dlcs-supported:pre-built"):
        assert outcomes(fit(f"{other}&{chunked}"))[T1] == outcomes_of(T1, "RT* AI* SI*", "BT")


def test_an_answer_and_the_same_need_give_the_same_and_go_together() -> None:
    found = fit("hardware=inf1&need=inf1-support&payload=50MB").by_table[T1]
    for option in found.options:
        said = {r.judgement.verdict for r in option.reasons if r.judgement.feature == "inf1-support"}
        assert len(said) == 1
    assert {tuple(map(str, r.drop)) for r in found.relaxations} == {
        ("hardware=inf1", "need=inf1-support"),
        ("payload=50MB",),
    }


def test_an_outcome_is_its_worst_verdict() -> None:
    assert OUTCOMES == ("fits", "conditional", "not-applicable", "ruled-out")
    assert outcomes(fit("scaling=scale-to-zero&hardware=gpu"))[T1] == {
        RT: "ruled-out",  # blank, and ✓1
        BT: "not-applicable",  # N/A, and ✓1
        AI: "conditional",  # ✓, and ✓1
        SI: "ruled-out",  # ✓, and blank
    }
    assert outcomes(fit("scaling=scale-to-zero&testing=shadow"))[T1][BT] == "ruled-out", "unmet outweighs N/A"


@pytest.mark.parametrize(
    ("query", "cautions"),
    [
        ("container=extend-pre-built&hardware=gpu", {("hardware=gpu", "gpu-support")}),
        ("container=extend-pre-built&need=gpu-support", {("need=gpu-support", "gpu-support")}),
        ("need=dlcs-supported:extend-pre-built&hardware=gpu", {("hardware=gpu", "gpu-support")}),
        ("container=byoc&hardware=gpu", set()),
        ("need=dlcs-supported:xgboost&hardware=gpu", set()),  # an algorithm is no kind of container
        ("container=extend-pre-built", set()),
        ("hardware=gpu", set()),
        ("container=extend-pre-built&hardware=inf1", set()),  # a tick lists no kinds
        ("container=byoc&behind=multi-model", set()),  # the algorithms' list says nothing of kinds
        ("container=extend-pre-built&behind=serial", set()),  # listed there
    ],
)
def test_a_container_kind_that_a_required_row_does_not_list_is_a_caution(
    query: str, cautions: set[tuple[str, str]]
) -> None:
    found = fit(query)
    assert {(str(c.word), c.feature) for c in found.by_table[T1].cautions} == cautions
    assert found.by_table[T2].cautions == ()
    without = fit("&".join(part for part in query.split("&") if "dlcs" not in part and "container" not in part))
    for caution in found.by_table[T1].cautions:
        assert caution.cell == "1P, pre-built, BYOC"
        assert "Extend pre-built" in caution.note
        assert outcomes(found)[T1] == outcomes(without)[T1], "it rules nothing out"


def test_where_something_fits_nothing_need_be_given_up() -> None:
    found = fit("hardware=gpu&behind=multi-container&payload=1MB")
    assert found.by_table[T1].relaxations == ()
    assert found.by_table[T2].relaxations != ()
    assert [r.drop for r in found.by_table[T2].relaxations] == sorted(
        (r.drop for r in found.by_table[T2].relaxations), key=len
    )


def test_of_quantities_only_the_newest_are_kept() -> None:
    """Anybody may ask for any number of them: a worker's memory must not be theirs to fill."""
    verdicts = Verdicts(standard())
    for number in range(1, 2000):
        evaluate(verdicts, select(f"payload={number}KB"))
    assert len(verdicts._kept) <= 512
    assert evaluate(verdicts, select("payload=50MB")) == fit("payload=50MB")
