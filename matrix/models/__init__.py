"""The matrix and questionnaire as rows, and the subject beside them: shapes and constraints, no logic.

Rows are what editors change; readers see revisions. Every `save()` and `delete()` here goes through
`matrix.store.recording.change`, so that a change through the models is a revision (contract, "Revisions"). Criteria and
rulings name features and options by key, not by foreign key: a row that an upstream update takes away must leave
the rule that used it standing, as *not stated*, until an editor rules on it. The subject's rows are in no revision; a
write to one advances the stamp alone.
"""

from matrix.models.annotations import Annotation
from matrix.models.base import Recorded, SlugField, Stamped
from matrix.models.questionnaire import Choice, Criterion, Question, Ruling, validate_question_slug
from matrix.models.revisions import Base, Edition, Revision, Source, Touch, Upstream
from matrix.models.subject import Abbreviation, ErrorText, Example, Stamp, Subject, SubjectTable
from matrix.models.tables import Cell, Feature, Footnote, Option, Passage, Table, validate_cell

__all__ = [
    "Abbreviation",
    "Annotation",
    "Base",
    "Cell",
    "Choice",
    "Criterion",
    "Edition",
    "ErrorText",
    "Example",
    "Feature",
    "Footnote",
    "Option",
    "Passage",
    "Question",
    "Recorded",
    "Revision",
    "Ruling",
    "SlugField",
    "Source",
    "Stamp",
    "Stamped",
    "Subject",
    "SubjectTable",
    "Table",
    "Touch",
    "Upstream",
    "validate_cell",
    "validate_question_slug",
]
