"""What keeps parts from being a matrix: each rule broken once, in the standard data, which breaks none."""

from dataclasses import replace

import pytest

from matrix.domain.document import Choice, Column, Document, DocumentError, Feature, Footnote, Question, Table
from matrix.domain.findings import Place
from matrix.domain.validation import MAX_KEY, MAX_NAME, MAX_URL, RESERVED, checked, violations
from tests.oracle.oracle import BT, MC, RT, T1, T2
from tests.support.documents import standard
from tests.support.edits import with_cell, with_column, with_feature, with_footnote, with_head, with_table

JS = "javascript:alert"
NO_ADDRESS = f"“{JS}” is no web address"


def linked(**parts: str) -> Document:
    """The standard document with a passage in each of these places that leads where none may."""
    return replace(standard(), **{name: (*getattr(standard(), name), text) for name, text in parts.items()})  # type: ignore[arg-type]


def with_row(feature: Feature, cells: tuple[str, ...] = ("",) * 5) -> Document:
    return with_feature(standard(), T1, feature, cells, 1)


def twice(document: Document) -> Document:
    """The second table under the first one's slug."""
    first, second = document.tables
    return replace(document, tables=(first, replace(second, slug=first.slug)))


def with_questions(*questions: Question) -> Document:
    return replace(standard(), questions=(*standard().questions, *questions))


BROKEN: list[tuple[Document, Place, str]] = [
    # names
    (with_row(Feature("gpu-support", "Other")), Place(T1, "gpu-support", nth=1), "row “GPU support” is there twice"),
    (with_row(Feature("other", "GPU support!")), Place(T1, "gpu-support"), "row “GPU support” is there twice"),
    (with_row(Feature("other", "…")), Place(T1, "other"), "row “…” has no name of letters or digits"),
    (with_row(Feature("", "Other")), Place(T1, ""), "row “Other” has no name of letters or digits"),
    (
        with_column(standard(), T1, Column("other", "Batch Transform"), ("",) * 26, 5),
        Place(T1, column="other"),
        "column “Batch Transform” is there twice",
    ),
    (
        with_column(standard(), T2, Column(BT, "Batches"), ("",) * 24, 0),
        Place(T2, column=BT),
        "column “Batches” is there twice",
    ),
    (with_head(standard(), T2, MC, name="?"), Place(T2, column=MC), "column “?” has no name of letters or digits"),
    (
        replace(standard(), footnotes=(*standard().footnotes, Footnote(1, "Again."))),
        Place(footnote=1, nth=1),
        "footnote 1 is there twice",
    ),
    (twice(standard()), Place(), f"table “{T1}” is there twice"),
    (with_questions(standard().questions[0]), Place(), "question “latency” is there twice"),
    (with_questions(Question("", "one", "?")), Place(), "question without a name of letters or digits"),
    (
        with_questions(Question("q", "one", "?", choices=(Choice("a", "A"), Choice("a", "B")))),
        Place(),
        "question q: choice “a” is there twice",
    ),
    # lengths
    (
        with_head(standard(), T1, "gpu-support", name="x" * (MAX_NAME + 1)),
        Place(T1, "gpu-support"),
        "its name has 201 characters; 200 are allowed",
    ),
    (
        with_head(standard(), T1, BT, url="x" * (MAX_URL + 1)),
        Place(T1, column=BT),
        "its link has 501 characters; 500 are allowed",
    ),
    (with_row(Feature("k" * (MAX_KEY + 1), "Other")), Place(T1, "k" * 101), "its key has 101 characters"),
    # cells
    (with_row(Feature("other", "Other"), ("",) * 4), Place(T1, "other"), "4 cells for 5 columns"),
    (with_cell(standard(), T1, "gpu-support", BT, "<6"), Place(T1, "gpu-support", BT), "begins like a limit"),
    (
        with_cell(standard(), T1, "gpu-support", BT, "✓7"),
        Place(T1, "gpu-support", BT),
        "“✓7” marks footnote 7, which isn't there",
    ),
    # prose
    (replace(standard(), tables=()), Place(), "the matrix has 0 tables, not one or two"),
    (
        replace(standard(), tables=(*standard().tables, Table("third", "Third", (), (), (), ()))),
        Place(),
        "the matrix has 3 tables, not one or two",
    ),
    (replace(standard(), title=" "), Place(passage="title"), "the page has no title"),
    (linked(intro="| a"), Place(passage="intro", nth=1), "“| a” begins like a row of a table"),
    (linked(closing="24 hours."), Place(passage="closing"), "“24 hours.” begins like a footnote"),
    # links
    (
        replace(standard(), source=replace(standard().source, address=JS)),
        Place(),
        f"the source's address {NO_ADDRESS}",
    ),
    (with_head(standard(), T1, RT, url=JS), Place(T1, column=RT, link=True), NO_ADDRESS),
    (with_head(standard(), T2, "gpu-support", url=JS), Place(T2, "gpu-support", link=True), NO_ADDRESS),
    (with_cell(standard(), T1, "gpu-support", BT, f"[x]({JS})"), Place(T1, "gpu-support", BT), NO_ADDRESS),
    (with_footnote(standard(), 2, f"[x]({JS})"), Place(footnote=2), NO_ADDRESS),
    (linked(bullets=f"[x]({JS})"), Place(passage="bullet", nth=4), NO_ADDRESS),
    (
        with_table(standard(), T2, lead=(*standard().by_table[T2].lead, f"[x]({JS})")),
        Place(T2, passage="lead", nth=1),
        NO_ADDRESS,
    ),
    # characters
    (with_footnote(standard(), 2, "a\x0bb"), Place(), "“a b” holds the control character U+000B"),
    (linked(intro="\ufffe"), Place(), "holds the control character U+FFFE"),
    (with_questions(Question("q", "one", "\ud800")), Place(), "holds the control character U+D800"),
]


def test_the_standard_data_breaks_no_rule() -> None:
    assert list(violations(standard())) == []
    assert list(violations(replace(standard(), tables=standard().tables[:1]))) == [], "one table will do"
    assert checked(standard()) is standard()
    assert not set(RESERVED) & set(standard().by_question)


@pytest.mark.parametrize(("document", "place", "message"), BROKEN, ids=[message for *_, message in BROKEN])
def test_each_rule_is_told_at_its_place_and_once(document: Document, place: Place, message: str) -> None:
    (finding,) = violations(document)
    assert message in finding.message
    assert (finding.place, finding.level) == (place, "error")
    with pytest.raises(DocumentError):
        checked(document)


def test_the_first_thing_that_is_wrong_is_raised_with_its_place() -> None:
    document = with_cell(with_cell(standard(), T1, "gpu-support", BT, "<6"), T1, "gpu-support", RT, "✓7")
    with pytest.raises(DocumentError, match=f"^{T1}, GPU support, Real-time inference: “✓7” marks footnote 7"):
        checked(document)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (with_row(Feature("other", "GPU support")), f"{T1}: the row “GPU support” is there twice"),
        (with_row(Feature("other", "…")), f"{T1}: the row “…” has no name of letters or digits"),
        (with_head(standard(), T1, "gpu-support", name="x" * 999), f"{T1}, {'x' * 60}…: its name has 999 characters"),
    ],
    ids=["twice", "no name", "long"],
)
def test_an_error_names_the_table_and_holds_no_endless_name(document: Document, said: str) -> None:
    with pytest.raises(DocumentError, match=f"^{said}"):
        checked(document)
