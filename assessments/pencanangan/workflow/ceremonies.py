"""The ceremony as it will be held."""

from collections.abc import Sequence

from django.db import transaction

from assessments.cycle.workflow import MoveRefused, note_step, refuse
from assessments.pencanangan import notifications, queries, rules
from assessments.pencanangan.changes import compare
from assessments.pencanangan.models import Application, Ceremony, CeremonyChange, Witness
from assessments.pencanangan.workflow.applying import write_witnesses
from assessments.pencanangan.workflow.locks import lock_application
from p2ham.lib import dates
from units import audit
from units.models import User

CHANGED_MEANWHILE = (
    "Acara ini diubah orang lain setelah Anda membuka halaman ini. Isian Anda masih ada di bawah: cocokkan dengan "
    "riwayat perubahan pada halaman acara, lalu simpan sekali lagi."
)
MAIN_FACTS = ("date", "starts_at", "place", "city", "mode")


@transaction.atomic
def record_ceremony(
    *,
    application: Application,
    ceremony: Ceremony,
    witnesses: Sequence[Witness],
    reason: str = "",
    by: User,
    read: int | None = None,
) -> CeremonyChange | None:
    """Write the ceremony as it will be (or was) held, and its witnesses. Raises ``MoveRefused``.

    ``read`` is the version that the person has before them; what somebody else changed since is not undone unseen.
    Returns what changed, as everybody who sees the ceremony may read it; None when nothing did.
    """
    application = lock_application(application)
    refuse(rules.change_ceremony(application, by))
    before = Ceremony.objects.get(application=application)
    papers = queries.papers_of(application)
    refuse(rules.move_ceremony(before, ceremony, papers))
    differences = compare(before, ceremony, list(before.witnesses.all()), witnesses)
    if not differences:
        return None
    if read is not None and read != before.version:
        raise MoveRefused([CHANGED_MEANWHILE])
    ceremony.pk, ceremony.application = before.pk, application
    # What is not typed here may have been written since ``ceremony`` was read.
    ceremony.minutes_id, ceremony.minutes_number = before.minutes_id, before.minutes_number
    ceremony.save()
    write_witnesses(ceremony, witnesses)
    change = CeremonyChange.objects.create(ceremony=ceremony, by=by, changes=differences, reason=reason.strip())
    changed = [name for name in MAIN_FACTS if getattr(before, name) != getattr(ceremony, name)]
    audit.record(
        by=by,
        action="ubah_acara",
        subject=application.subject,
        data={"changed": [row["label"] for row in differences], "date": ceremony.date, "witnesses": len(witnesses)},
    )
    if changed:
        for row in papers:
            text = f"Acara pencanangan diubah: {dates.long_date(ceremony.date)}, {ceremony.place}, {ceremony.city}"
            note_step(row.participation, by=by, text=text, note=change.reason, action="ubah_acara")
        notifications.ceremony_changed(application, ceremony, change=change.pk, by=by)
    return change
