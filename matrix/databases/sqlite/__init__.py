"""Django's SQLite backend, with limits; ENGINE names this package."""
