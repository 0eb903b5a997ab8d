"""The words that page, exports and records share."""

import pytest

from matrix.decision.selection import Word
from matrix.presentation import second_table, wording
from tests.oracle.oracle import AI, BT, RT, SI, T1, T2
from tests.support.documents import fit, overall, select, standard, subject
from tests.support.views import page


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_in_words(names: list[str], said: str) -> None:
    assert wording.listed(names) == said
    assert wording.listed(names, "or") == said.replace("and", "or")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Which option fits?"),
        ("payload=1MB", "All 4 options fit"),
        ("payload=50MB", "Batch transform and Asynchronous inference fit"),
        ("testing=shadow", "Real-time inference fits"),
        ("latency=interactive", "Real-time inference fits; Serverless inference with 1 condition"),
        ("hardware=gpu&model-parallel=yes&payload=200MB", "Asynchronous inference fits, with 2 conditions"),
        ("payload=2GB", "None of 4 options fits"),
        ("behind=multi-model&testing=shadow&hardware=gpu", "None of 4 options fits"),
        ("behind=multi-model&container=byoc", "Real-time inference fits, with 1 condition"),
        (
            "latency=near-real-time",
            "Real-time inference and Asynchronous inference fit; Serverless inference with 1 condition",
        ),
        ("model-parallel=yes", "Batch transform fits; Real-time inference and Asynchronous inference with 1 condition"),
        (
            "hardware=gpu&payload=5MB",
            "Real-time inference, Batch transform and Asynchronous inference fit, with 1 condition",
        ),
        ("combine=serial", "Real-time inference fits"),
        ("combine=serial&framework=other", "Real-time inference fits"),
        ("combine=multi-model&combine=multi-container", "Real-time inference does not fit"),
        ("combine=serial&payload=3MB", "All 4 options fit"),
        ("q=gpu", "Which option fits?"),
    ],
)
def test_a_result_names_itself(query: str, said: str) -> None:
    assert wording.headline(overall(query).standing, bool(select(query).words)) == said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", ""),
        ("payload=1MB", ""),
        ("hardware=gpu", ""),
        ("payload=50MB", "Hosting options are set aside: they come with Real-time inference, which is ruled out"),
    ],
)
def test_hosting_options_are_set_aside_where_real_time_does_not_remain(query: str, said: str) -> None:
    assert second_table.set_aside(fit(query), subject()) == said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("payload=50.0mb", ("Payload", "50 MB")),
        ("hardware=gpu", ("Hardware", "GPU")),
        ("need=gpu-support", ("GPU support", "needed")),
        ("need=deployment-guardrails:strict", ("Deployment guardrails", "no conditions")),
        ("need=payload-size:50MB:strict", ("Payload size", "50 MB, no conditions")),
        ("need=dlcs-supported:extend-pre-built", ("DLCs supported", "Extend pre-built")),
        ("need=dlcs-supported:scikit-learn:strict", ("DLCs supported", "scikit-learn, no conditions")),
    ],
)
def test_an_answer_or_need_in_words(query: str, said: tuple[str, str]) -> None:
    selection = select(query)
    label, value = wording.part_label(standard(), selection.parts[0])
    assert label == said[0]
    assert said[1] in value
    assert wording.word_label(standard(), selection, selection.words[0]) == f"{label}: {value}"
    assert wording.word_label(standard(), selection, Word("tea", "milk")) == "tea=milk"


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", [RT, BT, AI, SI]),
        ("payload=50MB&hardware=gpu&network=isolation", [AI, RT, BT, SI]),
        ("scaling=scale-to-zero&hardware=gpu", [AI, RT, BT, SI]),  # as many answers against one as against another
        ("latency=interactive", [RT, SI, BT, AI]),
        ("hardware=inf1&testing=shadow&latency=near-real-time", [RT, BT, AI, SI]),
        ("need=model-parallel-serving-support", [RT, BT, AI, SI]),  # a condition is no rank
        ("combine=multi-model&aids=monitor", [BT, RT, AI, SI]),  # RT fits by itself, with no hosting option
        ("payload=2GB", [RT, BT, AI, SI]),
    ],
)
def test_what_fits_comes_first_and_each_in_the_columns_order(query: str, order: list[str]) -> None:
    options = wording.fitting_first(fit(query).by_table[T1].options, overall(query))
    assert [option.option.slug for option in options] == order


def test_the_source_is_dated_and_told_to_have_changed() -> None:
    said = wording.as_documented(standard().source, subject().publisher)
    assert said == "as AWS documented it on 2023-02-13; AWS has changed the page since"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "4 hosting options"),
        ("payload=1MB", "All 4 hosting options fit"),
        ("payload=50MB", "None of 4 hosting options fits"),
        ("testing=shadow", "1 of 4 hosting options fits"),
        ("hardware=gpu", "3 of 4 hosting options fit; Single model endpoints with 1 condition"),
        ("hardware=gpu&need=gpu-support", "3 of 4 hosting options fit; Single model endpoints with 1 condition"),
        ("hardware=gpu&framework=xgboost", "3 of 4 hosting options fit; Single model endpoints with 1 condition"),
        (
            "hardware=gpu&container=byoc",
            "3 of 4 hosting options fit; Single model endpoints and Multi-model endpoints with 1 condition each",
        ),
        ("container=1p", "All 4 hosting options fit; Multi-model endpoints with 1 condition"),
        ("need=model-parallel-serving-support", "2 of 4 hosting options fit, with 1 condition"),  # both of them
    ],
)
def test_a_second_table_counts_its_options(query: str, said: str) -> None:
    assert wording.table_headline(fit(query).by_table[T2], bool(query), "hosting options") == said


def test_short_forms_are_explained_beside_the_cell() -> None:
    said = dict(wording.glossary(standard(), subject()))

    assert {"1P", "BYOC", "DLC", "inf1", "N/A", "KMS", "HTTP(S)"} <= set(said)
    assert wording.explained("1P, pre-built, Extend pre-built, BYOC", subject()).startswith("1P: first party")
    assert [wording.explained(text, subject()) for text in ("N/A", "✓1", "TensorFlow")] == ["", "", ""]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("payload=50MB&network=vpc", "1 requirement met"),
        ("payload=50MB&hardware=gpu", "1 requirement doesn’t rule it out"),
        ("payload=50MB&network=vpc&hardware=gpu", "2 requirements don’t rule it out"),
    ],
)
def test_what_does_not_rule_an_option_out_is_called_so(query: str, said: str) -> None:
    (real_time,) = (option for option in page(query).first.options if option.slug == RT)
    assert real_time.others_title == said
