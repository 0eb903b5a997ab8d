"""The table's own controls: what is filtered, what may be chosen, what can't be read."""

import pytest

from matrix.presentation.controls import Link
from matrix.presentation.toolbar import Toolbar, feature_count
from tests.oracle.oracle import AI, BT, DOCKER, RT, SI, T1, T2
from tests.support.documents import select, with_annotations
from tests.support.views import comparison, page


def tools(query: str) -> Toolbar:
    return page(query).tools


def test_each_filter_in_use_has_the_address_without_it() -> None:
    found = tools(f"need=gpu-support&q=gpu&option={BT}&show=differences&show=fitting&sort=-feature")
    assert found.active == (
        Link(f"/?need=gpu-support&option={BT}&show=differences&show=fitting&sort=-feature", "“gpu”", "Search"),
        Link("/?need=gpu-support&q=gpu&show=differences&show=fitting&sort=-feature", "Batch transform", "Columns"),
        Link(f"/?need=gpu-support&q=gpu&option={BT}&show=fitting&sort=-feature", "only differences", "Rows"),
        Link(f"/?need=gpu-support&q=gpu&option={BT}&show=differences&sort=-feature", "ruled out hidden", "Columns"),
        Link(f"/?need=gpu-support&q=gpu&option={BT}&show=differences&show=fitting", "Feature, descending", "Sorted by"),
    )
    assert found.unfiltered_url == "/?need=gpu-support"
    assert tools("hardware=gpu").active == ()
    assert tools(f"sort={BT}").active == (Link("/", "Batch transform", "Sorted by"),)


def test_a_column_is_ticked_where_it_is_shown() -> None:
    (first, ones), (second, others) = tools(f"option={BT}&option={DOCKER}").columns
    assert (first, second) == ("Inference options", "Hosting options")
    assert [column.value for column in ones if column.checked] == [BT, DOCKER]
    assert all(column.checked for column in others), "a table of which none is named shows all"


def test_any_two_options_are_one_link_apart() -> None:
    (_, first), (_, second) = tools("q=gpu").compare
    assert (len(first), len(second)) == (6, 6)
    assert first[4] == Link(f"/?q=gpu&option={BT}&option={SI}&show=differences#{T1}", "Batch and Serverless")
    assert second[0].url.endswith(f"&show=differences#{T2}")
    assert second[0].text == "Single model and Multi-model"


def test_a_feature_to_need_says_what_it_takes() -> None:
    labels = {feature.value: feature.label for feature in tools("").features}
    assert len(labels) == 26
    assert labels["payload-size"] == "Payload size (size)"
    assert labels["request-timeout"] == "Request timeout (time)"
    assert labels["dlcs-supported"] == "DLCs supported (item)"
    assert labels["gpu-support"] == "GPU support"
    kinds = {feature.value: feature.kind for feature in tools("").features if feature.kind}
    assert kinds == {
        "payload-size": "value",
        "request-timeout": "value words",  # “Days”
        "dlcs-supported": "value",
        "protocols-supported": "words",
        "http-chunked-encoding": "words",
        "deployment-guardrails": "words",
    }


@pytest.mark.parametrize(
    ("query", "error", "at", "value"),
    [
        ("", "", "need-feature", ""),
        ("need=tea", "“tea” is no feature", "need-feature", ""),
        ("need-feature=tea", "“tea” is no feature", "need-feature", ""),
        ("need-feature=payload-size", "needs a size with its unit", "need-value", ""),
        ("need-feature=payload-size&need-value=abc", "“abc” is not a number with a unit", "need-value", "abc"),
        ("need-value=5MB", "", "need-feature", "5MB"),
    ],
)
def test_a_need_that_cannot_be_read_is_told_at_its_field(query: str, error: str, at: str, value: str) -> None:
    found = tools(query)
    assert error in found.need_error
    assert bool(found.need_error) == bool(query)
    assert (found.need_at, found.need_value) == (at, value)


def test_what_is_wrong_with_search_columns_and_differences_is_told_there() -> None:
    errors = tools("q=a&q=b&option=fax&show=all").errors
    assert list(errors) == ["q", "option", "show"]
    assert "“a” is applied" in errors["q"]
    assert "“fax”" in errors["option"]
    assert "“all”" in errors["show"]
    assert set(tools("").errors.values()) == {""}


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("q=gpu", None),
        (
            "q=zzz",
            (
                "No row holds “zzz”: no name, cell, footnote or short form has it."
                " Try a feature’s own word, or show all rows."
            ),
        ),
        ("q=413", "No row holds “413”; shown are those that the error is about."),
        (
            "q=network+isolation+vpc",
            "No row holds all of “network isolation vpc”. Shown are those that hold 2 of its 3 words.",
        ),
        (
            "q=300+GB",
            ("No row holds all of “300 GB”, and none “300”. Shown are those that hold 1 of its 2 words."),
        ),
        ("hardware=gpu&show=fitting", None),
        ("payload=2GB&show=fitting", "Inference options: none of the shown options fits, so none is hidden."),
    ],
)
def test_what_was_not_found_or_hidden_is_told(query: str, notice: str | None) -> None:
    assert tools(query).notices[:1] == ((notice,) if notice else ())


