"""Rows ⇄ document: reading them whole in a fixed number of queries, writing only what differs.

`matrix.store.recording` decides when; nothing else may write.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final, TypeVar

from matrix import models
from matrix.domain import document as doc
from matrix.domain.document import Document
from matrix.domain.validation import checked

_PASSAGE: Final = "place", "table_id", "notation"
_RULING: Final = "feature", "text", "note", "excludes_feature", "excludes_item"
Head = TypeVar("Head", doc.Column, doc.Feature)

# --- Rows → document ---------------------------------------------------------------------------------------


def read_rows(*known: Document) -> Document | None:
    """The rows as a document, in a fixed number of queries; None where there is no source or table yet. Where they say
    what a known one does, that itself, of which much is known already.

    Raises DocumentError, naming table, row and column, where they make no matrix.
    """
    source = models.Source.objects.first()
    if source is None or not models.Table.objects.exists():
        return None
    passages: dict[tuple[str, int | None], list[str]] = {}
    for where, table, notation in models.Passage.objects.order_by("position").values_list(*_PASSAGE):
        passages.setdefault((where, table), []).append(notation)
    place = models.Passage.Place

    def prose(where: str, table: int | None = None) -> tuple[str, ...]:
        return tuple(passages.get((where, table), ()))

    title = prose(place.TITLE)
    document = doc.Document(
        source=doc.Source(source.address, source.date.isoformat()),
        title=title[0] if title else "",
        intro=prose(place.INTRO),
        bullets=prose(place.BULLET),
        tables=_read_tables({table: prose(place.LEAD, table) for _, table in passages if table}),
        footnotes=tuple(doc.Footnote(*row) for row in models.Footnote.objects.values_list("number", "notation")),
        closing=prose(place.CLOSING),
        questions=_read_questions(),
        rulings=tuple(doc.Ruling(*row) for row in models.Ruling.objects.values_list(*_RULING)),
        annotations=tuple(annotation.value for annotation in models.Annotation.objects.all()),
    )
    return checked(next((other for other in known if other == document), document))


def _read_tables(leads: dict[int, tuple[str, ...]]) -> tuple[doc.Table, ...]:
    columns = _by_table(models.Option, doc.Column, "slug", "name", "url", "candidate")
    features = _by_table(models.Feature, doc.Feature, "key", "name", "url", "part_of")
    cells = {(f, o): text for f, o, text in models.Cell.objects.values_list("feature_id", "option_id", "notation")}
    return tuple(
        doc.Table(
            slug=slug,
            title=title,
            lead=leads.get(table, ()),
            columns=tuple(columns.get(table, {}).values()),
            features=tuple(features.get(table, {}).values()),
            notations=tuple(
                tuple(cells.get((feature, option), "") for option in columns.get(table, {}))
                for feature in features.get(table, {})
            ),
        )
        for table, slug, title in models.Table.objects.values_list("pk", "slug", "title")
    )


def _by_table(model: Any, made: Callable[..., Head], *fields: str) -> dict[int, dict[int, Head]]:
    """Columns or rows by their table, and there by their row's pk."""
    found: dict[int, dict[int, Head]] = {}
    for table, pk, *row in model.objects.values_list("table_id", "pk", *fields):
        found.setdefault(table, {})[pk] = made(*row)
    return found


_CRITERION: Final = (
    *("basis", "table", "feature", "item", "strict", "alternative", "decides", "option", "verdict", "note"),
)


def _read_questions() -> tuple[doc.Question, ...]:
    criteria: dict[tuple[int, int | None], list[doc.Criterion]] = {}
    for row in models.Criterion.objects.order_by("position", "pk").values("question_id", "choice_id", *_CRITERION):
        owner = row.pop("question_id"), row.pop("choice_id")
        criteria.setdefault(owner, []).append(doc.Criterion(**row))
    choices: dict[int, list[doc.Choice]] = {}
    for question, pk, slug, label in models.Choice.objects.values_list("question_id", "pk", "slug", "label"):
        own = tuple(criteria.get((question, pk), ()))
        choices.setdefault(question, []).append(doc.Choice(slug, label, own))
    return tuple(
        doc.Question(
            slug=q.slug,
            kind=q.kind,
            text=q.text,
            help=q.help,
            short=q.short,
            choices=tuple(choices.get(q.pk, ())),
            criteria=tuple(criteria.get((q.pk, None), ())),
            optional=q.optional,
        )
        for q in models.Question.objects.all()
    )


# --- Document → rows ---------------------------------------------------------------------------------------


def write_rows(document: Document, rows: Document | None = None) -> None:
    """Make the rows say what ``document`` says, touching no other; ``rows`` is what they say, where that is known.
    `matrix.store.recording.apply` is the way in."""
    writers: dict[Callable[[Document], object], Callable[[Document], None]] = {
        attrgetter("tables"): _apply_tables,
        _prose: _apply_passages,
        attrgetter("footnotes"): _apply_footnotes,
        attrgetter("questions"): _apply_questions,
        attrgetter("rulings"): _apply_rulings,
        attrgetter("annotations"): _apply_annotations,
    }
    for part, write in writers.items():
        if rows is None or part(rows) != part(document):
            write(document)


def _prose(document: Document) -> tuple[Any, ...]:
    leads = {table.slug: table.lead for table in document.tables}
    return document.title, document.intro, document.bullets, document.closing, leads


def _apply_footnotes(document: Document) -> None:
    _sync(models.Footnote, ("number",), {(f.number,): {"notation": f.notation} for f in document.footnotes})


