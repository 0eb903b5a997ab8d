"""Django's PostgreSQL backend, with limits; ENGINE names this package."""
