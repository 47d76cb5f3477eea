"""Applying, accepting, sending back."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.queries import windows_of
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused, make_move, refuse
from assessments.pencanangan import letters, notifications, queries, rules
from assessments.pencanangan.models import Application, ApplicationUnit, Ceremony, Witness
from assessments.pencanangan.workflow.locks import lock_all, lock_application
from assessments.pencanangan.workflow.people import send_invitation
from p2ham.lib.constraints import sentences
from units import audit
from units.models import User


@transaction.atomic
def apply(
    *,
    application: Application,
    ceremony: Ceremony,
    witnesses: Sequence[Witness],
    participations: Sequence[Participation],
    by: User,
) -> Application:
    """Apply for units with the typed facts of an application and its ceremony (rows not yet saved).

    The office is that of the units. Issues the letter, moves every unit, tells the admins. Raises ``MoveRefused``.
    """
    locked = lock_all([participation.pk for participation in participations])
    windows_of(locked)
    refuse(rules.choose(locked, by))
    applicant = queries.applicant_by(locked[0], by)
    # The letter is signed today; the declarations, on the day of the ceremony.
    head = queries.heads([applicant.pk]).get(applicant.pk)
    refuse(rules.apply(locked, by, ceremony=ceremony, head=head, alone_reason=application.alone_reason))
    if not rules.needs_reason(locked[0], by):
        application.alone_reason = ""
    application.cycle, application.applicant = locked[0].cycle, applicant
    application.submitted_by, application.submitted_at = by, timezone.now()
    application.save()
    ceremony.application = application
    ceremony.save()
    write_witnesses(ceremony, witnesses)
    _link(application, locked)
    application.document = letters.issue_application(application, ceremony, head, locked, witnesses, by=by)
    application.save(update_fields=["document"])
    audit.record(
        by=by,
        action="ajukan_permohonan",
        subject=application.subject,
        data={"units": [row.pk for row in locked], "document": application.document_id},
    )
    for participation in locked:
        make_move(
            participation,
            MoveName.APPLY,
            by=by,
            text=f"Permohonan pencanangan diajukan oleh {applicant.short_name}",
            note=f"Mengajukan sendiri: {application.alone_reason}" if application.alone_reason else "",
            data={"application": application.pk},
        )
    notifications.submitted(application, units=len(locked), by=by)
    if application.alone_reason:
        notifications.applied_alone(application, locked[0], by=by)
    return application


def _link(application: Application, participations: Sequence[Participation]) -> None:
    try:
        with transaction.atomic():
            ApplicationUnit.objects.bulk_create(
                ApplicationUnit(application=application, participation=row) for row in participations
            )
    except IntegrityError as error:
        raise MoveRefused(sentences(error, ApplicationUnit)) from error


def write_witnesses(ceremony: Ceremony, witnesses: Sequence[Witness]) -> None:
    """Put these witnesses in the place of those on record."""
    ceremony.witnesses.all().delete()
    for position, witness in enumerate(witnesses):
        witness.pk, witness.ceremony, witness.position = None, ceremony, position
    Witness.objects.bulk_create(witnesses)


@transaction.atomic
def accept(*, application: Application, by: User) -> Application:
    """Accept an application: every unit moves on; operators are invited where the cycle gives the account now."""
    application = lock_application(application)
    refuse(rules.decide(application, by, accept=True))
    locked = _decide(application, Application.Status.ACCEPTED, by=by)
    for participation in locked:
        make_move(participation, MoveName.ACCEPT, by=by, text="Permohonan pencanangan diterima")
    if application.cycle.account_after == Cycle.AccountAfter.APPLICATION:
        for row in queries.papers_of(application):
            if row.link and row.link.operator_named:
                send_invitation(row, by=by, by_mail=True)
    notifications.accepted(application, units=len(locked), by=by)
    return application


@transaction.atomic
def send_back(*, application: Application, by: User, note: str) -> Application:
    """Return an application with a note; its units may be applied for again. Raises ``MoveRefused``."""
    application = lock_application(application)
    refuse(rules.decide(application, by, accept=False, note=note))
    locked = _decide(application, Application.Status.RETURNED, by=by, note=note)
    for participation in locked:
        make_move(participation, MoveName.DECLINE, by=by, text="Permohonan pencanangan dikembalikan", note=note)
    application.units.update(withdrawn=True)
    notifications.sent_back(application, by=by)
    return application


def _decide(application: Application, status: str, *, by: User, note: str = "") -> list[Participation]:
    application.status, application.decision_note = status, note.strip()
    application.decided_at, application.decided_by = timezone.now(), by
    application.save(update_fields=["status", "decision_note", "decided_at", "decided_by"])
    pks = application.units.filter(withdrawn=False).values_list("participation_id", flat=True)
    locked = lock_all(list(pks))
    audit.record(
        by=by, action=f"permohonan_{status}", subject=application.subject, data={"units": len(locked), "note": note}
    )
    return locked
