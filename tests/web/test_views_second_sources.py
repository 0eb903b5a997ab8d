"""A result by what other sources say speaks in their words."""

import pytest
from django.test import Client

from matrix.store.revisions import Published
from tests.support import pages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("need", ["scaling=scale-to-zero", "need=scale-to-zero:strict"])
def test_a_condition_by_other_sources_says_their_words(client: Client, published: Published, need: str) -> None:
    page = pages.text(client.get(f"/?{need}&facts=annotated"))
    record = pages.text(client.get(f"/decision.md?{need}&facts=annotated"))
    for told in (page, record):
        assert "“With inference components only”" in told
        assert "read the cell" not in told