def _apply_rulings(document: Document) -> None:
    _sync(
        models.Ruling,
        ("feature", "text"),
        {
            (r.feature, r.text): {
                "note": r.note,
                "excludes_feature": r.excludes_feature,
                "excludes_item": r.excludes_item,
            }
            for r in document.rulings
        },
    )


def _apply_annotations(document: Document) -> None:
    _sync(
        models.Annotation,
        ("table", "feature", "option", "source", "url", "seen"),
        {
            (a.table, a.feature, a.column, a.source, a.url, a.seen): {
                "text": a.text,
                "valued": a.cell is not None,
                "cell": a.cell or "",
            }
            for a in document.annotations
        },
    )


def _sync(model: Any, keys: tuple[str, ...], wanted: dict[tuple[Any, ...], dict[str, Any]]) -> dict[Any, int]:
    """Rows as ``wanted`` by key; what is equal stays untouched, what is not wanted goes. Gives key → pk."""
    names = tuple(next(iter(wanted.values()), ()))
    present: dict[tuple[Any, ...], int] = {}
    changed: list[tuple[int, dict[str, Any]]] = []
    for pk, *row in model.objects.values_list("pk", *keys, *names):
        key, values = tuple(row[: len(keys)]), wanted.get(tuple(row[: len(keys)]))
        present[key] = pk
        if values is not None and tuple(row[len(keys) :]) != tuple(values.values()):
            changed.append((pk, values))
    if gone := [pk for key, pk in present.items() if key not in wanted]:
        model.objects.filter(pk__in=gone).delete()
    for pk, values in changed:
        row = model.objects.get(pk=pk)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    new = {key: values for key, values in wanted.items() if key not in present}
    # A page may bring 60,000 cells: one by one they would hold up other writers for a minute.
    made = model.objects.bulk_create(
        (model(**dict(zip(keys, key, strict=True)), **values) for key, values in new.items()), batch_size=200
    )
    present |= {key: row.pk for key, row in zip(new, made, strict=True)}
    return {key: present[key] for key in wanted}


def _apply_tables(document: Document) -> None:
    tables = _sync(
        models.Table,
        ("slug",),
        {(t.slug,): {"title": t.title, "position": at} for at, t in enumerate(document.tables)},
    )
    options = _sync(
        models.Option,
        ("slug",),
        {
            (column.slug,): {
                "table_id": tables[(table.slug,)],
                "name": column.name,
                "url": column.url,
                "candidate": column.candidate,
                "position": at,
            }
            for table in document.tables
            for at, column in enumerate(table.columns)
        },
    )
    features = _sync(
        models.Feature,
        ("table_id", "key"),
        {
            (tables[(table.slug,)], feature.key): {
                "name": feature.name,
                "url": feature.url,
                "part_of": feature.part_of,
                "position": at,
            }
            for table in document.tables
            for at, feature in enumerate(table.features)
        },
    )
    _apply_cells(document, tables, options, features)


def _apply_cells(document: Document, tables: dict[Any, int], options: dict[Any, int], features: dict[Any, int]) -> None:
    cells: dict[tuple[Any, ...], dict[str, Any]] = {}
    for table in document.tables:
        for feature, row in zip(table.features, table.notations, strict=True):
            for column, text in zip(table.columns, row, strict=True):
                key = (features[(tables[(table.slug,)], feature.key)], options[(column.slug,)])
                cells[key] = {"notation": text}
    _sync(models.Cell, ("feature_id", "option_id"), cells)


def _apply_passages(document: Document) -> None:
    place = models.Passage.Place
    tables = dict(models.Table.objects.values_list("slug", "pk"))
    passages: dict[tuple[Any, ...], dict[str, Any]] = {(place.TITLE, None, 0): {"notation": document.title}}
    parts = [(place.INTRO, document.intro), (place.BULLET, document.bullets), (place.CLOSING, document.closing)]
    for where, texts in parts:
        passages |= {(where, None, at): {"notation": text} for at, text in enumerate(texts)}
    for table in document.tables:
        passages |= {(place.LEAD, tables[table.slug], at): {"notation": text} for at, text in enumerate(table.lead)}
    _sync(models.Passage, ("place", "table_id", "position"), passages)


def _apply_questions(document: Document) -> None:
    questions = _sync(
        models.Question,
        ("slug",),
        {
            (q.slug,): {
                "kind": q.kind,
                "text": q.text,
                "help": q.help,
                "short": q.short,
                "optional": q.optional,
                "position": at,
            }
            for at, q in enumerate(document.questions)
        },
    )
    choices = _sync(
        models.Choice,
        ("question_id", "slug"),
        {
            (questions[(question.slug,)], choice.slug): {"label": choice.label, "position": at}
            for question in document.questions
            for at, choice in enumerate(question.choices)
        },
    )
    criteria: dict[tuple[Any, ...], dict[str, Any]] = {}
    for question in document.questions:
        pk = questions[(question.slug,)]
        owners: list[tuple[int | None, tuple[doc.Criterion, ...]]] = [(None, question.criteria)]
        owners += [(choices[(pk, choice.slug)], choice.criteria) for choice in question.choices]
        for owner, own in owners:
            for at, criterion in enumerate(own):
                criteria[pk, owner, at] = {name: getattr(criterion, name) for name in _CRITERION}
    _sync(models.Criterion, ("question_id", "choice_id", "position"), criteria)
