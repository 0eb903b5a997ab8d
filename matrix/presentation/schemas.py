"""What the programs' addresses answer, as JSON Schema (2020-12): the contract's shapes, for `/openapi.json`.

Pure. Names may be added later, none taken away; a test holds every answer to these.
"""

from collections.abc import Mapping
from typing import Any, Final, get_args

from matrix.decision.fit import OUTCOMES
from matrix.domain.document import Verdict
from matrix.domain.notation import CellKind

Schema = Mapping[str, Any]

TEXT: Final[Schema] = {"type": "string"}
FLAG: Final[Schema] = {"type": "boolean"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 1}
DATE: Final[Schema] = {"type": "string", "format": "date"}
HASH: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
STATE: Final[Schema] = {"type": "string", "pattern": "^/", "description": "The page's address of a state."}
OUTCOME: Final[Schema] = {"enum": list(OUTCOMES)}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Schema) -> Schema:
    """An object that has all of these; names that Python keeps for itself end in ``_``."""
    named = {name.rstrip("_"): schema for name, schema in properties.items()}
    return {"type": "object", "properties": named, "required": list(named)}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_FOOTNOTE: Final = _object(number=COUNT, text=TEXT)
_VERDICT: Final[Schema] = {"enum": list(get_args(Verdict))}
_KIND: Final[Schema] = {"enum": list(get_args(CellKind))}

SCHEMAS: Final[Mapping[str, Schema]] = {
    "Errors": {
        **_object(errors=_list(_object(param=TEXT, value=TEXT, message=TEXT))),
        "description": "What of an address can't be read: each parameter and value, and why.",
    },
    "Revision": _object(
        hash=HASH, number=_or_null(COUNT), published=_or_null({"type": "string", "format": "date-time"}), edition=DATE
    ),
    "Annotation": {
        **_object(text=TEXT, cell=_or_null(TEXT), source=TEXT, url={"type": "string", "format": "uri"}, seen=TEXT),
        "description": "What another source says of a cell; `cell` is its value in the cell's notation.",
    },
    "Reason": {
        **_object(
            because=TEXT,
            feature=_or_null(TEXT),
            label=TEXT,
            cell=_or_null(TEXT),
            verdict=_VERDICT,
            note=TEXT,
            footnotes=_list(_FOOTNOTE),
            source=_or_null(TEXT),
            own=FLAG,
            annotations=_list(ref("Annotation")),
        ),
        "description": "One requirement held against one cell; `because` is a word of the query, `name=value`.",
    },
    "Relaxation": {
        **_object(drop=_list(TEXT), options=_list(TEXT), url=STATE),
        "description": "A smallest set of words of the query without which these options fit.",
    },
    "Option": _object(
        slug=TEXT,
        name=TEXT,
        outcome=OUTCOME,
        contested=FLAG,
        outcome_annotated=OUTCOME,
        reasons=_list(ref("Reason")),
    ),
    "OutcomeChange": _object(table=TEXT, option=TEXT, from_=_or_null(OUTCOME), to=_or_null(OUTCOME)),
    "Caution": _object(because=TEXT, feature=_or_null(TEXT), label=TEXT, cell=_or_null(TEXT), note=TEXT),
    "Fit": _object(
        revision=ref("Revision"),
        url=STATE,
        tables=_list(
            _object(
                slug=TEXT,
                options=_list(ref("Option")),
                relaxations=_list(ref("Relaxation")),
                cautions=_list(ref("Caution")),
            )
        ),
        overall=_object(
            options=_list(_object(slug=TEXT, outcome=OUTCOME)),
            relaxations=_list(ref("Relaxation")),
            headline=TEXT,
        ),
        next_question=_or_null(TEXT),
        editions=_list(
            _object(edition=DATE, seen=TEXT, same=FLAG, changes=_list(ref("OutcomeChange")), url=STATE),
        ),
    ),
    "Cell": _object(
        text=TEXT,
        kind=_KIND,
        footnotes=_list(COUNT),
        limit=_or_null(_object(op={"enum": ["<", "≤"]}, value={"type": "number"}, unit=TEXT)),
        items=_list(TEXT),
        links=_list(_object(text=TEXT, url=TEXT)),
        source=_or_null(TEXT),
        own=FLAG,
    ),
    "Matrix": _object(
        revision=ref("Revision"),
        tables=_list(
            _object(
                slug=TEXT,
                title=TEXT,
                options=_list(_object(slug=TEXT, name=TEXT, url=_or_null(TEXT), candidate=FLAG)),
                features=_list(
                    _object(
                        key=TEXT,
                        name=TEXT,
                        url=_or_null(TEXT),
                        cells={"type": "object", "additionalProperties": ref("Cell")},
                    )
                ),
            )
        ),
        footnotes=_list(_FOOTNOTE),
        attribution=TEXT,
    ),
    "Change": _object(
        kind=TEXT,
        table=_or_null(TEXT),
        feature=_or_null(TEXT),
        option=_or_null(TEXT),
        from_=_or_null(TEXT),
        to=_or_null(TEXT),
    ),
    "Range": _object(from_=_or_null(TEXT), from_inclusive=FLAG, to=_or_null(TEXT), to_inclusive=FLAG),
    "Flip": _object(because=TEXT, table=TEXT, option=TEXT, from_=OUTCOME, to=OUTCOME, range=_or_null(ref("Range"))),
    "Editions": {
        "type": "object",
        "properties": {
            "editions": _list(_object(edition=DATE, seen=TEXT)),
            "changes": _list(ref("Change")),
            "flips": _list(ref("Flip")),
            "flips_unfinished": TEXT,
        },
        "required": ["editions", "changes", "flips"],
    },
    "Description": {"type": "object", "required": ["openapi", "info", "paths"]},
}
