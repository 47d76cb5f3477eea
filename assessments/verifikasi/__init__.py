"""Stage 2: answers, evidence, verdicts, remarks, papers of the result."""
