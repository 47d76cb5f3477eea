"""Stored files: receipt, checks, processing, private serving, view log, sweep."""
