"""A state of very many needs: its page costs a few others, and each need can still be taken away."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from matrix.decision.query import MAX_VALUES
from matrix.presentation.toolbar import MANY_NEEDS
from matrix.store.revisions import Published
from tests.support import forms


def state(many: int) -> str:
    return "/?" + urlencode([("need", f"payload-size:{number}KB") for number in range(1, many + 1)], safe=":")


@pytest.mark.parametrize("many", [MANY_NEEDS, MANY_NEEDS + 1])
def test_each_need_can_be_taken_away(client: Client, published: Published, many: int) -> None:
    page = client.get(state(many)).content.decode()
    needs = forms.sent(page, "state")["need"]

    assert needs == [f"payload-size:{number}KB" for number in range(1, many + 1)], "the form holds each once"
    assert page.count('name="need" value="payload-size:') == many
    boxes = page.count('type="checkbox" name="need"')
    assert (boxes, page.count("Remove ")) == ((many, 0) if many > MANY_NEEDS else (0, many))


def test_its_page_is_no_longer_than_a_few_others(client: Client, published: Published) -> None:
    """As links, the needs would come to 1.6 MB."""
    plain, dearest = client.get("/"), client.get(state(MAX_VALUES - 1))

    assert dearest.status_code == 200
    assert len(dearest.content) < 7 * len(plain.content)
