"""Verbs of the pages over all rooms."""

from django.db import transaction

from units import audit
from units.models import Announcement, Role, User
from units.workflow import Refused


@transaction.atomic
def announce(*, announcement: Announcement, by: User) -> Announcement:
    """Save an announcement; raises ``Refused``."""
    if not by.has_role(Role.ADMIN):
        raise Refused(["Pengumuman ditulis oleh admin pusat."])
    if announcement.until and announcement.until <= announcement.since:
        raise Refused(["Waktu berakhir pengumuman harus sesudah waktu mulainya."])
    announcement.save()
    audit.record(by=by, action="umumkan", subject=f"announcement:{announcement.pk}", data={"title": announcement.title})
    return announcement
