"""Which rows of a page's tables are the same: those that are have one key.

Pure.
"""

from matrix.domain.text import slugify


class Keys:
    """One key for a row that means the same in both tables: matched by link, else by name (contract, "Words")."""

    def __init__(self) -> None:
        self.by_link: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        self.here: list[tuple[str, str, str]] = []
        self.taken: set[str] = set()

    def key(self, link: str, name: str) -> str:
        """Of rows with one link, the first is matched by it."""
        slug = slugify(name)
        known = (self.by_link.get(link), self.by_name.get(slug))
        key = next((k for k in known if k and k not in self.taken), slug)
        self.taken.add(key)
        self.here.append((link, slug, key))
        return key

    def close(self) -> None:
        """Rows are matched with those of the tables before, not with those of their own."""
        for link, slug, key in self.here:
            if link:
                self.by_link.setdefault(link, key)
            self.by_name.setdefault(slug, key)
        self.here, self.taken = [], set()
