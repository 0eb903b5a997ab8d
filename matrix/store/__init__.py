"""The one way in: rows ⇄ document, changes as transactions, revisions found and recorded."""
