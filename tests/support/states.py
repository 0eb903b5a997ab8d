"""Query strings for tests through HTTP: sound ones from a seed, and odd ones."""

import random
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote_plus

from tests.oracle.oracle import OPTIONS, QUESTIONS, Word

_NEEDS: Final = (
    *("gpu-support", "single-model", "multi-model-endpoint", "serial-inference-pipeline", "scale-to-zero"),
    *("deployment-guardrails", "deployment-guardrails:strict", "protocols-supported:strict", "volume-encryption"),
    *("payload-size:5MB", "payload-size:1GB", "payload-size:1010MB", "request-timeout:2h", "request-timeout:30s"),
    *("dlcs-supported:byoc", "dlcs-supported:xgboost", "network-isolation", "http-chunked-encoding"),
)
_FILTERS: Final[tuple[Word, ...]] = (
    *(("q", word) for word in ("gpu", "support", "✓", "N/A", "1p", "zzz")),
    *(("option", slug) for slugs in OPTIONS.values() for slug in slugs),
    ("option", "docker-containers"),
    ("show", "differences"),
    *(("sort", key) for key in ("feature", "-feature", "batch-transform", "-docker-containers")),
)


def selection(chance: random.Random) -> list[Word]:
    """Some answers, some needs, in any order: everything that decides an outcome."""
    words: list[Word] = []
    for question in chance.sample(QUESTIONS, chance.choice((0, 1, 1, 2, 2, 3, 4, 6, 9, 16))):
        many = chance.randint(1, len(question.choices)) if question.kind == "many" else 1
        words += [(question.slug, choice) for choice in chance.sample(question.choices, many)]
    words += [("need", need) for need in chance.sample(_NEEDS, chance.choice((0, 0, 0, 1, 2)))]
    chance.shuffle(words)
    return words


def filters(chance: random.Random) -> list[Word]:
    """Some of the table's parameters: what decides no outcome."""
    chosen = chance.sample(_FILTERS, chance.choice((0, 0, 1, 2, 4)))
    return [word for at, word in enumerate(chosen) if word[0] == "option" or word[0] not in dict(chosen[:at])]


def encoded(words: list[Word]) -> str:
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in words)


# --- Odd ones ----------------------------------------------------------------------------------------------------

_NAMES: Final = (
    *(question.slug for question in QUESTIONS),
    *("need", "q", "option", "show", "sort", "rev", "need-feature", "need-value", "need-strict"),
    *("", "colour", "Payload", "payload[]", "q\x00", "néed", "csrfmiddlewaretoken", "__proto__"),
)
_VALUES: Final = (
    *("", " ", "\x00", chr(0xD800), "\ufeff", "\u202e", "é", "🙂" * 50, "#", "?", "a;b", "a&b", "a=b"),
    *("0" * 12, "f" * 64, "deadbee"),
    *("٣MB", "５MB", "-1MB", "+1MB", "1e9MB", "1_0MB", "0x10MB", "NaNs", "∞", "0MB", ".5MB", "5.MB"),
    *("1,5MB", "50", "50MBMB"),
    *("9" * 29 + "MB", "9" * 31 + "GB", "0." + "0" * 40 + "1s", "50 mb", "10 Minutes", "2d", "1024KiB"),
    *("gpu", "GPU", "yes", "on", "interactive", "strict", "differences", "feature", "--feature", "-", "byoc", "other"),
    *("gpu-support", "gpu-support:", ":gpu-support", "gpu-support:strict:strict", "payload-size:5MB:strict", "::::"),
    *("payload-size", "dlcs-supported:", "dlcs-supported:1P", "docker-containers", "batch-transform"),
    *("<script>alert(1)</script>", "' OR 1=1 --", "{{7*7}}", "{% now %}", "../../etc/passwd", "%s%n", "\r\nX: y"),
    *("-batch-transform", "a" * 3000),
)


def odd(chance: random.Random) -> bytes:
    """A query string that somebody's mistake, or malice, might send: as bytes, since not all are text."""
    sound = encoded([*selection(chance), *filters(chance)]).encode() if chance.random() < 0.6 else b""
    parts = [sound.replace(b"%3A", b":").replace(b"B", chance.choice((b"B", b"b", b".0+mB", b"%42")))]
    parts += [_odd_part(chance) for _ in range(chance.choice((0, 0, 1, 1, 2, 5, 30)))]
    parts *= 400 if chance.random() < 0.04 else 1
    chance.shuffle(parts)
    query = chance.choice((b"&", b"&", b"&", b"&&", b";")).join(parts)
    for _ in range(chance.choice((0, 0, 0, 1, 5))):  # and a few bytes struck by lightning
        at = chance.randrange(len(query) + 1)
        query = query[:at] + bytes([chance.randrange(256)]) + query[at + chance.randrange(2) :]
    return query


def _odd_part(chance: random.Random) -> bytes:
    spell = chance.choice((_quoted, _quoted, _quoted, _raw, _broken))
    name, value = (spell(chance.choice(kind).encode("utf-8", "surrogatepass")) for kind in (_NAMES, _VALUES))
    return chance.choice((name + b"=" + value, name + b"=" + value, name + b"=" + value, name, b"=" + value))


def _quoted(text: bytes) -> bytes:
    return quote_plus(text).encode()


def _raw(text: bytes) -> bytes:
    return text


def _broken(text: bytes) -> bytes:
    """Percent signs that encode nothing, or half a character."""
    return re.sub(rb"%..", lambda found: found[0][: len(text) % 3 + 1], _quoted(text)) + b"%"


def many(seed: int, count: int) -> Iterator[random.Random]:
    """A source of chance for each of ``count`` examples: the same in every run, each by itself."""
    return (random.Random(f"{seed}/{at}") for at in range(count))
