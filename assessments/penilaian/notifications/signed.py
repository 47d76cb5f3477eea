"""What units are told about signed certificates."""

from django.urls import reverse

from assessments.penilaian.models import Award
from units.models import UNIT_ROLES, Posting
from units.notifications import tell


def signed(award: Award) -> None:
    """Tell the unit that a signed version of its certificate is there; a later version is told on another day."""
    participation = award.participation
    postings = Posting.objects.current().filter(role__in=UNIT_ROLES, work_unit=participation.work_unit_id)
    number = award.certificate.number_text if award.certificate else ""
    versions = award.certificate.signed_papers.count() if award.certificate else 0
    tell(
        [posting.user for posting in postings.select_related("user")],
        key=f"signed-certificate:{award.pk}:{versions}",
        subject=f"Piagam bertanda tangan elektronik {participation.work_unit.short_name} sudah ada",
        body=f"Piagam nomor {number} kini tersedia dengan tanda tangan elektronik. Versi asal yang ramah pembaca layar "
        "tetap dapat diunduh di sampingnya.",
        path=reverse("participation", args=[participation.pk]),
    )
