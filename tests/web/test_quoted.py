"""Where a page quotes a cell outside of its table, it is read as a tick with a note: the number is raised."""

import re

import pytest
from django.test import Client

from matrix.store import revisions
from tests.support import pages
from tests.support.stored import set_cell


@pytest.mark.parametrize(
    "address",
    [
        *("/?hardware=gpu", "/?hardware=gpu&rev={before}", "/decision/?hardware=gpu", "/revisions/{now}/"),
        "/revisions/compare/?from={before}&to={now}",
        "/revisions/cell/inference-options/gpu-support/serverless-inference/",
    ],
)
def test_no_quoted_cell_runs_into_its_notes_number(
    client: Client, published: revisions.Published, address: str
) -> None:
    set_cell("✓1", "gpu-support", "serverless-inference")
    text = pages.text(client.get(address.format(before=published.short, now=revisions.current().short)))
    assert "✓<sup>1</sup>" in text
    without_the_record_to_copy = re.sub("<textarea.*?</textarea>", "", text, flags=re.DOTALL)
    assert not re.search("✓ ?1", without_the_record_to_copy)
