"""Words of query strings: sound selections from a seed, filters, and odd strings. Knows the oracle, not the project."""

import random
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote_plus

from tests.oracle import oracle
from tests.oracle.oracle import DOCKER, OPTIONS, QUESTIONS, Word, every_answer

# --- Sound ones --------------------------------------------------------------------------------------------------

NEEDS: Final = (
    *("gpu-support", "single-model", "multi-model-endpoint", "serial-inference-pipeline", "protocols-supported"),
    *("deployment-guardrails", "deployment-guardrails:strict", "scale-to-zero", "volume-encryption", "inf1-support"),
    *("http-chunked-encoding", "http-chunked-encoding:strict", "dlcs-supported:1p", "dlcs-supported:byoc"),
    *("dlcs-supported:xgboost", "payload-size:50MB", "payload-size:1010MB", "request-timeout:2d:strict"),
)
ANSWERS: Final[tuple[Word, ...]] = tuple(word for question in QUESTIONS for word in every_answer(question.slug))
ONE: Final = frozenset(question.slug for question in QUESTIONS if question.kind != "many")
COLUMNS: Final = (*(slug for slugs in OPTIONS.values() for slug in slugs), DOCKER)
FEATURES: Final = tuple(dict.fromkeys(key for table in oracle.default().tables.values() for key in table.rows))


def random_words(chance: random.Random, share: float) -> list[Word]:
    """Answers to about this share of the questions, and a few needs: everything that decides an outcome."""
    words: list[Word] = []
    for question in QUESTIONS:
        if chance.random() < share:
            answers = every_answer(question.slug)
            size = chance.randint(1, len(answers)) if question.kind == "many" else 1
            words += chance.sample(answers, size)
    return words + [("need", need) for need in NEEDS if chance.random() < share / 5]


def selection(chance: random.Random) -> list[Word]:
    """Few words or many, in any order."""
    words = random_words(chance, chance.choice((0, 0.1, 0.1, 0.2, 0.35, 0.9)))
    return chance.sample(words, len(words))


def filters(chance: random.Random) -> list[Word]:
    """Some of the table's parameters: what decides no outcome."""
    known: list[Word] = [("q", word) for word in ("gpu", "support", "✓", "N/A", "1p", "zzz")]
    known += [("option", slug) for slug in COLUMNS]
    known += [("sort", key) for key in ("feature", "-feature", "batch-transform", "-docker-containers")]
    chosen = chance.sample([*known, ("show", "differences")], chance.choice((0, 0, 1, 2, 4)))
    return [word for at, word in enumerate(chosen) if word[0] == "option" or word[0] not in dict(chosen[:at])]


def encoded(words: list[Word]) -> str:
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in words)


def many(seed: int, count: int) -> Iterator[random.Random]:
    """A source of chance for each of ``count`` examples: the same in every run, each by itself."""
    return (random.Random(f"{seed}/{at}") for at in range(count))


# --- Odd ones ----------------------------------------------------------------------------------------------------

_QUANTITIES: Final = (
    *("50MB", "50.0 mb", "4096 KiB", "1GB", "50", "-1MB", "5 TB", "60s", "1 min", "2 days", "MB", ".5h", "1e9MB"),
)
_NEEDS: Final = (
    *FEATURES,
    *(f"{feature}:strict" for feature in FEATURES),
    *(f"payload-size:{quantity}" for quantity in _QUANTITIES),
    *(f"request-timeout:{quantity}:strict" for quantity in _QUANTITIES),
    *(
        "dlcs-supported:byoc",
        "dlcs-supported:BYOC:strict",
        "dlcs-supported:tea",
        "gpu-support:",
        "::",
        "tea",
        ":strict",
    ),
)
HASH: Final = "0123456789ab"
KNOWN: Final[dict[str, tuple[str, ...]]] = {
    **{
        question.slug: _QUANTITIES if question.kind in ("size", "duration") else question.choices
        for question in QUESTIONS
    },
    "need": _NEEDS,
    "q": ("gpu", " GPU ", "✓", "a&b=c"),
    "option": COLUMNS,
    "show": ("differences", "all"),
    "sort": ("feature", "-feature", *COLUMNS, *(f"-{slug}" for slug in COLUMNS), "tea"),
    "rev": (HASH, HASH[:7], "fffffff"),
    "need-feature": (*FEATURES, "tea"),
    "need-value": (*_QUANTITIES, "byoc"),
    "need-strict": ("on", "1", "off"),
}
"""By the names of parameters, values that mean something there, or nearly do."""
NAMES: Final = (*KNOWN, "tea", "", "Payload", "need[]", "csrfmiddlewaretoken", "q\x00", "néed", "__proto__")
BROKEN: Final = (
    *("", " ", "tea", "strict", "\x00", "\ufeff", "\u202e", "\u2028", "é", "🙂" * 50, "a" * 300),
    *("#", "?", "%", "+", "'", "a;b", "a&b", "a=b", "--feature", "-", "GPU", "::::", "0" * 12, "f" * 64),
    *("٣MB", "５MB", "+1MB", "1_0MB", "0x10MB", "NaNs", "∞", "0MB", "5.MB", "1,5MB", "50MBMB", "1024KiB"),
    *("9" * 29 + "MB", "9" * 31 + "GB", "0." + "0" * 40 + "1s", "gpu-support:strict:strict", "payload-size:5MB:strict"),
    *("<script>alert(1)</script>", "' OR 1=1 --", "{{7*7}}", "{% now %}", "../../etc/passwd", "%s%n", "\r\nX: y"),
)
"""Values that mean nothing anywhere."""
_NO_TEXT: Final = chr(0xD800)


def odd(chance: random.Random) -> bytes:
    """A query string that somebody's mistake, or malice, might send: as bytes, since not all are text."""
    sound = encoded([*selection(chance), *filters(chance)]).encode() if chance.random() < 0.6 else b""
    parts = [sound.replace(b"%3A", b":").replace(b"B", chance.choice((b"B", b"b", b".0+mB", b"%42")))]
    parts += [_odd_part(chance) for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 5, 30)))]
    parts *= 400 if chance.random() < 0.08 else 1
    chance.shuffle(parts)
    query = chance.choice((b"&", b"&", b"&", b"&&", b";")).join(parts)
    for _ in range(chance.choice((0, 0, 0, 1, 5))):  # and a few bytes struck by lightning
        at = chance.randrange(len(query) + 1)
        query = query[:at] + bytes([chance.randrange(256)]) + query[at + chance.randrange(2) :]
    return query


def _odd_part(chance: random.Random) -> bytes:
    name = chance.choice(NAMES)
    text = chance.choice(KNOWN.get(name, BROKEN) if chance.random() < 0.6 else (*BROKEN, _NO_TEXT))
    spell = chance.choice((_quoted, _quoted, _quoted, _raw, _broken))
    left, right = (spell(part.encode("utf-8", "surrogatepass")) for part in (name, text))
    return chance.choice((left + b"=" + right, left + b"=" + right, left + b"=" + right, left, b"=" + right))


def _quoted(text: bytes) -> bytes:
    return quote_plus(text).encode()


def _raw(text: bytes) -> bytes:
    return text


def _broken(text: bytes) -> bytes:
    """Percent signs that encode nothing, or half a character."""
    return re.sub(rb"%..", lambda found: found[0][: len(text) % 3 + 1], _quoted(text)) + b"%"
