"""What selections have in common that are judged alike: a page made with that is, byte for byte, the page made
without."""

import pytest
from django.test import Client

from matrix.store import editions, readers
from matrix.store.revisions import Published

pytestmark = pytest.mark.once  # they read, and nothing else

DEAD_END = "latency=interactive&need=payload-size:{0}&time={1}&aids=monitor"
ASKED = [
    *(
        f"payload={{0}}{more}"
        for more in ("", "&facts=annotated", "&edition=2026-08-07", "&q=gpu&sort=feature&show=fitting")
    ),
    *(f"latency=near-real-time&payload={{0}}&time={{1}}{more}" for more in ("", "&facts=annotated", "&hardware=gpu")),
    *(f"{DEAD_END}{more}" for more in ("", "&facts=annotated", "&option=real-time-inference")),
    *("need=payload-size:{0}&need=request-timeout:{1}:strict", "scaling=scale-to-zero&behind=multi-model&payload={0}"),
]
SIZES = [("50.5MB", "51MB"), ("1.5GB", "2000MB"), ("980MB", "0.99GB"), ("1000MB", "1GB")]
TIMES = [("2min", "130s"), ("20h", "1d"), ("900s", "15min"), ("3600s", "1h")]


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("path", ["/", "/fit.json"])
def test_a_page_says_of_a_size_what_it_would_say_of_it_alone(
    client: Client, published: Published, path: str, asked: str
) -> None:
    for sizes, times in zip(SIZES, TIMES, strict=True):
        first, second = (f"{path}?{asked.format(*pair)}" for pair in zip(sizes, times, strict=True))
        forget()
        alone = client.get(second, follow=True).content
        forget()
        client.get(first, follow=True)
        assert client.get(second, follow=True).content == alone, (first, second)


def forget() -> None:
    """What is kept of all pages' selections."""
    newest = readers.newest()
    shown = [newest.content, *(editions.content_of(it, newest) for it in editions.at(newest.beside))]
    for content in (it for one in shown for it in (one, one.annotated)):
        content._alike = None
