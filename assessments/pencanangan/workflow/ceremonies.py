"""The ceremony as it will be held."""

from collections.abc import Sequence

from django.db import transaction

from assessments.cycle.workflow import note_step, refuse
from assessments.pencanangan import notifications, queries, rules
from assessments.pencanangan.models import Application, Ceremony, Witness
from assessments.pencanangan.workflow.applying import write_witnesses
from assessments.pencanangan.workflow.locks import lock_application
from p2ham.lib import dates
from units import audit
from units.models import User

MAIN_FACTS = ("date", "starts_at", "place", "city", "mode")


@transaction.atomic
def record_ceremony(
    *, application: Application, ceremony: Ceremony, witnesses: Sequence[Witness], by: User
) -> Ceremony:
    """Write the ceremony as it will be (or was) held, and its witnesses. Raises ``MoveRefused``."""
    application = lock_application(application)
    refuse(rules.change_ceremony(application, by))
    before = Ceremony.objects.get(application=application)
    papers = queries.papers_of(application)
    refuse(rules.move_ceremony(before, ceremony, papers))
    ceremony.pk, ceremony.application = before.pk, application
    ceremony.save()
    write_witnesses(ceremony, witnesses)
    changed = [name for name in MAIN_FACTS if getattr(before, name) != getattr(ceremony, name)]
    entry = audit.record(
        by=by,
        action="ubah_acara",
        subject=application.subject,
        data={"changed": changed, "date": ceremony.date, "witnesses": len(witnesses)},
    )
    if changed:
        for row in papers:
            text = f"Acara pencanangan diubah: {dates.long_date(ceremony.date)}, {ceremony.place}, {ceremony.city}"
            note_step(row.participation, by=by, text=text, action="ubah_acara")
        notifications.ceremony_changed(application, ceremony, change=entry.seq, by=by)
    return ceremony
