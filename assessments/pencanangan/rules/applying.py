"""May this be applied for, decided, changed? Sentences; empty means yes."""

import datetime as dt
from collections.abc import Sequence

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Cycle, Participation
from assessments.cycle.queries import window_for, windows_of
from assessments.cycle.states import MoveName, Stage, State, WitnessKind
from assessments.pencanangan.models import Application, Ceremony
from assessments.pencanangan.queries import (
    Papers,
    applicant_by,
    days_of,
    files_for,
    office_of,
)
from assessments.pencanangan.rules.nominating import not_nominated
from p2ham.lib import dates
from units.models import Category, Official, Role, User, WorkUnit

ALONE = "Tuliskan mengapa tidak ada acara di wilayah Anda yang sesuai untuk unit ini."


def office(applicant: WorkUnit, by: User) -> list[str]:
    """An office files its own papers, as does a unit that applies alone; the admin helps those without an office."""
    if files_for(applicant, by):
        return []
    name = applicant.short_name
    if not applicant.is_coordinator and applicant.coordinator_id is None:
        name = f"{name} atau admin pusat"
    return [f"Permohonan dan surat pencanangan unit ini diurus oleh {name}."]


def cycle_open(cycle: Cycle) -> list[str]:
    """Whether the cycle still runs."""
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
    whose = f"{participation.work_unit.short_name} yang diperpanjang" if window.is_extended else category
    return [
        f"Tanggal acara, {dates.long_date(day)}, berada di luar jadwal pencanangan {whose}, yaitu "
        f"{dates.long_date(first)} sampai {dates.long_date(last)} (WIB)."
    ]


def ahead(day: dt.date, by: User) -> list[str]:
    """One applies before the ceremony, so that the ministry can send its witness.

    The admin alone may still record a ceremony that was held already, for a unit whose papers came late: the window
    judges its date as that of any other. What follows the ceremony (scan, record) is never bound to a day ahead.
    """
    if day >= dates.today() or by.has_role(Role.ADMIN):
        return []
    return [
        f"Tanggal acara sudah lewat: {dates.long_date(day)}. Pilih hari ini atau sesudahnya. "
        "Bila acaranya sudah berlangsung, hubungi admin pusat."
    ]


def required_words(cycle: Cycle) -> str:
    """Which witnesses the cycle requires, in one phrase; empty when none is."""
    return " dan ".join(f"satu {kind.label}" for kind in WitnessKind if kind in cycle.required_witnesses)


def needs_reason(participation: Participation, by: User) -> bool:
    """Whether the person would apply for a unit past the office that guides it."""
    return applicant_by(participation, by) != office_of(participation)


def choose(participations: Sequence[Participation], by: User) -> list[str]:
    """Whether ``by`` may apply for these units together."""
    if not participations:
        return ["Pilih paling sedikit satu unit."]
    windows_of(participations)
    sentences = []
    for participation in participations:
        name = participation.work_unit.short_name
        if refused := office(applicant_by(participation, by), by):
            sentences += [f"{name}: {sentence}" for sentence in refused]
        elif participation.state != State.REGISTERED:
            label = State(participation.state).label.lower()
            sentences.append(f"{name} tidak dapat diajukan, karena statusnya “{label}”.")
        elif refused := not_nominated(participation):
            sentences += refused
        else:
            # The window's sentence is the same for all units of a category: once is enough.
            sentences += cycle_rules.move(participation, MoveName.APPLY, by)
    applicants = {applicant_by(participation, by) for participation in participations}
    if len(applicants) > 1:
        if all(applicant.is_coordinator for applicant in applicants):
            sentences.append("Unit dari koordinator yang berbeda diajukan dalam permohonan terpisah.")
        else:
            sentences.append("Unit yang mengajukan sendiri mengajukan permohonan terpisah. Pilih satu unit.")
    return list(dict.fromkeys(sentences))


def apply(
    participations: Sequence[Participation],
    by: User,
    *,
    ceremony: Ceremony,
    head: Official | None,
    alone_reason: str = "",
) -> list[str]:
    """Whether ``by`` may apply for these units and this ceremony; ``head`` signs for the office that applies.

    A unit that an office guides and that applies by itself says why no ceremony of its region fits.
    """
    sentences = choose(participations, by) + ahead(ceremony.date, by)
    for participation in participations:
        sentences += ceremony_date(participation, ceremony.date)
    if participations and needs_reason(participations[0], by) and not alone_reason.strip():
        sentences.append(ALONE)
    if participations and head is None:
        name = applicant_by(participations[0], by).short_name
        sentences.append(f"Pejabat yang menandatangani surat untuk {name} belum dicatat. Catat pejabatnya dahulu.")
    return list(dict.fromkeys(sentences))


def decide(application: Application, by: User, *, accept: bool, note: str | None = None) -> list[str]:
    """Whether an admin may accept or return the application. ``note=None``: the button is not yet pressed.

    While another date is proposed to the office, the application can only be returned.
    """
    proposed = application.status == Application.Status.PROPOSED
    if application.status != Application.Status.SUBMITTED and not proposed:
        return [f"Permohonan ini sudah diputuskan: {application.get_status_display().lower()}."]
    if not by.has_role(Role.ADMIN):
        return ["Permohonan diperiksa oleh admin pusat."]
    if proposed and accept:
        return ["Tanggal lain sudah diusulkan kepada pemohon. Tunggu jawabannya, atau kembalikan permohonan ini."]
    if not accept and note is not None and not note.strip():
        return ["Tuliskan alasan pengembalian, agar pemohon tahu apa yang perlu diperbaiki."]
    return cycle_open(application.cycle)


def change_ceremony(application: Application, by: User) -> list[str]:
    """Whether the ceremony and its witnesses may be changed at all."""
    sentences = office(application.applicant, by)
    if application.status == Application.Status.RETURNED:
        sentences.append("Permohonan ini dikembalikan. Ajukan permohonan baru.")
    elif application.status in (Application.Status.SUBMITTED, Application.Status.PROPOSED):
        sentences.append("Acara dan saksi dapat diubah setelah permohonan diterima admin pusat.")
    return sentences + cycle_open(application.cycle)


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
