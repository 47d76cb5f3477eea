"""Site visits: which a person sees, what is to be looked at, what was found."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.files.queries import Card, card
from assessments.penilaian.models import Assignment, Finding, SiteVisit, VisitPhoto
from assessments.penilaian.queries.sealed import items_of
from assessments.penilaian.sheets import Item
from indicators.models import Indicator
from units.models import Role, User

PLACE = (
    "participation__cycle__instrument", "participation__work_unit__province", "participation__institution",
    "participation__coordinator", "report", "signed_report", "planned_by", "closed_by",
)  # fmt: skip


def visits_visible_to(user: User) -> models.QuerySet[SiteVisit]:
    """All for the lead; for assessors those on which they go, and those of the units that they score."""
    found = SiteVisit.objects.select_related(*PLACE)
    if user.has_role(Role.LEAD):
        return found
    if not user.has_role(Role.ASSESSOR):
        return found.none()
    mine = Assignment.objects.live().filter(assessor=user).values("participation")
    return found.filter(Q(pk__in=SiteVisit.objects.filter(visitors__user=user)) | Q(participation__in=mine))


def listed(user: User, part: str, text: str = "") -> models.QuerySet[Any]:
    """The person's list. ``part``: berjalan, selesai or batal; with ``seen``, the number of findings."""
    found = visits_visible_to(user)
    if part == "selesai":
        found = found.exclude(closed_at=None)
    elif part == "batal":
        found = found.exclude(cancelled_at=None)
    else:
        found = found.filter(closed_at=None, cancelled_at=None)
    for word in text.split():
        unit = "participation__work_unit__"
        found = found.filter(Q(**{f"{unit}name__icontains": word}) | Q(**{f"{unit}short_name__icontains": word}))
    return found.annotate(seen=Count("findings", distinct=True))


def reports_of(participation: Participation) -> list[SiteVisit]:
    """The visits of a unit that were not cancelled, for its page."""
    rows = SiteVisit.objects.filter(participation=participation, cancelled_at=None)
    return list(rows.select_related("report").order_by("planned_on"))


def to_see(visit: SiteVisit) -> list[Indicator]:
    """The indicators that are looked at: all that apply to the unit."""
    return [item.indicator for item in items_of(visit.participation) if not item.not_applicable]


def plan_of(visit: SiteVisit) -> tuple[object, ...]:
    """What makes two plans the same."""
    people = tuple(sorted(visit.visitors.values_list("user", flat=True)))
    return (visit.planned_on, visit.planned_at, visit.mode, visit.message, people)


@dataclass(frozen=True)
class Row:
    """One indicator of the checklist."""

    item: Item
    finding: Finding | None
    photos: list[VisitPhoto]

    @property
    def pk(self) -> int:
        return self.item.pk

    def cards(self, visit: SiteVisit) -> list[Card]:
        """The photos as cards."""
        return [_card(visit, photo) for photo in self.photos]


def _card(visit: SiteVisit, photo: VisitPhoto) -> Card:
    def address(file: object, variant: str) -> str:
        return reverse("penilaian_visit_photo", args=[visit.pk, photo.pk, variant])

    return card(photo.file, url_for=address)


def checklist(visit: SiteVisit) -> list[Row]:
    """What is to be looked at with what was found, in the order of the instrument."""
    findings = {row.indicator_id: row for row in visit.findings.select_related("found_by")}
    photos: dict[int | None, list[VisitPhoto]] = {}
    for photo in visit.photos.select_related("file"):
        photos.setdefault(photo.indicator_id, []).append(photo)
    items = [item for item in items_of(visit.participation) if not item.not_applicable]
    return [Row(item, findings.get(item.pk), photos.get(item.pk, [])) for item in items]
