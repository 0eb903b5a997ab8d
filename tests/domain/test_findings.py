"""Where something is wrong, in words."""

import pytest

from matrix.domain.findings import Finding, Place, in_words
from tests.oracle.oracle import BT, T1, T2
from tests.support.documents import standard


@pytest.mark.parametrize(
    ("place", "where", "within_table"),
    [
        (Place(), "", ""),
        (Place(T1), T1, ""),
        (Place(T1, "gpu-support"), f"{T1}, GPU support", "GPU support"),
        (Place(T1, column=BT), f"{T1}, Batch transform", "Batch transform"),
        (Place(T1, "gpu-support", BT), f"{T1}, GPU support, Batch transform", "GPU support, Batch transform"),
        (Place(T2, "multi-model-endpoint"), f"{T2}, Multi-model endpoints", "Multi-model endpoints"),  # by its own name
        (Place(T1, "gpu-support", link=True), f"{T1}, GPU support", "GPU support"),
        (Place(T1, "nowhere", "nothing"), f"{T1}, nowhere, nothing", "nowhere, nothing"),
        (Place(feature="gpu-support"), "row gpu-support", "row gpu-support"),
        (Place(feature="gpu-support", ruling=True), "ruling on gpu-support", "ruling on gpu-support"),
        (Place(column=BT), f"option {BT}", f"option {BT}"),
        (Place(footnote=2, nth=1), "footnote 2", "footnote 2"),
        (Place(question="hardware"), "question hardware", "question hardware"),
        (Place(question="hardware", choice="gpu"), "question hardware, gpu", "question hardware, gpu"),
        *((Place(passage=kind), "prose", "prose") for kind in ("title", "intro", "bullet", "closing")),
        (Place(T2, passage="lead", nth=1), f"lead of {T2}", f"lead of {T2}"),
    ],
)
def test_each_kind_of_place_in_words(place: Place, where: str, within_table: str) -> None:
    finding = Finding(place, "it is wrong")
    assert in_words(finding, standard()) == f"{where}: it is wrong".removeprefix(": ")
    assert in_words(finding, standard(), within_table=True) == f"{within_table}: it is wrong".removeprefix(": ")
    whole = Finding(place, "it is wrong", whole=True)
    assert in_words(whole, standard()) == f"{place.table or ''}: it is wrong".removeprefix(": ")
    assert in_words(whole, standard(), within_table=True) == "it is wrong"
