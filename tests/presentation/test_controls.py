"""Where a reason leads."""

import pytest

from matrix.presentation.controls import Places, places
from tests.support.documents import select, standard
from tests.support.views import comparison, second

FIRST, SECOND = standard().tables


def of(query: str) -> Places:
    return places(select(query), comparison(query), second(query))


def test_a_row_that_is_shown_is_on_the_page() -> None:
    assert of("hardware=gpu").href(FIRST, "gpu-support") == "#inference-options-gpu-support"
    assert of("q=gpu").href(SECOND, "gpu-support") == "#hosting-options-gpu-support"


@pytest.mark.parametrize("more", ["q=zzz", "q=zzz&show=differences", "q=zzz&colour=red"])
def test_a_row_that_a_filter_hides_is_on_the_page_without_it(more: str) -> None:
    found = of(f"hardware=gpu&option=batch-transform&{more}").href(FIRST, "gpu-support")
    assert found == "/?hardware=gpu&option=batch-transform#inference-options-gpu-support"


def test_a_row_that_the_table_has_not_is_nowhere() -> None:
    assert of("").href(SECOND, "scale-to-zero") == ""
