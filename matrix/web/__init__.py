"""The public addresses: a view parses, computes, and lays out."""