def test_what_other_rows_hold_of_a_search_is_one_click_away() -> None:
    assert tools("hardware=gpu&q=Network+isolation+VPC+kms&show=differences").rest == (
        Link("/?hardware=gpu&q=VPC&show=differences", "“VPC”"),
        Link("/?hardware=gpu&q=kms&show=differences", "“kms”"),
    )
    assert tools("q=vpc+kms").rest == ()


def test_what_holds_a_search_that_no_row_does_is_one_click_away() -> None:
    assert page("payload=50MB&q=batch").tools.beyond == (
        Link(f"/?payload=50MB&option={BT}#{T1}", "Batch transform", "the column"),
    )
    assert page("q=sizing").tools.beyond == (Link("#a-aids", "Monitoring and sizing", "the question"),)
    assert page("q=zzz").tools.beyond == ()
    assert page("q=triton+inference+server", with_annotations()).tools.beyond == (
        Link(
            "#said-hosting-options-gpu-support-multi-model-endpoints",
            "GPU support, Multi-model endpoints",
            "what another AWS page says of",
        ),
    )


def test_what_the_form_has_no_field_for_it_keeps() -> None:
    assert page(f"hardware=gpu&need=gpu-support:strict&q=x&sort=-{BT}&facts=annotated").hidden == (
        ("need", "gpu-support:strict"),
        ("sort", f"-{BT}"),
        ("facts", "annotated"),
    )


@pytest.mark.parametrize(
    ("query", "landing"),
    [
        ("", ""),
        ("hardware=gpu&facts=annotated", ""),
        ("q=gpu", "#inference-options"),
        ("show=differences", "#inference-options"),
        (f"option={BT}&option=single-model-endpoints", "#inference-options"),
        ("option=single-model-endpoints&option=multi-model-endpoints", "#hosting-options"),
        ("sort=-single-model-endpoints", "#hosting-options"),
        ("q=gpu&payload=much", "#inference-options"),
        ("payload=much", ""),
    ],
)
def test_a_shared_link_leads_to_the_table_that_is_filtered(query: str, landing: str) -> None:
    assert tools(query).landing == landing


def test_rows_are_counted() -> None:
    assert tools("").count == "26 and 24"
    assert tools("q=gpu").count == "1 of 26 and 1 of 24"

    def counted(query: str) -> list[str]:
        return [feature_count(shown, select(query)) for shown in comparison(query).tables]

    assert counted("q=gpu") == ["1 of 26 features", "1 of 24 features"]
    pair = f"option={BT}&option={AI}&show=differences"
    assert counted(pair) == ["11 of 26 features", ""], "the other table's columns are not among the chosen"
    assert page(pair).tools.count == "11 of 26"


FOUR = "Real-time inference, Batch transform, Asynchronous inference and Serverless inference"
BY_MARK = ", in Model parallel serving support by a footnote alone"
ALL = "fewer than two of the shown options fit, so all shown are compared. "


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("", None),
        ("hardware=gpu", None),
        (
            "show=differences",
            f"{FOUR} differ in 21 of 26 rows.",
        ),
        (
            "payload=50MB&show=differences",
            f"Batch transform (fits) and Asynchronous inference (fits) differ in 11 of 26 rows{BY_MARK}.",
        ),
        (
            f"testing=shadow&option={RT}&option={BT}&show=differences",
            f"{ALL}Real-time inference (fits) and Batch transform (ruled out) differ in 14 of 26 rows{BY_MARK}.",
        ),
        (
            f"option={BT}&show=differences",
            f"{ALL}Batch transform is the only one, so that there is nothing to differ from.",
        ),
        (f"option={DOCKER}&show=differences", f"{ALL}No option is shown."),
    ],
)
def test_only_differences_says_what_is_compared(query: str, notice: str | None) -> None:
    notices = tools(query).notices
    if notice is None:
        assert notices == ()
    else:
        assert notices[0] == f"Inference options: {notice}"


def test_a_long_search_is_told_by_its_beginning() -> None:
    told = page(f"q={'word+' * 200}zzz").tools
    assert told.active[0].text == f"“{('word ' * 12).strip()}…”"
    assert all(len(notice) < 300 for notice in told.notices)
