"""Another date for a ceremony: the admin proposes, the office answers."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.queries import windows_of
from assessments.cycle.workflow import note_step, refuse
from assessments.pencanangan import notifications, rules
from assessments.pencanangan.models import Application, DateProposal
from assessments.pencanangan.workflow.locks import lock_application
from p2ham.lib import dates
from units import audit
from units.models import User


@transaction.atomic
def propose_date(
    *, application: Application, day: dt.date, starts_at: dt.time | None = None, note: str, by: User
) -> DateProposal:
    """Ask the office whether it can hold its ceremony on another date. Raises ``MoveRefused``."""
    application = lock_application(application)
    units = _units(application)
    refuse(rules.propose_date(application, by, day=day, starts_at=starts_at, note=note, units=units))
    proposal = DateProposal.objects.create(
        application=application, date=day, starts_at=starts_at, note=note.strip(), proposed_by=by
    )
    _enter(application, Application.Status.PROPOSED)
    text = f"Admin pusat mengusulkan tanggal acara lain: {dates.long_date(day)}"
    _tell_units(application, units, text=text, note=proposal.note, action="usulkan_tanggal", by=by)
    notifications.proposed(application, proposal, by=by)
    return proposal


@transaction.atomic
def answer_proposal(
    *, application: Application, agree: bool, note: str = "", by: User, read: int | None = None
) -> DateProposal:
    """Agree to the proposed date, which the ceremony then takes, or decline it. Raises ``MoveRefused``.

    ``read`` is the proposal that the person has before them; one that has taken its place since is not answered.
    Either way the application waits for the admin again.
    """
    application = lock_application(application)
    units = _units(application)
    pending = application.proposals.filter(answer=DateProposal.Answer.PENDING)
    proposal = (pending if read is None else pending.filter(pk=read)).first()
    refuse(rules.answer(application, by, proposal=proposal, agree=agree, note=note, units=units))
    assert proposal is not None
    proposal.answer = DateProposal.Answer.AGREED if agree else DateProposal.Answer.DECLINED
    proposal.answer_note = note.strip()
    proposal.answered_by, proposal.answered_at = by, timezone.now()
    proposal.save(update_fields=["answer", "answer_note", "answered_by", "answered_at"])
    if agree:
        ceremony = application.ceremony
        ceremony.date = proposal.date
        ceremony.starts_at = proposal.starts_at or ceremony.starts_at
        ceremony.save(update_fields=["date", "starts_at"])
    _enter(application, Application.Status.SUBMITTED)
    done = "menyetujui" if agree else "menolak"
    text = f"Pemohon {done} tanggal usulan, {dates.long_date(proposal.date)}"
    _tell_units(application, units, text=text, note=proposal.answer_note, action="jawab_usulan_tanggal", by=by)
    notifications.answered(application, proposal, by=by)
    return proposal


def _units(application: Application) -> list[Participation]:
    links = application.units.filter(withdrawn=False).select_related("participation__cycle")
    found = [link.participation for link in links]
    windows_of(found)
    return found


def _enter(application: Application, status: str) -> None:
    application.status = status
    application.save(update_fields=["status"])


def _tell_units(
    application: Application, units: list[Participation], *, text: str, note: str, action: str, by: User
) -> None:
    audit.record(by=by, action=action, subject=application.subject, data={"text": text, "note": note})
    for unit in units:
        note_step(unit, by=by, text=text, note=note, action=action)
