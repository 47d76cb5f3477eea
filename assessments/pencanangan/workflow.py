"""Verbs of stage 1: apply, accept, send back, name operators, print, file the scan, declare, invite."""

from collections.abc import Iterable, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import MoveName
from assessments.cycle.workflow import MoveRefused, lock, make_move, note_step, refuse
from assessments.documents import workflow as documents
from assessments.documents.models import Document
from assessments.files.workflow import receive
from assessments.pencanangan import letters, notifications, queries, rules
from assessments.pencanangan.models import Application, ApplicationUnit, Ceremony, Declaration, Witness
from p2ham.lib import dates
from p2ham.lib.constraints import sentences
from units import audit
from units import workflow as people
from units.models import Role, User

MAIN_FACTS = ("date", "starts_at", "place", "city", "mode")


def _lock_all(participations: Iterable[int]) -> list[Participation]:
    """The participations under row locks, always in the same order."""
    return list(
        Participation.objects.select_for_update(of=("self",))
        .select_related("cycle", "work_unit__province", "coordinator__province", "institution")
        .filter(pk__in=participations)
        .order_by("pk")
    )


def _lock_application(application: Application) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("cycle", "applicant__province", "ceremony")
        .get(pk=application.pk)
    )


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
    locked = _lock_all([participation.pk for participation in participations])
    refuse(rules.choose(locked, by))
    applicant = queries.applicant_of(locked[0])
    head = queries.heads([applicant.pk]).get(applicant.pk)
    refuse(rules.apply(locked, by, ceremony=ceremony, head=head))
    application.cycle, application.applicant = locked[0].cycle, applicant
    application.submitted_by, application.submitted_at = by, timezone.now()
    application.save()
    ceremony.application = application
    ceremony.save()
    _write_witnesses(ceremony, witnesses)
    _link(application, locked)
    application.document = letters.issue_application(application, ceremony, head, locked, by=by)
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
            data={"application": application.pk},
        )
    notifications.submitted(application, units=len(locked), by=by)
    return application


def _link(application: Application, participations: Sequence[Participation]) -> None:
    try:
        with transaction.atomic():
            ApplicationUnit.objects.bulk_create(
                ApplicationUnit(application=application, participation=row) for row in participations
            )
    except IntegrityError as error:
        raise MoveRefused(sentences(error, ApplicationUnit)) from error


def _write_witnesses(ceremony: Ceremony, witnesses: Sequence[Witness]) -> None:
    ceremony.witnesses.all().delete()
    for position, witness in enumerate(witnesses):
        witness.pk, witness.ceremony, witness.position = None, ceremony, position
    Witness.objects.bulk_create(witnesses)


@transaction.atomic
def accept(*, application: Application, by: User) -> Application:
    """Accept an application: every unit moves on; operators are invited where the cycle gives the account now."""
    application = _lock_application(application)
    refuse(rules.decide(application, by, accept=True))
    locked = _decide(application, Application.Status.ACCEPTED, by=by)
    for participation in locked:
        make_move(participation, MoveName.ACCEPT, by=by, text="Permohonan pencanangan diterima")
    if application.cycle.account_after == Cycle.AccountAfter.APPLICATION:
        for row in queries.papers_of(application):
            if row.link and row.link.operator_named:
                _invite(row, by=by, by_mail=True)
    notifications.accepted(application, units=len(locked), by=by)
    return application


@transaction.atomic
def send_back(*, application: Application, by: User, note: str) -> Application:
    """Return an application with a note; its units may be applied for again. Raises ``MoveRefused``."""
    application = _lock_application(application)
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
    locked = _lock_all(list(pks))
    audit.record(
        by=by, action=f"permohonan_{status}", subject=application.subject, data={"units": len(locked), "note": note}
    )
    return locked


@transaction.atomic
def record_ceremony(
    *, application: Application, ceremony: Ceremony, witnesses: Sequence[Witness], by: User
) -> Ceremony:
    """Write the ceremony as it will be (or was) held, and its witnesses. Raises ``MoveRefused``."""
    application = _lock_application(application)
    refuse(rules.change_ceremony(application, by))
    before = Ceremony.objects.get(application=application)
    papers = queries.papers_of(application)
    refuse(rules.move_ceremony(before, ceremony, papers))
    ceremony.pk, ceremony.application = before.pk, application
    ceremony.save()
    _write_witnesses(ceremony, witnesses)
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


@transaction.atomic
def record_operators(*, application: Application, named: Sequence[ApplicationUnit], by: User) -> int:
    """Write the operators-to-be as typed in ``named`` (rows of the application, changed but not saved).

    Returns how many were changed; raises ``MoveRefused``.
    """
    application = _lock_application(application)
    links = {
        link.pk: link
        for link in application.units.select_for_update(of=("self",)).select_related(
            "application__cycle", "application__applicant", "invitation", "participation__work_unit"
        )
    }
    fields = ("operator_name", "operator_email", "operator_phone")
    changed = []
    for typed in named:
        link = links[typed.pk]
        if all(getattr(link, name) == getattr(typed, name) for name in fields):
            continue
        refuse(rules.name_operator(link, by))
        for name in fields:
            setattr(link, name, getattr(typed, name))
        changed.append(link)
    refuse(rules.distinct_operators(list(links.values())))
    ApplicationUnit.objects.bulk_update(changed, fields)
    for link in changed:
        note_step(link.participation, by=by, text="Operator unit dicatat", action="catat_operator")
    return len(changed)


