"""The loads of the verifiers and the units to be shared out, as the database has them, for a plan."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from assessments.cycle.models import Approval, Cycle, Participation
from assessments.cycle.states import State
from assessments.verifikasi.models import CheckAssignment, CheckHold, VerifierPause
from assessments.verifikasi.queries.assigning import EVENLY, Plan, Unit, Verifier, plan
from units.models import Kind, Posting, Role, User

WAITING = (State.SUBMITTED,)
FILLED = (State.DECLARED, State.SUBMITTED, State.RETURNED)
ALL = (*FILLED, State.IN_CHECK)


@dataclass(frozen=True)
class Wish:
    """What the admin wants to share out, and among whom."""

    quotas: dict[int, int]
    regions: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    everything: bool = False
    away: bool = False
    way: str = EVENLY


def verifiers() -> QuerySet[User]:
    """Everybody who verifies today, with ``load`` (units that are theirs and undecided) and ``is_paused``."""
    live = Q(check_assignments__ended_at=None, check_assignments__participation__state__in=ALL)
    pauses = VerifierPause.objects.current().filter(verifier=OuterRef("pk"))
    return (
        User.objects.filter(pk__in=Posting.objects.current().filter(role=Role.VERIFIER).values("user"))
        .annotate(load=Count("check_assignments", filter=live), is_paused=Exists(pauses))
        .order_by("name", "pk")
    )


def available() -> QuerySet[User]:
    """The verifiers who take new units, as above."""
    return verifiers().exclude(pk__in=VerifierPause.objects.current().values("verifier"))


def units_to_share(cycle: Cycle, wish: Wish) -> list[Unit]:
    """The undecided units of the cycle that are nobody's (with ``away``: or of somebody who is away), oldest first."""
    owned = CheckAssignment.objects.filter(participation=OuterRef("pk"), ended_at=None)
    held = CheckHold.objects.filter(participation=OuterRef("pk"))
    free = ~Exists(owned) & ~Exists(held) & Q(state__in=FILLED if wish.everything else WAITING)
    if wish.away:
        posted = Posting.objects.current().filter(role=Role.VERIFIER).values("user")
        paused = VerifierPause.objects.current().values("verifier")
        left = owned.filter(Q(verifier__in=paused) | ~Q(verifier__in=posted))
        proposed = Approval.objects.filter(participation=OuterRef("pk"), decision=Approval.Decision.PENDING)
        free |= Exists(left) & ~Exists(proposed) & Q(state__in=ALL)
    found = Participation.objects.filter(free, cycle=cycle)
    if wish.regions:
        found = found.filter(coordinator__in=wish.regions)
    if wish.kinds:
        found = found.filter(work_unit__kind__in=wish.kinds)
    rows = found.order_by("state_since", "pk").values_list(
        "pk", "work_unit", "work_unit__short_name", "work_unit__kind", "coordinator", "coordinator__short_name"
    )
    labels = dict(Kind.choices)
    return [
        Unit(
            pk,
            name,
            region or "Tanpa koordinator",
            str(labels.get(kind, kind)),
            frozenset({unit} if office is None else {unit, office}),
        )
        for pk, unit, name, kind, office, region in rows
    ]


def planned(cycle: Cycle, wish: Wish) -> Plan:
    """What would come of it now. Four queries, whatever the number of units."""
    chosen = [row for row in verifiers() if row.pk in wish.quotas and not row.is_paused]  # type: ignore[attr-defined]
    posted = Posting.objects.overlapping(cycle.first_day, cycle.last_day).filter(user__in=chosen)
    barred: dict[int, set[int]] = {}
    for user, place in posted.exclude(work_unit=None).values_list("user", "work_unit"):
        barred.setdefault(user, set()).add(place)
    people = [
        Verifier(row.pk, row.name, row.load, wish.quotas[row.pk], frozenset(barred.get(row.pk, ())))  # type: ignore[attr-defined]
        for row in chosen
    ]
    return plan(units_to_share(cycle, wish), people, way=wish.way)
