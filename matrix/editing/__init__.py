"""One table as an editor's sheet: typed, merged, reviewed, previewed. Pure."""