@transaction.atomic
def print_letter(*, participation: Participation, by: User) -> Declaration:
    """Issue the declaration letter of a unit. When the facts are those of the letter issued before, that one stays;
    when they changed, a new paper replaces the old. Raises ``MoveRefused``."""
    papers = queries.papers(lock(participation))
    refuse(rules.print_letter(papers, by))
    old = papers.declaration.document if papers.declaration else None
    if papers.declaration and old and not letters.is_stale(papers):
        return papers.declaration
    replaces = old is not None and documents.lock(old).standing == Document.Standing.VALID
    new = letters.issue_declaration(papers, by=by)
    if old and replaces:
        documents.replace(old=old, new=new, by=by, note="Data surat berubah sebelum ditandatangani.")
    declaration = _declaration(papers)
    declaration.document = new
    declaration.save()
    text = "Surat pernyataan dicetak ulang" if old else "Surat pernyataan dicetak"
    note_step(papers.participation, by=by, text=text, action="cetak_surat_pernyataan")
    return declaration


def _declaration(papers: queries.Papers) -> Declaration:
    return papers.declaration or Declaration(participation=papers.participation, ceremony=papers.ceremony)


def attach_scan(*, participation: Participation, upload: UploadedFile, by: User) -> Declaration:
    """Store the signed letter and hang it on the unit; a later scan takes the place of an earlier one.

    Raises ``MoveRefused``, with one sentence about the file when that is what is wrong.
    """
    refuse(rules.attach_scan(queries.papers(participation), by))
    # Checked and stored before the row is locked: decoding takes its time.
    file = receive(upload=upload, participation=participation, purpose=queries.PURPOSE, by=by)
    with transaction.atomic():
        papers = queries.papers(lock(participation))
        refuse(rules.attach_scan(papers, by))
        declaration = _declaration(papers)
        if declaration.scan_id == file.pk:
            return declaration
        declaration.scan = file
        declaration.save()
        note_step(
            papers.participation,
            by=by,
            text=f"Pindaian surat pernyataan diunggah, tanda terima {file.receipt_number}",
            action="unggah_surat_pernyataan",
        )
    return declaration


@transaction.atomic
def declare(*, participation: Participation, by: User, by_mail: bool) -> str:
    """Record that the unit has declared, and invite its operator where that is still to be done.

    Returns the link to be printed, or an empty text when it was mailed. Raises ``MoveRefused``.
    """
    papers = queries.papers(lock(participation))
    refuse(rules.declare(papers, by))
    if papers.ceremony is None or papers.link is None:
        raise MoveRefused(["Unit ini belum memiliki acara pencanangan."])
    declaration = _declaration(papers)
    declaration.ceremony = papers.ceremony
    declaration.declared_on = papers.ceremony.date
    declaration.recorded_at, declaration.recorded_by = timezone.now(), by
    declaration.save()
    make_move(
        papers.participation,
        MoveName.DECLARE,
        by=by,
        text=f"Dicanangkan pada {dates.long_date(papers.ceremony.date)} di {papers.ceremony.city}",
        data={"declared_on": papers.ceremony.date, "scan": declaration.scan_id},
    )
    notifications.declared(papers.participation, papers.ceremony, by=by)
    return _invite(papers, by=by, by_mail=by_mail) if papers.link.needs_invitation else ""


@transaction.atomic
def invite_operator(*, participation: Participation, by: User, by_mail: bool) -> str:
    """Invite the named operator, or send the invitation again; an older link stops working.

    Returns the link to be printed, or an empty text when it was mailed. Raises ``MoveRefused``.
    """
    papers = queries.papers(lock(participation))
    refuse(rules.invite(papers, by))
    return _invite(papers, by=by, by_mail=by_mail)


def _invite(papers: queries.Papers, *, by: User, by_mail: bool) -> str:
    link = papers.link
    if link is None:
        raise MoveRefused(["Unit ini belum ada dalam permohonan."])
    link.invitation, address = people.invite(
        email=link.operator_email,
        name=link.operator_name,
        phone=link.operator_phone,
        role=Role.OPERATOR,
        work_unit=papers.unit,
        by=by,
        by_mail=by_mail,
    )
    link.save(update_fields=["invitation"])
    text = "Undangan akun operator dikirim lewat surel" if by_mail else "Lembar undangan akun operator dicetak"
    note_step(papers.participation, by=by, text=text, action="undang_operator")
    return "" if by_mail else address


@transaction.atomic
def withdraw_invitation(*, participation: Participation, by: User) -> None:
    """Withdraw an unused invitation, so that the operator's name or address can be corrected."""
    papers = queries.papers(lock(participation))
    refuse(rules.withdraw_invitation(papers, by))
    if papers.link and papers.link.invitation:
        people.withdraw_invitation(invitation=papers.link.invitation, by=by)
        note_step(papers.participation, by=by, text="Undangan akun operator ditarik", action="tarik_undangan_operator")
