"""What the clock does for this room. Each effect is a row with a condition: it may run twice, late or side by side."""

from assessments.verifikasi import workflow


def carry_on() -> int:
    """Judge uploads that a killed process left, then complete the handings-in that waited for them. Returns how many."""
    return workflow.complete_forgotten() + workflow.settle_requests()


def mend() -> int:
    """Open indicators of which a file broke after the sheet was handed in; close them after their days."""
    return workflow.close_mendings() + workflow.open_mendings()


def lapse() -> int:
    """Give sheets back to the verifiers whose days of repair are over."""
    return workflow.lapse_repairs()


def open_packs() -> int:
    """Take in offline packs that a killed process left, and have those opened that wait too long."""
    return workflow.settle_overdue() + workflow.enqueue_unopened()


def look_around() -> int:
    """Compare photos that no worker compared yet."""
    return workflow.enqueue_uncompared()
