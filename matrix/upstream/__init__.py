"""The publisher's Markdown page ⇄ document, and what an update of it changes. Pure."""
