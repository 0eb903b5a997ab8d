"""The decision record: everything that a decision stands on, in words, to paste into a pull request."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from markdown_it import MarkdownIt

from matrix.decision import overall as levels
from matrix.decision.fit import Verdicts, evaluate
from matrix.decision.query import parse
from matrix.domain.document import Document
from matrix.domain.revision import RevisionRef
from matrix.presentation import decision_record, record_markdown, wording
from tests.oracle.oracle import RT, T1, T2
from tests.support.documents import fit, overall, plan, select, standard, subject, with_annotations
from tests.support.views import dated
from tests.support.views import second as second_sources

REVISION = RevisionRef(7, standard().hash, datetime(2026, 1, 2, tzinfo=UTC))
DOCUMENTED = "as AWS documented it on 2023-02-13; AWS has changed the page since"
BASE = "https://matrix.example.org/"


def decision(query: str, annotated: Document | None = None) -> str:
    """``annotated``: the matrix with what other sources say of it."""
    day = date(2026, 2, 3)
    made = decision_record.record(
        standard(),
        plan().verdicts,
        REVISION,
        subject(),
        select(query),
        fit(query),
        overall(query),
        DOCUMENTED,
        dated(query),
        second_sources(query, annotated),
        BASE,
        day,
    )
    return record_markdown.markdown(made)


def section(text: str, start: str) -> str:
    """From the line that begins so to the next heading of its level or above."""
    level = start.split(" ")[0]
    lines = text.split("\n")
    first = next(at for at, line in enumerate(lines) if line.startswith(start))
    rest = lines[first + 1 :]
    end = next(
        (at for at, line in enumerate(rest) if line.startswith("#") and line.index(" ") <= len(level)), len(rest)
    )
    return "\n".join([lines[first], *rest[:end]])


def test_it_says_when_and_on_which_data_it_was_decided() -> None:
    text = decision("payload=50MB&hardware=gpu&q=gpu&sort=feature")
    assert f"&rev={REVISION.hash[:12]}>, 2026-02-03; facts of 13 February 2023\n" in text
    assert "- Date: 2026-02-03" in text
    assert f"revision 7 (`{REVISION.hash[:12]}`)" in text
    assert "as AWS documented it on 2023-02-13; AWS has changed the page since" in text
    assert f"<{standard().source.address}>" in text
    pinned = f"https://matrix.example.org/?payload=50MB&hardware=gpu&q=gpu&sort=feature&rev={REVISION.hash[:12]}"
    assert f"<{pinned}>" in text
    assert "CC BY-SA 4.0" in text


def test_it_names_every_answer_and_need_in_words() -> None:
    query = "payload=50MB&hardware=gpu&need=dlcs-supported:byoc&need=deployment-guardrails:strict"
    asked = section(decision(query), "## What was asked")
    for word in ("payload=50MB", "hardware=gpu", "need=dlcs-supported:byoc", "need=deployment-guardrails:strict"):
        assert asked.count(f"`{word}`") == 1
    assert "50 MB" in asked
    assert "BYOC" in asked
    assert "strict" in asked


@pytest.mark.parametrize(
    "query",
    [
        "payload=5MB&hardware=gpu",
        "latency=interactive&behind=several&framework=other",
        "scaling=autoscaling&chunked=yes&container=byoc",
    ],
)
def test_each_option_has_its_outcome_and_each_reason_its_cell(query: str) -> None:
    text = decision(query)
    for table in fit(query).tables:
        own = section(text, f"## {table.table.title}")
        for option in table.options:
            told = section(own, f"### {option.option.name}: {wording.state(option)}")
            assert told.count("\n- **") == len(option.reasons)
            for reason in option.reasons:
                (line,) = [line for line in told.split("\n") if f"`{reason.word}`" in line and line.startswith("- **")][
                    :1
                ]
                assert f"**{decision_record.VERDICT[reason.judgement.verdict]}**" in line
                shown = reason.judgement.cell
                cell = "no such row" if shown is None else "blank" if not shown else f"“{shown}”"
                assert cell in line.replace("\\", "")


def test_conditions_are_told_in_full_and_only_those_that_matter() -> None:
    conditions = section(decision("hardware=gpu"), "## Conditions in full")
    assert "Footnote 1: Availability of the Amazon EC2" in conditions
    assert "(http://aws.amazon.com/sagemaker/pricing/)" in conditions
    assert "Footnote 2" not in conditions
    both = section(decision("hardware=gpu&model-parallel=yes&framework=other"), "## Conditions in full")
    assert [f"Footnote {number}" in both for number in (1, 2, 3)] == [True, True, True]
    assert "Conditions in full" not in decision("payload=1MB")


def test_it_begins_with_five_lines() -> None:
    text = decision("latency=near-real-time&payload=20MB&hardware=gpu&scaling=scale-to-zero")
    lines = text.split("\n")
    assert lines[0] == "# How to serve the model: Asynchronous inference fits, with 1 condition"
    assert [line.partition("**: ")[0] for line in lines[2:7]] == [
        *("- **Choose", "- **Because", "- **On condition", "- **Not chosen", "- **Link and date"),
    ]
    assert lines[2] == "- **Choose**: Asynchronous inference"
    assert lines[3].startswith("- **Because**: it meets what was asked: latency “Soon: ")
    assert lines[3].endswith("it”, payload 20 MB, scaling “Scale to zero when idle”, hardware “GPU”")
    assert lines[4] == ("- **On condition**: GPU support: where your AWS Region has the instance type (footnote 1)")
    assert lines[5].endswith(". Serverless inference: only up to 4 MB, not 20 MB; no GPU support")
    assert "http" in lines[6]
    assert "none" in decision("testing=shadow").split("\n")[4]


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("hardware=gpu&behind=multi-model", "Real-time inference, with Multi-model endpoints"),
        ("behind=serial", "Real-time inference (with Serial inference pipeline) or Batch transform"),
        ("payload=20MB&behind=several", "Batch transform, with Serial inference pipeline"),
        ("payload=20MB&behind=one-model", "Batch transform or Asynchronous inference"),
        ("network=vpc&testing=shadow&hardware=gpu", "Real-time inference, with Single model endpoints"),
        ("latency=interactive&hardware=d-instance", "Real-time inference"),
        ("framework=other", "Real-time inference"),  # nothing is asked of the others
        # It fits by the other answer, and lacks what this one asks for.
        (
            "behind=serial&combine=multi-model",
            (
                "Real-time inference (with Serial inference pipeline) or "
                "Batch transform (which has no multi-model endpoint)"
            ),
        ),
        ("combine=multi-model&combine=multi-container", "none yet"),
    ],
)
def test_what_is_chosen_names_the_hosting_options_that_go_with_it(query: str, chosen: str) -> None:
    assert decision(query).split("\n")[2] == f"- **Choose**: {chosen}"


def test_an_answer_that_says_nothing_of_what_is_chosen_is_called_so() -> None:
    said = "Mixed arrangements is asked of Real-time inference’s hosting options alone, not of the others"
    assert said in decision("combine=multi-model&combine=multi-container").split("\n")[3]
    assert "is asked of" not in decision("payload=50MB").split("\n")[3]
    because = decision("scaling=scale-to-zero&combine=multi-model").split("\n")[3]
    lack = "Asynchronous inference and Serverless inference have no multi-model endpoint"
    assert because == f"- **Because**: each meets what was asked: scaling “Scale to zero when idle”. {said}: {lack}."


def test_a_hosting_option_fits_on_the_conditions_of_the_option_that_it_comes_with() -> None:
    hosting = section(decision("hardware=gpu"), "## Hosting options")
    of_its_own, others = hosting.split("### Multi-model endpoints: fits\n\n")
    assert others.startswith("On Real-time inference’s condition. Works under 6 MB")
    assert "On Real-time" not in of_its_own


def test_an_arrangement_whose_own_column_says_no_is_told_where_its_row_says_yes() -> None:
    because = decision("hardware=gpu&need=multi-container-endpoint").split("\n")[3]
    assert because.endswith("endpoint needed. But the column Multi-container endpoints says: no GPU support.")
    assert "the column" not in decision("need=multi-container-endpoint")


def test_what_another_source_adds_to_what_is_chosen_stands_under_the_conditions() -> None:
    lines = decision("testing=shadow&hardware=inf1", with_annotations()).split("\n")
    assert lines[4] == "- **On condition**: none by AWS’s page of 13 February 2023"
    assert lines[5].startswith("- **Another AWS page adds**: to shadow testing: not with Marketplace containers")
    assert "adds**" not in decision("testing=shadow&hardware=inf1")


def test_where_nothing_fits_it_says_what_would_do() -> None:
    text = decision("payload=20MB&time=5min&behind=multi-model")
    because = "- **Because**: no option meets all that was asked: payload 20 MB, time 5 min, models per endpoint “Many "
    assert f"- **Choose**: none of these options\n{because}" in text
    own = section(text, "## Inference options: None")
    assert (
        "- Drop models per endpoint “Many models that share one container (multi-model)” → "
        "Batch transform and Asynchronous inference"
    ) in own
    assert "- Keep payload under 6 MB (e.g. 5 MB) and time under 60 seconds (e.g. 59 s) → Real-time inference" in own
    assert "What would do" not in decision("payload=20MB")
    unfit = decision("scaling=scale-to-zero&aids=monitor")
    reading = "by this site’s reading that a job ends by itself, so there is nothing to scale"
    accepted = f"If “N/A” is good enough for scale to zero, {reading} → Batch transform"
    assert accepted in unfit.split("\n")[4]
    assert f"- {accepted}\n" in section(unfit, "## Inference options: None")
    assert "Real-time inference (with Single model endpoints) and Batch transform" in unfit


def test_cautions_conflicts_and_what_is_set_aside_are_told() -> None:
    assert "- Caution, `hardware=gpu`: " in decision("container=extend-pre-built&hardware=gpu")
    conflict = section(decision("behind=multi-model&testing=shadow"), "## Between the two tables")
    assert "but not together: no shadow testing with Multi-model endpoints" in conflict
    assert "Between the two tables" not in decision("testing=shadow")
    assert "Between the two tables" not in decision("behind=multi-model&testing=shadow&payload=50MB")
    aside = "Hosting options are set aside: they come with Real-time inference, which is ruled out."
    hosting = section(decision("payload=50MB"), "## Hosting options")
    assert aside in hosting
    assert "###" not in hosting, "it counts where Real-time inference remains"
    assert aside not in decision("payload=1MB")


def test_the_record_goes_by_both_tables_and_says_what_an_option_is_by_its_own() -> None:
    text = decision("behind=multi-model&testing=shadow&hardware=gpu")
    assert text.startswith("# How to serve the model: None of 4 options fits\n")
    first = section(text, "## Inference options: None of 4 options fits")
    assert "- Drop shadow testing → Real-time inference (with Multi-model endpoints)" in first
    own = section(first, "### Real-time inference: ruled out by its hosting options")
    assert "\nSupports both Multi-model endpoint and Shadow testing, but not together: no shadow testing with " in own
    assert "endpoints. By its own table alone it fits, with 1 condition.\n" in own
    assert "Works" not in own
    assert "alone" not in section(decision("behind=multi-model&hardware=gpu"), "## Inference options")
    both = "no scale to zero; nor do its hosting options fit: no shadow testing with Multi-model endpoints"
    assert f"Real-time inference: {both}" in decision("behind=multi-model&testing=shadow&scaling=scale-to-zero")


def test_a_plain_tick_beside_the_others_condition_is_told() -> None:
    text = decision("model-parallel=yes")
    assert "compatible (Real-time inference and Asynchronous inference) (footnote 3). AWS gives no details for " in text
    assert "\nAWS gives only “✓”, no details. Works up to 100 MB" in section(text, "### Batch transform: fits")
    assert "no details" not in decision("hardware=gpu")


def test_how_far_a_fitting_option_holds_is_told() -> None:
    text = decision("payload=50MB&hardware=gpu")
    (told,) = [line for line in section(text, "### Asynchronous").split("\n") if "condition: " in line]
    under, upto = "GPU support — where your AWS Region has the instance type", "up to 1 GB and under 15 minutes"
    assert told == f"On condition: {under}. Works {upto}."
    assert "condition" not in section(decision("payload=50MB"), "### Asynchronous")
    assert "Works" not in section(text, "### Real-time inference: ruled out")


def test_names_that_look_like_markup_are_none() -> None:
    first, second = standard().tables
    columns = (replace(first.columns[0], name="a|b* <img src=x>"), *first.columns[1:])
    document = replace(standard(), tables=(replace(first, columns=columns, title="T_1_"), second))
    verdicts = Verdicts(document)
    selection = parse([("scaling", "scale-to-zero"), ("hardware", "gpu"), ("latency", "interactive")], document)
    judged = evaluate(verdicts, selection)
    both, day = levels.evaluate(verdicts, selection, judged, RT), date(2026, 2, 3)
    text = record_markdown.markdown(
        decision_record.record(
            document,
            verdicts,
            REVISION,
            subject(),
            selection,
            judged,
            both,
            DOCUMENTED,
            dated("", document),
            second_sources("", document),
            BASE,
            day,
        )
    )
    assert "### a\\|b\\* &lt;img src=x>: ruled out" in text
    assert "## T\\_1\\_: None of 4 options fits" in text
    html = MarkdownIt("commonmark").render(text)
    assert "<img" not in html
    assert "<em>" not in html


def test_nothing_asked_is_said_so() -> None:
    text = decision("")
    assert "Nothing was asked, so nothing is ruled out." in text
    assert text.startswith("# How to serve the model: ")


@pytest.mark.parametrize(
    "query", ["", "hardware=gpu&framework=other&need=protocols-supported&chunked=yes&container=byoc"]
)
def test_it_is_sound_markdown(query: str) -> None:
    text = decision(query)
    assert text.count("\n# ") == 0
    assert "\n\n\n" not in text
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert html.count("<h3>") == 8
    assert html.count("<table>") == bool(query)
    assert html.count("<h2>") >= 3
    for table in (T1, T2):
        assert standard().by_table[table].title in html
    assert "](" not in html, "every link is one"
