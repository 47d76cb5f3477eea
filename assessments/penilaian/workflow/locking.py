"""The lock under which work is given out. Taken before that of a unit."""

from assessments.cycle.models import Cycle


def lock_cycle(cycle: Cycle) -> Cycle:
    """The cycle under its lock, so that the team and its work are changed one after the other."""
    return Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
