"""Who is told that outcomes wait for a second person, when many are proposed at once."""

from django.urls import reverse

from assessments.cycle.models import Approval
from assessments.cycle.states import APPROVERS, MoveName
from units.models import User, WorkUnit
from units.notifications import people, tell

# So many units are named; the page shows them all.
NAMED = 20


def proposed_together(approvals: list[Approval], office: WorkUnit, *, by: User) -> None:
    """One message to everybody who may decide them, instead of one for each unit."""
    names = [row.participation.work_unit.short_name for row in approvals if row.participation]
    more = f", dan {len(names) - NAMED} unit lain" if len(names) > NAMED else ""
    tell(
        [person for person in people(*APPROVERS[MoveName.PASS]) if person.pk != by.pk],
        key=f"approvals:{approvals[0].pk}",
        subject=f"Menunggu persetujuan Anda: {len(approvals)} usulan hasil verifikasi · {office.short_name}",
        body=f"{by.name} mengusulkan hasil verifikasi {', '.join(names[:NAMED])}{more}. Mohon diperiksa dan diputuskan.",
        path=f"{reverse('verifikasi_outcomes')}?koordinator={office.pk}",
    )
