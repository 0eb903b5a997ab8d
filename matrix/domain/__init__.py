"""The matrix as a value: cells, tables, footnotes, questions, and what changed between two of them. Knows nobody."""
