"""Django's two database backends with limits: how long anybody waits, and which errors have a known cause."""
