"""A grid as it was sent, what its page is made of then, and the save: one revision, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from matrix import models
from matrix.domain.document import Document
from matrix.domain.text import natural, squeeze
from matrix.editing import review as editing
from matrix.editing.preview import Preview
from matrix.editing.review import Review
from matrix.editing.sheet import Sheet, posted, sheet_of
from matrix.store import recording, revisions
from matrix.store.revisions import Published, UnknownRevision


@dataclass(frozen=True)
class SentGrid:
    """A posted grid: the revision that it was opened on, what was typed, and what was decided on conflicts."""

    base: Published
    base_number: int
    sheet: Sheet
    open_fields: tuple[str, ...]
    choices: Mapping[str, str]
    message: str

    @classmethod
    def read(cls, request: HttpRequest, slug: str, present: Published) -> "SentGrid":
        data = request.POST
        try:
            base = present if data.get("base") == present.hash else revisions.find(data.get("base", ""))
            sheet = posted(data, sheet_of(base.document, slug))
        except (UnknownRevision, KeyError):
            raise Http404("The revision that this form was opened on isn't there.") from None
        choices = {
            name.removeprefix("choose:"): str(value) for name, value in data.items() if name.startswith("choose:")
        }
        message = squeeze(data.get("message", "").replace("\x00", ""))
        number = natural(data.get("base-number", "")) or base.number
        return cls(base, number, sheet, tuple(data.getlist("open")), choices, message)

    def review(self, present: Document, slug: str) -> Review:
        return editing.review(present, slug, self.base.document, self.sheet, self.open_fields, self.choices)


@dataclass(frozen=True)
class Shown:
    """What a grid's page is made of, whoever asked for it."""

    present: Published
    review: Review
    base_number: int = 0
    message: str = ""
    focus: str = ""
    problems: tuple[str, ...] = ()
    preview: Preview | None = None
    saving: bool = False


def save(
    sent: SentGrid, slug: str, author: str, log: Callable[[models.Revision], object]
) -> tuple[Shown, models.Revision | None]:
    """Write what was sent, as one revision, and log it; or tell what stands against it, and write nothing."""
    problems: tuple[str, ...] = ()
    if len(sent.message) > recording.MAX_MESSAGE:
        problems = (f"The message has {len(sent.message)} characters; {recording.MAX_MESSAGE} are allowed.",)
    with recording.change(author, sent.message) as made:
        made.unchanged, made.then = True, log
        present = revisions.current()
        review = sent.review(present.document, slug)
        if not review.refused and not problems and review.document:
            try:  # a save must neither publish nor undo what nobody has seen
                rows = recording.refuse_draft()
            except recording.Draft as error:
                problems = (f"{str(error)[0].upper()}{str(error)[1:]}.",)
            else:
                made.unchanged = review.document.hash == present.hash
                if not made.unchanged:
                    recording.apply(review.document, rows=rows)
    return Shown(present, review, sent.base_number, sent.message, problems=problems, saving=True), made.revision
