"""The subject as readers see it: the rows as a value, kept per process by the stamp of what no revision holds."""

from typing import Final

from django.db import Error

from matrix import models
from matrix.domain import subject
from matrix.domain.subject import Subject
from matrix.store import stamp

_NONE: Final = -1
_kept: tuple[int, Subject] = (_NONE, Subject())


def at(number: int) -> Subject:
    """The subject under such a stamp, which has just been read: no query where this process has it."""
    global _kept
    kept = _kept  # threads share it
    if kept[0] != number:
        read = read_rows()
        kept = _kept = number, kept[1] if kept[1] == read else read  # under another number it may be the same
    return kept[1]


def newest() -> Subject:
    """The subject as it is now."""
    return at(stamp.beside())


def last() -> Subject:
    """The subject that this process has seen last, without asking the database."""
    return _kept[1]


def known() -> Subject:
    """The same for a page that must come whatever happens; asks where this process has seen none."""
    try:
        return newest() if _kept[0] == _NONE else last()
    except Error:
        return last()


def read_rows() -> Subject:
    """The rows as a value, in a fixed number of queries; what no row says is neutral."""
    row = models.Subject.objects.first() or models.Subject()
    return Subject(
        name=row.name,
        short=row.short,
        product=row.product,
        ways=row.ways,
        decision=row.decision,
        left_out=tuple(row.left_out.split()),
        need=row.need,
        address=row.address,
        date=row.date.isoformat() if row.date else "",
        publisher=subject.Publisher(row.publisher_name, row.publisher_short, row.since, row.licence, row.licence_url),
        tables=tuple(
            subject.SubjectTable(t.slug, t.title, t.noun, t.short, t.details, tuple(t.no_options.split()))
            for t in models.SubjectTable.objects.all()
        ),
        abbreviations=tuple(subject.Abbreviation(a.term, a.meaning, a.also) for a in models.Abbreviation.objects.all()),
        examples=tuple(subject.Example(e.title, e.workload, e.query) for e in models.Example.objects.all()),
        errors=tuple(subject.ErrorText(e.slug, e.text, e.query, e.feature) for e in models.ErrorText.objects.all()),
    )
