"""Who is told what about a schedule."""

from collections.abc import Iterable

from django.urls import reverse

from assessments.cycle.models import Extension, Participation
from p2ham.lib import dates
from units.models import REGION_ROLES, UNIT_ROLES, Posting
from units.notifications import tell


def extended(extension: Extension, units: Iterable[Participation]) -> None:
    """An extension is in force: the people of its units, the officers of their region, and who proposed it."""
    rows = list(units)
    postings = Posting.objects.current().select_related("user")
    at_units = postings.filter(role__in=UNIT_ROLES, work_unit__in=[row.work_unit_id for row in rows])
    offices = {row.coordinator_id for row in rows if row.coordinator_id}
    at_offices = postings.filter(role__in=REGION_ROLES, work_unit__in=offices)
    people = {posting.user_id: posting.user for posting in [*at_offices, *at_units]}
    proposer = extension.approval.proposed_by
    people[proposer.pk] = proposer
    whom = extension.target.short_name
    scope = f"{whom}" if extension.participation_id else f"{len(rows)} unit di wilayah {whom}"
    path = reverse("participations")
    if extension.participation_id:
        path = reverse("participation", args=[extension.participation_id])
    tell(
        people.values(),
        key=f"extension:{extension.pk}",
        subject=f"Jadwal {extension.get_stage_display()} diperpanjang: {whom}",
        body=(
            f"Jadwal {extension.get_stage_display()} untuk {scope} diperpanjang sampai "
            f"{dates.long_datetime(extension.closes_at)}. Alasan: {extension.approval.note}"
        ),
        path=path,
    )
