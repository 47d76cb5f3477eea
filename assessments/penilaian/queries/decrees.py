"""Units to decree on, decrees, their certificates."""

from typing import Any

from django.db import models
from django.db.models import Count, FilteredRelation, Q

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.penilaian.models import Award, Decree, DecreeItem


def settled_units(cycle: Cycle) -> models.QuerySet[Any]:
    """Units with a settled result (``unit.settled``) that no running or approved decree names yet, best first."""
    return (
        Participation.objects.filter(cycle=cycle)
        .in_state(State.SETTLED)
        .exclude(decree_items__is_live=True)
        .with_place()
        .annotate(settled=FilteredRelation("results", condition=Q(results__replaced_by=None)))
        .select_related("settled")  # type: ignore[misc]
        .order_by("-settled__total", "work_unit__name", "pk")
    )


def decrees() -> models.QuerySet[Decree]:
    """All decrees with how many units they name and award."""
    return Decree.objects.select_related("cycle", "approval__proposed_by").annotate(
        size=Count("items"), awarded=Count("items", filter=Q(items__awarded=True))
    )


def items_of_decree(decree: Decree) -> models.QuerySet[DecreeItem]:
    """The units of a decree with their result and, where there is one, their award and its certificate."""
    return decree.items.select_related(
        "participation__work_unit__province", "participation__institution", "result",
        "participation__award__certificate",
    ).order_by("-total", "participation__work_unit__name")  # fmt: skip


def certificate_progress(decree: Decree) -> dict[str, int]:
    """Awards of a decree that stand, how many have a certificate, and how many of those are rendered."""
    found: dict[str, int] = Award.objects.filter(decree=decree).aggregate(
        all=Count("pk", filter=Q(revoked_at=None) | Q(certificate__isnull=False)),
        issued=Count("certificate"),
        rendered=Count("certificate", filter=~Q(certificate__sha256="")),
    )
    return found
