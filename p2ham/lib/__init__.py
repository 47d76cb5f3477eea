"""Plumbing without the programme's words; imports nothing from the other rooms."""
