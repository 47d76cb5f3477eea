"""Processes killed at every step, the database cut, the disk full: nothing is lost, and nothing is left over."""
