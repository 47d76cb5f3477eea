"""Stage 1: application, ceremony, declaration letters, the operator's invitation."""
