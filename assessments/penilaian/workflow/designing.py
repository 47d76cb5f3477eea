"""The verb by which an admin adjusts what the certificates of a cycle look like."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from assessments.cycle.workflow import MoveRefused, refuse
from assessments.penilaian import certificates
from assessments.penilaian.models import CertificateDesign
from assessments.penilaian.rules import designing as rules
from units import audit
from units.models import User


def adjust(*, design: CertificateDesign, seen: dt.datetime | None, by: User) -> CertificateDesign:
    """Save a design for the certificates that are issued from now on. Raises ``MoveRefused``.

    ``seen``: when the design was last changed, as far as the person knows; a newer one is not overwritten unseen.
    What was issued keeps the design that it was issued with.
    """
    refuse(rules.adjust_design(design.cycle, by))
    tried = {row.work_unit.name: row for _, row in certificates.examples(design.cycle)}
    refuse(rules.fitting_design([name for name, row in tried.items() if not certificates.preview(design, row)[1]]))
    with transaction.atomic():
        # The first of two wins the row; the second then finds it changed.
        standing, made = CertificateDesign.objects.get_or_create(cycle=design.cycle)
        standing = CertificateDesign.objects.select_for_update(of=("self",), no_key=True).get(pk=standing.pk)
        if not made and standing.changed_at != seen:
            who = standing.changed_by.name if standing.changed_by else "orang lain"
            raise MoveRefused(
                [
                    f"Rancangan ini baru saja diubah oleh {who}. Isian Anda masih ada di bawah; periksa, lalu simpan lagi."
                ]
            )
        design.pk, design.changed_at, design.changed_by = standing.pk, timezone.now(), by
        design.save(force_update=True)
        audit.record(
            by=by,
            action="ubah_rancangan_piagam",
            subject=f"cycle:{design.cycle_id}",
            data={"orientation": design.orientation, "heading": design.heading, "emblem": bool(design.emblem)},
        )
    return design
