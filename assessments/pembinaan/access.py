"""Fetching is authorising: what a person may not see does not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.cycle.access import participation_or_404
from assessments.cycle.models import Participation
from assessments.files.models import StoredFile
from assessments.pembinaan import queries
from assessments.pembinaan.models import ActionItem, Revocation
from units.access import require_role
from units.models import Role, User


def coached_or_404(user: User, pk: int) -> Participation:
    """A unit whose result, or failure, is known, for those who may see the unit."""
    participation = participation_or_404(user, pk)
    if not queries.is_coached(participation):
        raise Http404
    return participation


def guided_or_404(user: User, pk: int) -> Participation:
    """A unit that the person is to coach."""
    return get_object_or_404(queries.coached_by(user).select_related(
        "cycle__instrument", "work_unit__province", "institution", "coordinator"
    ), pk=pk)  # fmt: skip


def item_or_404(user: User, pk: int) -> ActionItem:
    """An action item of a unit that the person may see."""
    return get_object_or_404(ActionItem.objects.visible_to(user).with_place(), pk=pk)


def guided_item_or_404(user: User, pk: int) -> ActionItem:
    """An action item of a unit that the person is to coach."""
    found = item_or_404(user, pk)
    if not queries.coached_by(user).filter(pk=found.participation_id).exists():
        raise Http404
    return found


def own_item_or_404(user: User, pk: int) -> ActionItem:
    """An action item of the person's own unit."""
    found = item_or_404(user, pk)
    if found.participation.work_unit_id not in user.units_as(Role.OPERATOR):
        raise Http404
    return found


def file_or_404(item: ActionItem, pk: int) -> StoredFile:
    """A file with which the item was answered."""
    found = StoredFile.objects.filter(action_evidence__reply__item=item).select_related("participation").distinct()
    return get_object_or_404(found, pk=pk)


def awarded_or_404(user: User, pk: int) -> Participation:
    """A unit that has or had the predikat, for the admin."""
    require_role(user, Role.ADMIN)
    participation = participation_or_404(user, pk)
    if not hasattr(participation, "award"):
        raise Http404
    return participation


def revocation_or_404(user: User, pk: int) -> Revocation:
    """A proposed revocation, for those who propose and decide."""
    require_role(user, Role.ADMIN, Role.LEADERSHIP)
    return get_object_or_404(
        Revocation.objects.select_related(
            "award__participation__cycle", "award__participation__work_unit", "award__participation__coordinator",
            "award__certificate", "approval__proposed_by", "approval__decided_by", "approval__participation__cycle",
        ),
        pk=pk,
    )  # fmt: skip
