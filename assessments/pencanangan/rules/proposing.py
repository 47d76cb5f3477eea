"""May another date be proposed for a ceremony, and answered? Sentences; empty means yes."""

import datetime as dt
from collections.abc import Sequence

from assessments.cycle.models import Participation
from assessments.pencanangan.models import Application, DateProposal
from assessments.pencanangan.rules.applying import ceremony_date, cycle_open, office
from p2ham.lib import dates
from units.models import Role, User


def propose(application: Application, by: User) -> list[str]:
    """Whether an admin may propose another date at all."""
    if application.status == Application.Status.PROPOSED:
        return ["Usulan tanggal sebelumnya belum dijawab pemohon."]
    if application.status != Application.Status.SUBMITTED:
        return ["Tanggal lain hanya dapat diusulkan selama permohonan menunggu pemeriksaan."]
    if not by.has_role(Role.ADMIN):
        return ["Permohonan diperiksa oleh admin pusat."]
    return cycle_open(application.cycle)


def propose_date(
    application: Application,
    by: User,
    *,
    day: dt.date,
    starts_at: dt.time | None,
    note: str,
    units: Sequence[Participation],
) -> list[str]:
    """Whether an admin may propose this date: it must suit the window of every unit and lie ahead."""
    if sentences := propose(application, by):
        return sentences
    ceremony = application.ceremony
    if day == ceremony.date and starts_at in (None, ceremony.starts_at):
        sentences.append("Usulan ini sama dengan tanggal yang diajukan pemohon. Terima permohonannya.")
    sentences += _possible(day, units)
    if not note.strip():
        sentences.append("Tuliskan alasan usulan tanggal, agar pemohon dapat menjawabnya.")
    return sentences


def answer_proposal(application: Application, by: User) -> list[str]:
    """Whether the office may answer now."""
    if application.status != Application.Status.PROPOSED:
        return ["Tidak ada usulan tanggal yang menunggu jawaban. Mungkin sudah dijawab rekan Anda."]
    return office(application.applicant, by) + cycle_open(application.cycle)


def answer(
    application: Application,
    by: User,
    *,
    proposal: DateProposal | None,
    agree: bool,
    note: str,
    units: Sequence[Participation],
) -> list[str]:
    """Whether the office may give this answer."""
    if sentences := answer_proposal(application, by):
        return sentences
    if proposal is None:
        return ["Usulan tanggal ini sudah tidak berlaku. Baca usulan yang terbaru di bawah, lalu jawab lagi."]
    if agree:
        return _possible(proposal.date, units)
    return [] if note.strip() else ["Tuliskan mengapa tanggal itu tidak sesuai, agar admin pusat dapat mencari jalan."]


def _possible(day: dt.date, units: Sequence[Participation]) -> list[str]:
    sentences = []
    if day < dates.today():
        sentences.append(f"Tanggal usulan sudah lewat: {dates.long_date(day)}.")
    for unit in units:
        sentences += ceremony_date(unit, day)
    return list(dict.fromkeys(sentences))
