"""What `make run` starts: granian's processes, and the guard before Django."""
