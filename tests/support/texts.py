"""What the property tests are fed with."""

from hypothesis import strategies as st


def each(line: str) -> list[str]:
    """The cases of a one-line table, parted by bars."""
    return line.split("|")


# Texts that are near to being cells, as well as any text at all, lone surrogates among it.
_PIECES = (
    *each("✓|✔|N/A|n/a|N|/|A|<|≤|>|=|6|0|12|.| |\t|,|MB|KiB|seconds|Days|min|1P|pre-built|BYOC|k-NN"),
    *("\\", "\\-", "[", "]", "(", ")", "[1P](x.md)", '[a](b "c")', "|", "\n", "\x00", "\u00a0", "\u200b"),
    *("½", "٣", "\\]", "\\\\", '"'),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=8).map("".join),
    st.text(st.characters(exclude_categories=()), max_size=40),
)
