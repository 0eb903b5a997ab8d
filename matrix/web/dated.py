"""Of a matrix as it is shown: whose text it is, how old its facts are, and who says otherwise."""

from matrix.presentation import dating, second_table, wording
from matrix.presentation.dating import Dating
from matrix.store import editions
from matrix.store.editions import Edition
from matrix.store.revisions import Published
from matrix.web.by_edition import without_own
from matrix.web.state import State


def as_documented(published: Published) -> str:
    """Whose text a matrix is, of which day, and how much of it is own."""
    text_of = published.text_of if isinstance(published, Edition) else ""
    source, publisher = published.document.source, published.subject.publisher
    dates = [dated.date for dated in editions.at(published.beside)]
    changed_since = not dates or max(dates) > source.date
    own = editions.own_of_revision(published).count
    return wording.as_documented(source, publisher, text_of, own, changed_since=changed_since)


def dating_of(state: State) -> Dating:
    """How old the facts of a result are, what other editions do to it, and who says otherwise."""
    by_edition = [(it.edition, it.url if it.changes else "", it.changes) for it in state.across]
    own = without_own(state.published, state.newest, state.selection)
    aside = bool(second_table.set_aside(state.fit, state.published.subject))
    return dating.dating(
        state.published.document,
        state.published.subject.publisher.short,
        state.selection,
        state.fit,
        state.second,
        by_edition,
        own,
        overall=state.overall,
        newest=state.newest.document.source.date,
        aside=aside,
        like=state.like,
    )
