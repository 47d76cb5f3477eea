"""Numbered, rendered, immutable papers and their public verification."""
