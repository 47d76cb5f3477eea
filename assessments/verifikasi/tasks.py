"""What the clock does for this room. Each effect is a row with a condition: it may run twice, late or side by side."""

from assessments.verifikasi import workflow


def carry_on() -> int:
    """Judge uploads that a killed process left, then complete the handings-in that waited for them. Returns how many."""
    return workflow.complete_forgotten() + workflow.settle_requests()
