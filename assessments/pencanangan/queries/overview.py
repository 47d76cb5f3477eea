"""Overviews of stage 1: the units of a region and what each lacks, in SQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from assessments.cycle.models import NATIONAL_ROLES, Cycle, Participation, ParticipationQuerySet
from assessments.cycle.states import State
from p2ham.lib import dates
from units.models import REGION_ROLES, Official, User, WorkUnit

BEFORE = (State.REGISTERED, State.APPLIED, State.ACCEPTED)

# The steps of stage 1 as an overview counts them; whoever has declared stays declared in the later stages.
STEPS: dict[str, tuple[str, str, Q]] = {
    "belum": ("Belum diajukan", "neutral", Q(state=State.REGISTERED)),
    "diajukan": ("Permohonan diperiksa", "waiting", Q(state=State.APPLIED)),
    "diterima": ("Menunggu pencanangan", "attention", Q(state=State.ACCEPTED)),
    "dicanangkan": ("Sudah dicanangkan", "success", ~Q(state__in=BEFORE)),
}

# What a unit may lack, in words and in the order in which the work is done.
LACKS: dict[str, str] = {
    "terlewat": "Jadwal berakhir tanpa acara",
    "tidak_dicalonkan": "Tidak dicalonkan",
    "kepala": "Kepala unit belum dicatat",
    "nip": "NIP kepala belum dicatat",
    "surat": "Surat pernyataan belum dicetak",
    "pindaian": "Pindaian surat belum diunggah",
    "catatan": "Acara sudah lewat, pencanangan belum dicatat",
    "operator": "Operator belum dicatat",
    "undangan": "Operator belum diundang",
    "akun": "Operator diundang, belum membuat akun",
    "kedaluwarsa": "Undangan operator tidak berlaku lagi",
}


@dataclass(frozen=True)
class Figure:
    """A number above the list that is also a filter."""

    key: str
    label: str
    count: int


def _conditions() -> dict[str, Q]:
    """When a unit lacks something, over the joins of ``units``; the same keys as ``LACKS``."""
    now = timezone.now()
    accepted = Q(state=State.ACCEPTED)
    linked = Q(live__isnull=False)
    unnamed = Q(live__operator_name="") | Q(live__operator_email="") | Q(live__operator_phone="")
    invited = Q(live__invitation__isnull=False, live__invitation__accepted_at=None)
    void = Q(live__invitation__withdrawn_at__isnull=False) | Q(live__invitation__expires_at__lte=now)
    declared = ~Q(state__in=BEFORE)
    return {
        "terlewat": Q(state=State.REGISTERED, until__lte=now),
        "tidak_dicalonkan": Q(state=State.REGISTERED, nomination__nominated=False),
        "kepala": Q(state__in=BEFORE, chief_nip=None),
        "nip": Q(state__in=BEFORE, chief_nip=""),
        "surat": accepted & Q(declaration__document=None),
        "pindaian": accepted & Q(declaration__scan=None),
        "catatan": accepted & Q(live__application__ceremony__date__lt=dates.today()),
        "operator": linked & unnamed,
        "undangan": declared & linked & ~unnamed & Q(live__invitation=None),
        "akun": invited & ~void,
        "kedaluwarsa": invited & void,
    }


def units(user: User, cycle: Cycle) -> ParticipationQuerySet:
    """The units of the person's region, or of the whole country, each with what it lacks as ``lacks_<key>``."""
    found = Participation.objects.filter(cycle=cycle)
    if not user.has_role(*NATIONAL_ROLES):
        offices = user.units_as(*REGION_ROLES)
        found = found.filter(Q(coordinator__in=offices) | Q(work_unit__in=offices))
    return (
        found.select_related("work_unit", "coordinator", "nomination", "declaration")
        .annotate(
            # At most one per unit, as the database itself holds.
            live=FilteredRelation("applications", condition=Q(applications__withdrawn=False)),
            chief_nip=Subquery(_heads().values("nip")[:1]),
        )
        .annotate(
            ceremony_date=F("live__application__ceremony__date"),
            ceremony_place=F("live__application__ceremony__place"),
            ceremony_city=F("live__application__ceremony__city"),
            application_pk=F("live__application"),
            **{f"lacks_{key}": _flag(condition) for key, condition in _conditions().items()},
        )
    )


def _heads() -> "QuerySet[Official]":
    """Who heads the unit today, as ``papers.heads`` says it."""
    today = dates.today()
    in_office = Q(valid_until=None) | Q(valid_until__gte=today)
    return Official.objects.filter(in_office, work_unit=OuterRef("work_unit"), valid_from__lte=today).order_by(
        "-valid_from", "-pk"
    )


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def narrowed(found: ParticipationQuerySet, wanted: dict[str, Any]) -> ParticipationQuerySet:
    """The units that fit the filters which are not figures: region, kind, city, words."""
    if wanted.get("region"):
        found = found.filter(coordinator=wanted["region"])
    if wanted.get("kind"):
        found = found.filter(work_unit__kind=wanted["kind"])
    if wanted.get("city"):
        found = found.filter(work_unit__city=wanted["city"])
    if wanted.get("q"):
        found = found.filter(work_unit__in=WorkUnit.objects.search(wanted["q"]))
    return found


def chosen(found: ParticipationQuerySet, wanted: dict[str, Any]) -> ParticipationQuerySet:
    """Those of ``narrowed`` that stand at a step or lack something."""
    if wanted.get("step"):
        found = found.filter(STEPS[wanted["step"]][2])
    if wanted.get("lack"):
        found = found.filter(**{f"lacks_{wanted['lack']}": True})
    return found


def figures(found: ParticipationQuerySet) -> tuple[list[Figure], list[Figure]]:
    """How many units stand at each step, and how many lack what (only what some lack). One query."""
    counts = found.order_by().aggregate(
        **{f"at_{key}": Count("pk", filter=condition) for key, (_, _, condition) in STEPS.items()},
        **{f"no_{key}": Count("pk", filter=Q(**{f"lacks_{key}": True})) for key in LACKS},
    )
    steps = [Figure(key, label, counts[f"at_{key}"]) for key, (label, _, _) in STEPS.items()]
    lacks = [Figure(key, label, counts[f"no_{key}"]) for key, label in LACKS.items() if counts[f"no_{key}"]]
    return steps, lacks


def step_of(row: Participation) -> tuple[str, str]:
    """At which step a unit stands: words and tone."""
    index = BEFORE.index(State(row.state)) if row.state in BEFORE else len(BEFORE)
    label, tone, _ = list(STEPS.values())[index]
    return label, tone


def lacks_of(row: Participation) -> list[str]:
    """What a unit of ``units`` lacks, in words."""
    return list(_lacks(row))


def _lacks(row: Participation) -> Iterator[str]:
    for key, label in LACKS.items():
        if not getattr(row, f"lacks_{key}"):
            continue
        if key == "tidak_dicalonkan":
            yield f"{label}: {row.nomination.reason}"
        else:
            yield label
