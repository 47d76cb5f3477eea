"""May this be applied for, printed, declared, invited? Sentences; empty means yes."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Cycle, Participation
from assessments.cycle.queries import window_for
from assessments.cycle.states import MoveName, Stage, State
from assessments.files.models import StoredFile
from assessments.pencanangan.models import Application, ApplicationUnit, Ceremony
from assessments.pencanangan.queries import (
    Papers,
    applicant_of,
    days_of,
    files_for,
    filing_until,
    letter_gaps,
    no_account_yet,
)
from p2ham.lib import dates
from units.models import Category, Official, Role, User, WorkUnit

UNNAMED = "Catat nama, alamat surel, dan nomor telepon operator unit lebih dahulu."


def office(applicant: WorkUnit, by: User) -> list[str]:
    """An office files its own papers. For unit eselon I, which no office guides, the admin files them."""
    if files_for(applicant, by):
        return []
    name = applicant.short_name if applicant.is_coordinator else "admin pusat"
    return [f"Permohonan dan surat pencanangan unit ini diurus oleh {name}."]


def _open(cycle: Cycle) -> list[str]:
    return [] if cycle.is_open else [f"Siklus {cycle.year} sudah diarsipkan dan tidak dapat diubah."]


def ceremony_date(participation: Participation, day: dt.date) -> list[str]:
    """The ceremony's date, as a day in WIB, must lie in the window of the unit's category."""
    window = window_for(participation, Stage.PENCANANGAN)
    if window is None:
        return ["Jadwal pencanangan untuk unit ini belum ditetapkan. Hubungi admin pusat."]
    first, last = days_of(window)
    if first <= day <= last:
        return []
    category = Category(participation.category).label.lower()
    return [
        f"Tanggal acara, {dates.long_date(day)}, berada di luar jadwal pencanangan {category}, yaitu "
        f"{dates.long_date(first)} sampai {dates.long_date(last)} (WIB)."
    ]


def choose(participations: Sequence[Participation], by: User) -> list[str]:
    """Whether ``by`` may apply for these units together."""
    if not participations:
        return ["Pilih paling sedikit satu unit."]
    sentences = []
    for participation in participations:
        name = participation.work_unit.short_name
        if refused := office(applicant_of(participation), by):
            sentences += [f"{name}: {sentence}" for sentence in refused]
        elif participation.state != State.REGISTERED:
            label = State(participation.state).label.lower()
            sentences.append(f"{name} tidak dapat diajukan, karena statusnya “{label}”.")
        else:
            # The window's sentence is the same for all units of a category: once is enough.
            sentences += cycle_rules.move(participation, MoveName.APPLY, by)
    applicants = {applicant_of(participation) for participation in participations}
    if len(applicants) > 1:
        if all(applicant.is_coordinator for applicant in applicants):
            sentences.append("Unit dari koordinator yang berbeda diajukan dalam permohonan terpisah.")
        else:
            sentences.append("Setiap unit tanpa koordinator mengajukan permohonannya sendiri. Pilih satu unit.")
    return list(dict.fromkeys(sentences))


def apply(participations: Sequence[Participation], by: User, *, ceremony: Ceremony, head: Official | None) -> list[str]:
    """Whether ``by`` may apply for these units and this ceremony; ``head`` signs for the office that applies."""
    sentences = choose(participations, by)
    for participation in participations:
        sentences += ceremony_date(participation, ceremony.date)
    if participations and head is None:
        name = applicant_of(participations[0]).short_name
        sentences.append(f"Pejabat yang menandatangani surat untuk {name} belum dicatat. Catat pejabatnya dahulu.")
    return list(dict.fromkeys(sentences))


def decide(application: Application, by: User, *, accept: bool, note: str | None = None) -> list[str]:
    """Whether an admin may accept or return the application. ``note=None``: the button is not yet pressed."""
    if application.status != Application.Status.SUBMITTED:
        return [f"Permohonan ini sudah diputuskan: {application.get_status_display().lower()}."]
    if not by.has_role(Role.ADMIN):
        return ["Permohonan diperiksa oleh admin pusat."]
    if not accept and note is not None and not note.strip():
        return ["Tuliskan alasan pengembalian, agar pemohon tahu apa yang perlu diperbaiki."]
    return _open(application.cycle)


def change_ceremony(application: Application, by: User) -> list[str]:
    """Whether the ceremony and its witnesses may be changed at all."""
    sentences = office(application.applicant, by)
    if application.status == Application.Status.RETURNED:
        sentences.append("Permohonan ini dikembalikan. Ajukan permohonan baru.")
    elif application.status == Application.Status.SUBMITTED:
        sentences.append("Acara dan saksi dapat diubah setelah permohonan diterima admin pusat.")
    return sentences + _open(application.cycle)


def move_ceremony(before: Ceremony, after: Ceremony, papers: Sequence[Papers]) -> list[str]:
    """Whether the ceremony may be held as ``after`` says."""
    if before.date == after.date:
        return []
    declared = [row for row in papers if row.declaration and row.declaration.declared_on]
    if declared:
        return [
            f"Tanggal acara tidak dapat diubah lagi: pencanangan {len(declared)} unit sudah dicatat pada tanggal itu."
        ]
    sentences = [sentence for row in papers for sentence in ceremony_date(row.participation, after.date)]
    return list(dict.fromkeys(sentences))


def name_operator(link: ApplicationUnit, by: User) -> list[str]:
    """Whether the operator-to-be of a unit may be named or changed."""
    sentences = office(link.application.applicant, by)
    if link.withdrawn:
        sentences.append("Unit ini dikembalikan dari permohonan.")
    elif link.invitation and link.invitation.accepted_at:
        sentences.append("Operator unit ini sudah memiliki akun. Pergantian operator diatur oleh admin pusat.")
    elif link.invitation and link.invitation.withdrawn_at is None:
        sentences.append("Operator unit ini sudah diundang. Tarik undangannya dahulu untuk mengubah datanya.")
    return sentences + _open(link.application.cycle)


def distinct_operators(links: Sequence[ApplicationUnit]) -> list[str]:
    """One address cannot stand for the operators of several units: an account is personal."""
    seen: dict[str, str] = {}
    sentences = []
    for link in links:
        email = link.operator_email.lower()
        if not email or link.withdrawn:
            continue
        if email in seen:
            other, name = seen[email], link.participation.work_unit.short_name
            sentences.append(
                f"Alamat surel {email} tercatat untuk {other} dan {name}. Setiap unit memiliki operatornya."
            )
        seen[email] = link.participation.work_unit.short_name
    return sentences


def _at_ceremony(papers: Papers, by: User, act: str) -> list[str]:
    """The office's own unit, accepted and not yet declared."""
    state = State(papers.participation.state)
    if state in (State.REGISTERED, State.APPLIED) or papers.ceremony is None:
        return [f"{act} dapat dilakukan setelah permohonan diterima admin pusat."]
    sentences = office(applicant_of(papers.participation), by)
    if state != State.ACCEPTED:
        sentences.append("Pencanangan unit ini sudah dicatat. Surat pernyataannya tidak dapat diubah lagi.")
    return sentences + _open(papers.participation.cycle)


