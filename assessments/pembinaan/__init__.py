"""Stage 4: action items and revocation."""
