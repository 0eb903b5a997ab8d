"""Sizes and times: spellings, exact decimals, the edges of 1000 and 1024."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrix.domain.notation import read_cell
from matrix.domain.quantities import (
    MAX_DIGITS,
    AmbiguousQuantity,
    Dimension,
    Quantity,
    holds,
    read_number,
    read_quantity,
    unbroken,
    units,
)
from matrix.domain.text import NotationError
from tests.support.laws import law
from tests.support.texts import TEXTS


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("50MB", "50MB"),
        ("50.0 mb", "50MB"),
        ("0050.50 MiB", "50.5MB"),
        (" 1 gb ", "1GB"),
        ("4096 kib", "4096KB"),
        (".5GB", "0.5GB"),
        ("0.0MB", "0MB"),
        ("100MB", "100MB"),
        ("10 minutes", "10min"),
        ("10mins", "10min"),
        ("1 Minute", "1min"),
        ("60s", "60s"),
        ("60 secs", "60s"),
        ("60 seconds", "60s"),
        ("5 hrs", "5h"),
        ("1 hour", "1h"),
        ("2 Days", "2d"),
        ("250 milliseconds", "250ms"),
        ("1.230ms", "1.23ms"),
        ("20 megabytes", "20MB"),
        ("1 Kilobyte", "1KB"),
        ("2 gibibytes", "2GB"),
    ],
)
def test_of_quantities_only_number_and_unit_spelling_are_normalised(text: str, canonical: str) -> None:
    quantity = read_quantity(text)
    assert quantity.canonical == canonical
    assert read_quantity(canonical) == quantity
    assert read_quantity(quantity.words) == quantity


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a number with a unit"),
        ("MB", "not a number with a unit"),
        ("50", "has no unit"),
        ("-5 MB", "not a number with a unit"),
        ("+5 MB", "not a number with a unit"),
        ("1e-3 MB", "not a number with a unit"),
        ("20 00 KB", "not a number with a unit"),
        ("1e99 MB", "more than"),
        (",5 MB", "not a number with a unit"),
        ("5.5,5 MB", "not a number with a unit"),
        ("5. MB", "not a number with a unit"),
        ("1.2.3 MB", "not a number with a unit"),
        ("５ MB", "not a number with a unit"),
        ("5 MB 5", "not a number with a unit"),
        ("5 µs", "not a number with a unit"),
        ("5 TB", "“TB” is not a unit"),
        ("5 bytes", "“bytes” is not a unit"),
        ("5 weeks", "“weeks” is not a unit"),
        ("1" * (MAX_DIGITS + 1) + " MB", "more than"),
        ("0", "“0” is nothing; write a number over 0 and KB"),
        ("0.00", "“0.00” is nothing"),
    ],
)
def test_a_text_that_is_no_quantity_is_refused_by_name(text: str, message: str) -> None:
    with pytest.raises(NotationError, match=message):
        read_quantity(text)


@pytest.mark.parametrize(
    ("text", "dimension", "message", "readings"),
    [
        ("20", "size", "has no unit; write 20 and KB, MB or GB", "20KB 20MB 20GB"),
        ("3", "time", "has no unit; write 3 and ms", "3ms 3s 3min 3h 3d"),
        ("1,024 KB", "size", "has a comma; write 1024 KB or 1.024 KB", "1024KB 1.024KB"),
        ("20,5 MB", "size", "has a comma; write 20.5 MB or 205 MB", "20.5MB 205MB"),
        ("1,5 hours", None, "has a comma; write 1.5 hours or 15 hours", "1.5h 15h"),
        ("1,024,000 KB", "size", "has a comma; write 1024000 KB", "1024000KB"),
        ("1,024.5 KB", "size", "has a comma; write 1024.5 KB", "1024.5KB"),
        ("1,5", "size", "write 1.5 or 15, with its unit", "1.5KB 15KB 1.5MB 15MB 1.5GB 15GB"),
        ("1,5 TB", "size", "has a comma; write 1.5 TB or 15 TB", ""),
        ("1,5 h", "size", "has a comma", ""),
        ("20 000 KB", "size", "is not written plainly; write 20000 KB", "20000KB"),
        ("1\u202f024.50 kilobytes", "size", "write 1024.5 kilobytes", "1024.5KB"),
        ("20'000", "size", "write 20000, with its unit", "20000KB 20000MB 20000GB"),
        ("1e3 MB", "size", "is not written plainly; write 1000 MB", "1000MB"),
        ("2.55E+1 min", None, "write 25.5 min", "25.5min"),
        ("1e3 s", "size", "is not written plainly", ""),
        ("about 20 MB", "size", "is not a number with a unit", "20MB"),
        ("~1.5 GB, maybe 2 GB", "size", "is not a number with a unit", "1.5GB 2GB"),
        ("3 min 20 s", "time", "is not a number with a unit", "200s"),
        ("1h30min", "time", "is not a number with a unit", "90min"),
        ("1 d 0.0001 ms", "time", "is not a number with a unit", ""),
        ("1:30", "time", "is not a number with a unit", "90s 90min"),
        ("1:30", "size", "is not a number with a unit", ""),
        ("1h30", "time", "is not a number with a unit", "90min"),
        ("2 H 5", None, "is not a number with a unit", "125min"),
        ("1h30m", "time", "is not a number with a unit", "90min"),
        ("1 h 5 M", None, "is not a number with a unit", "65min"),
        ("1h90", "time", "is not a number with a unit", ""),
        ("3 min 20", "time", "is not a number with a unit", ""),
        ("1h30m20s", "time", "is not a number with a unit", ""),
        ("500 to 20 MB", "size", "is not a number with a unit", ""),
        ("1:75", "time", "is not a number with a unit", ""),
        ("20 M", "size", "“M” is not a unit", "20MB"),
        ("20 m", "time", "“m” is not a unit", "20ms 20min"),
        ("much", "size", "is not a number with a unit", ""),
        ("20 MB " * 100, "size", "is not a number with a unit", ""),
    ],
)
def test_what_may_be_one_of_a_few_quantities_is_refused_with_each_of_them(
    text: str, dimension: Dimension | None, message: str, readings: str
) -> None:
    with pytest.raises(AmbiguousQuantity, match=re.escape(message)) as refused:
        read_quantity(text, dimension)
    assert " ".join(quantity.canonical for quantity in refused.value.readings) == readings
    assert all(read_quantity(quantity.canonical, dimension) == quantity for quantity in refused.value.readings)


@pytest.mark.parametrize(("text", "asked"), [("5 min", "size"), ("5 MB", "time")])
def test_a_quantity_of_the_other_dimension_is_refused_with_the_units_that_would_do(text: str, asked: Dimension) -> None:
    with pytest.raises(NotationError, match=f"not a {asked}; use {units(asked)}"):
        read_quantity(text, asked)
    assert read_quantity(text).canonical == text.replace(" ", "")


def test_quantities_are_exact_decimals() -> None:
    assert read_quantity("0.1MB").amount() * 3 == read_quantity("0.3MB").amount() == 300_000
    assert read_quantity("0.1ms").amount() == Fraction(1, 10)
    assert read_quantity("1GB").amount(1024) == 2**30
    assert read_quantity("1.5h").amount(1024) == read_quantity("90min").amount(1000) == 5_400_000
    assert Quantity("1", "d").amount() == read_quantity("24h").amount()


@law()
@given(TEXTS, st.sampled_from([None, "size", "time"]))
def test_no_text_as_a_quantity_raises_anything_but_the_own_error(text: str, dimension: Dimension | None) -> None:
    try:
        quantity = read_quantity(text, dimension)
    except NotationError:
        return
    assert dimension in (None, quantity.dimension)
    assert read_quantity(quantity.canonical, dimension) == quantity


@law()
@given(st.from_regex(r"[0-9]{1,12}(\.[0-9]{1,12})?", fullmatch=True))
def test_a_number_keeps_its_value_and_loses_its_needless_zeros(text: str) -> None:
    number = read_number(text)
    assert Fraction(number) == Fraction(text)
    assert read_number(number) == number
    assert not number.endswith(".")
    assert number == "0" or not number.startswith("00")


# --- Limits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "holding", "depending", "failing"),
    [
        ("≤ 4 MB", "4MB 4.0MiB 3.999MB 4000KB 0KB 0.003GB", "4001KB 4096KB 0.004GB", "4.001MB 4097KB 1GB"),
        ("< 6 MB", "5.999MB 5999KB 0.005GB", "6000KB 6143KB 6143.999KB", "6MB 6.0MiB 6144KB 0.006GB 1GB"),
        ("≤ 100 MB", "100MB 100000KB 0.09GB", "100001KB 102400KB 0.1GB", "100.001MB 102401KB 0.11GB"),
        ("≤ 1 GB", "1GB 1GiB 1000MB 999.9MB", "1001MB 1024MB 1000001KB 1048576KB", "1025MB 1.0001GB 1048577KB"),
        ("< 60 seconds", "59s 59.999s 59999ms 0.99min", "", "60s 60000ms 1min 1h 1d"),
        ("< 15 minutes", "14.999min 899s 0.2h", "", "15min 900s 0.25h 900000ms"),
    ],
)
def test_limits_are_exact_and_1000_against_1024_is_told(limit: str, holding: str, depending: str, failing: str) -> None:
    read_limit = read_cell(limit).limit
    assert read_limit is not None
    for expected, texts in ((True, holding), (None, depending), (False, failing)):
        for text in texts.split():
            assert holds(read_quantity(text), read_limit) is expected, text


@law()
@given(st.integers(min_value=990, max_value=1040))
def test_only_1001_to_1024_mb_depend_against_a_gigabyte(megabytes: int) -> None:
    limit = read_cell("≤ 1 GB").limit
    assert limit is not None
    expected = True if megabytes <= 1000 else None if megabytes <= 1024 else False
    assert holds(read_quantity(f"{megabytes}MB"), limit) is expected


@pytest.mark.parametrize(
    ("text", "unbroken_text"),
    [
        ("10 min is over < 60 seconds", "10~min is over <~60~seconds"),
        ("works up to 1 GB, under 15 minutes", "works up to 1~GB, under 15~minutes"),
        ("≤ 4 MB", "≤~4~MB"),
        ("page of 13 February 2023 with 1 condition", "page of 13 February 2023 with 1 condition"),
        ("4 missing of 5 handed in", "4 missing of 5 handed in"),
    ],
)
def test_no_line_ends_within_a_quantity(text: str, unbroken_text: str) -> None:
    assert unbroken(text).replace("\N{NO-BREAK SPACE}", "~") == unbroken_text
