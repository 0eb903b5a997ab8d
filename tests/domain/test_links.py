"""Where a link of the source leads, and which may lead anywhere."""

import pytest

from matrix.domain.links import leads_to_a_page, resolve

BESIDE = "https://docs.aws.amazon.com/sagemaker/latest/dg/"
PAGE = f"{BESIDE}model-deploy-feature-matrix.html"


@pytest.mark.parametrize(
    ("url", "resolved"),
    [
        ("realtime-endpoints.md", BESIDE + "realtime-endpoints.html"),
        ("realtime-endpoints.md#a.md", BESIDE + "realtime-endpoints.html#a.md"),
        ("../x/y.md", "https://docs.aws.amazon.com/sagemaker/latest/x/y.html"),
        ("#here", f"{PAGE}#here"),
        ("https://github.com/a/b.md", "https://github.com/a/b.md"),
        ("", ""),
    ],
)
def test_links_resolve_beside_the_page(url: str, resolved: str) -> None:
    assert resolve(PAGE, url) == resolved


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        *((url, True) for url in ("a.md", "https://example.org", "http://example.org/a?b=c#d", "nowhere")),
        *((url, False) for url in ("javascript:alert(1)", "data:text/html,x", "ftp://a/b", "http://", "https:///a")),
        *((url, False) for url in ("https://a b", "a(b).md", 'a".md', "a<b.md", "a[b].md", r"a\b.md", "")),
    ],
)
def test_a_link_leads_to_a_web_page_in_characters_that_every_format_carries(url: str, leads: bool) -> None:
    assert leads_to_a_page(PAGE, url) == leads
