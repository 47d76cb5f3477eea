"""Stage 3: assignments, scores, result, decree, award."""
