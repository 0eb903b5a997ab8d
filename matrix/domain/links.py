"""Links of the source: where they lead, and which of them a page may carry.

Pure.
"""

import re
from typing import Final
from urllib.parse import urljoin

from matrix.domain.text import keep_short

# What Markdown and HTML both carry unchanged.
_WEB: Final = re.compile(r"https?://[^/\s()<>\"'\\|\[\]][^\s()<>\"'\\|\[\]]*")


# A page's links are asked for with each cell that is compared: a sixth of the time of the pure tests.
@keep_short
def resolve(address: str, url: str) -> str:
    """A link as written → absolute; ``NAME.md`` beside the source is ``NAME.html`` beside the page."""
    if not url or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", url):
        return url
    path, mark, fragment = url.partition("#")
    return urljoin(address, re.sub(r"\.md$", ".html", path) + mark + fragment)


def is_web_address(url: str) -> bool:
    """Whether it is an absolute address of the web, in characters that Markdown and HTML carry unchanged."""
    return bool(_WEB.fullmatch(url))


def leads_to_a_page(address: str, url: str) -> bool:
    """Whether a link leads to a web page, in characters that Markdown and HTML carry unchanged."""
    return bool(_WEB.fullmatch(resolve(address, url)))
