"""The public list of units with the predikat: what has been released, and nothing personal."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assessments.cycle.models import Cycle
from assessments.cycle.states import State
from assessments.penilaian.models import Award, Decree
from assessments.penilaian.tiles import PLACES, shade
from units.models import Province


@dataclass(frozen=True)
class Tile:
    """A province on the map."""

    province: Province
    count: int
    column: int
    row: int
    shade: int


def released_awards(cycle: Cycle) -> QuerySet[Award]:
    """Every award of the year whose decree has been released, those that were revoked later as well."""
    return (
        Award.objects.filter(participation__cycle=cycle, decree__is_live=True, decree__released_at__isnull=False)
        .exclude(participation__state=State.NOT_AWARDED)
        .select_related("participation__work_unit__province", "participation__institution", "certificate", "decree")
    )


def public_years() -> list[Cycle]:
    """The years of which something has been released, newest first."""
    released = Decree.objects.filter(is_live=True, released_at__isnull=False).values("cycle")
    return list(Cycle.objects.filter(pk__in=released).order_by("-year"))


def standing(found: QuerySet[Award], *, revoked: bool = False) -> QuerySet[Award]:
    """Those that hold, or those that were revoked."""
    return found.filter(revoked_at__isnull=not revoked)


def narrowed(found: QuerySet[Award], *, province: str = "", q: str = "") -> QuerySet[Award]:
    """Those of a province, and those in whose name or town the words stand."""
    if province:
        found = found.filter(participation__work_unit__province=province)
    for word in q.split():
        unit = "participation__work_unit__"
        found = found.filter(
            Q(**{f"{unit}name__icontains": word})
            | Q(**{f"{unit}short_name__icontains": word})
            | Q(**{f"{unit}city__icontains": word})
        )
    return found


def tiles(found: QuerySet[Award]) -> list[Tile]:
    """How many of them each province has, in the order of the provinces' codes. Two queries."""
    rows = found.order_by().values_list("participation__work_unit__province").annotate(units=Count("pk"))
    counts = dict(rows)
    most = max(counts.values(), default=0)
    provinces = Province.objects.filter(pk__in=PLACES)
    return [
        Tile(province, counts.get(province.pk, 0), *PLACES[province.pk], shade(counts.get(province.pk, 0), most))
        for province in provinces
    ]
