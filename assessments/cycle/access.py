"""Fetching is authorising: what a person may not see does not exist."""

from django.shortcuts import get_object_or_404

from assessments.cycle.models import Participation
from units.models import User


def participation_or_404(user: User, pk: int) -> Participation:
    """The participation with its place, when ``user`` may see it; otherwise the same 404 as for an unknown one."""
    return get_object_or_404(Participation.objects.visible_to(user).with_place(), pk=pk)