def print_letter(papers: Papers, by: User) -> list[str]:
    """Whether the declaration letter may be issued now."""
    return _at_ceremony(papers, by, "Cetak surat pernyataan") or [gap.text for gap in letter_gaps(papers)]


def attach_scan(papers: Papers, by: User) -> list[str]:
    """Whether a signed scan may be uploaded now."""
    return _at_ceremony(papers, by, "Unggah pindaian")


def declare(papers: Papers, by: User, at: dt.datetime | None = None) -> list[str]:
    """Whether the unit may be recorded as declared: the ceremony's date is judged, not the day of filing."""
    sentences = _at_ceremony(papers, by, "Catat pencanangan") or cycle_rules.move(
        papers.participation, MoveName.DECLARE, by
    )
    if sentences or papers.ceremony is None:
        return sentences
    now = at or timezone.now()
    if papers.ceremony.date > dates.today():
        sentences.append(
            f"Acara baru berlangsung {dates.long_date(papers.ceremony.date)}. Pencanangan dicatat setelah acara."
        )
    sentences += ceremony_date(papers.participation, papers.ceremony.date)
    until = filing_until(papers.participation)
    if until and now > until:
        sentences.append(
            f"Berkas pencanangan diterima paling lambat {dates.long_datetime(until)}. Hubungi admin pusat."
        )
    return sentences + _declaration_gaps(papers)


def _declaration_gaps(papers: Papers) -> list[str]:
    sentences = []
    scan = papers.declaration.scan if papers.declaration else None
    if scan is None:
        sentences.append("Unggah pindaian surat pernyataan yang sudah ditandatangani lebih dahulu.")
    elif scan.status == StoredFile.Status.BROKEN:
        sentences.append(f"Berkas pindaian “{scan.name}” rusak. Unggah lagi.")
    if papers.link is None or not papers.link.operator_named:
        sentences.append(UNNAMED)
    return sentences


def account(participation: Participation) -> list[str]:
    """Whether the unit may have an operator's account yet; if not: the rule, and whom to ask."""
    sentence = no_account_yet(participation)
    return [sentence] if sentence else []


def invite(papers: Papers, by: User) -> list[str]:
    """Whether the operator may be invited (again): possible all year once the unit may have an account."""
    sentences = office(applicant_of(papers.participation), by) + account(papers.participation)
    link = papers.link
    if link is None or not link.operator_named:
        sentences.append(UNNAMED)
    elif link.invitation and link.invitation.accepted_at:
        sentences.append(f"{link.operator_name} sudah memakai undangannya dan memiliki akun.")
    return sentences + _open(papers.participation.cycle)


def withdraw_invitation(papers: Papers, by: User) -> list[str]:
    """Whether an unused invitation may be withdrawn, for instance to correct an address."""
    sentences = office(applicant_of(papers.participation), by)
    invitation = papers.link.invitation if papers.link else None
    if invitation is None or invitation.withdrawn_at:
        sentences.append("Tidak ada undangan yang dapat ditarik.")
    elif invitation.accepted_at:
        sentences.append("Undangan ini sudah dipakai.")
    return sentences
