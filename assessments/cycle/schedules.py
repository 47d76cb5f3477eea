"""Verbs of the admin on cycles and their windows."""

import datetime as dt

from django.db import transaction

from assessments.cycle import approvals, rules
from assessments.cycle.extensions import follow_window
from assessments.cycle.models import Approval, Cycle, Signatory, Window, WindowChange
from assessments.cycle.states import CHANGE_WINDOW
from assessments.cycle.workflow import refuse
from indicators.models import Instrument
from units import audit
from units.models import User


@transaction.atomic
def set_window(
    *, window: Window, opens_at: dt.datetime, closes_at: dt.datetime, reason: str, by: User, path: str
) -> WindowChange | None:
    """Set a window that has not opened yet; for a running one, propose the change to a second person instead.

    Returns the proposal, or None when the times are in force at once. Raises ``MoveRefused``.
    """
    window = Window.objects.select_for_update(of=("self",), no_key=True).select_related("cycle").get(pk=window.pk)
    sentences = rules.set_window(window, by, opens_at=opens_at, closes_at=closes_at)
    running = window.is_open() or window.has_closed
    if running and not reason.strip():
        sentences.append("Jadwal ini sudah berjalan. Tuliskan alasan perubahannya.")
    refuse(sentences)
    if not running:
        _apply(window, opens_at, closes_at, by=by)
        return None
    approval = approvals.propose(move=CHANGE_WINDOW, cycle=window.cycle, by=by, note=reason, path=path)
    return WindowChange.objects.create(window=window, opens_at=opens_at, closes_at=closes_at, approval=approval)


@transaction.atomic
def decide_window(*, change: WindowChange, by: User, approve: bool, note: str = "") -> None:
    """Decide a proposed change as the second person; raises ``MoveRefused``."""
    window = (
        Window.objects.select_for_update(of=("self",), no_key=True).select_related("cycle").get(pk=change.window_id)
    )
    if not window.cycle.is_open:
        refuse([f"Siklus {window.cycle.year} sudah diarsipkan dan tidak dapat diubah."])
    decided = approvals.decide(approval=change.approval, by=by, approve=approve, note=note)
    if decided.decision == Approval.Decision.APPROVED:
        _apply(window, change.opens_at, change.closes_at, by=by)


def _apply(window: Window, opens_at: dt.datetime, closes_at: dt.datetime, *, by: User) -> None:
    before = {"opens_at": window.opens_at, "closes_at": window.closes_at}
    follow_window(window, closes_at)
    window.opens_at, window.closes_at = opens_at, closes_at
    window.save(update_fields=["opens_at", "closes_at"])
    audit.record(
        by=by,
        action="ubah_jadwal",
        subject=f"cycle:{window.cycle_id}",
        data={"window": window.pk, "before": before, "opens_at": opens_at, "closes_at": closes_at},
    )


@transaction.atomic
def create_cycle(*, year: int, title: str, instrument: Instrument, template: Cycle, by: User) -> Cycle:
    """A new open cycle with the texts, signatories and windows of ``template``, moved to ``year``."""
    # Locked, so that the same press arriving twice is judged one after the other.
    list(Cycle.objects.select_for_update(of=("self",), no_key=True).order_by("pk"))
    sentences = rules.administer(by)
    if Cycle.objects.filter(year=year).exists():
        sentences.append(f"Siklus {year} sudah ada.")
    if not instrument.is_published:
        sentences.append("Pilih instrumen yang sudah diterbitkan.")
    refuse(sentences)
    kept = (
        "legal_basis", "place", "addressee", "account_after", "required_witnesses", "filing_days", "repair_days",
        "max_rounds", "mend_days", "head_releases", "first_voice_required", "first_voice_days", "assessors_per_unit",
        "combine", "gap_indicator", "gap_total", "on_gap", "quorum_percent", "objection_days",
    )  # fmt: skip
    cycle = Cycle.objects.create(
        year=year, title=title, instrument=instrument, **{name: getattr(template, name) for name in kept}
    )
    Signatory.objects.bulk_create(
        Signatory(cycle=cycle, purpose=row.purpose, name=row.name, title=row.title)
        for row in template.signatories.all()
    )
    days = (dt.date(year, 1, 1) - dt.date(template.year, 1, 1)).days
    Window.objects.bulk_create(
        Window(
            cycle=cycle,
            stage=row.stage,
            category=row.category,
            opens_at=row.opens_at + dt.timedelta(days=days),
            closes_at=row.closes_at + dt.timedelta(days=days),
        )
        for row in template.windows.all()
    )
    audit.record(by=by, action="buat_siklus", subject=f"cycle:{cycle.pk}", data={"template": template.pk})
    return cycle


@transaction.atomic
def edit_cycle(*, cycle: Cycle, by: User, changes: dict[str, object]) -> Cycle:
    """Change the texts and numbers of an open cycle: ``changes`` maps field names to values. Papers issued stay."""
    cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    refuse(rules.enrol(cycle, by))
    for name, value in changes.items():
        setattr(cycle, name, value)
    cycle.save(update_fields=list(changes))
    audit.record(by=by, action="ubah_siklus", subject=f"cycle:{cycle.pk}", data=changes)
    return cycle


@transaction.atomic
def set_signatory(*, signatory: Signatory, name: str, title: str, by: User) -> None:
    """Change who signs a kind of paper from now on; papers issued keep their signatory."""
    refuse(rules.enrol(signatory.cycle, by))
    before = {"name": signatory.name, "title": signatory.title}
    signatory.name, signatory.title = name, title
    signatory.save(update_fields=["name", "title"])
    audit.record(
        by=by,
        action="ubah_penanda_tangan",
        subject=f"cycle:{signatory.cycle_id}",
        data={"purpose": signatory.purpose, "before": before, "name": name, "title": title},
    )
