"""May a site visit be planned, changed, recorded and closed? Sentences; empty means yes."""

import datetime as dt
from collections.abc import Sequence

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.penilaian.models import Finding, SiteVisit
from assessments.penilaian.rules.independence import conflicts, independent
from p2ham.lib import dates
from units.models import Role, User

MAX_PHOTOS = 60
GOING_ROLES = (Role.ASSESSOR, Role.LEAD)
ENDED = "Kunjungan ini sudah selesai, sehingga catatannya tidak dapat diubah lagi."
CANCELLED = "Kunjungan ini sudah dibatalkan."


def plan(
    participation: Participation,
    by: User,
    visitors: Sequence[User] | None = None,
    day: dt.date | None = None,
    *,
    visit: SiteVisit | None = None,
) -> list[str]:
    """Whether the lead may plan a visit (or change ``visit``); without visitors and day they are left out."""
    if not by.has_role(Role.LEAD):
        return ["Kunjungan dijadwalkan oleh ketua tim penilai."]
    sentences = [] if visit is None else _open(visit)
    if participation.state not in (State.PASSED, State.IN_SCORING):
        label = State(participation.state).label
        sentences.append(
            f"Kunjungan dijadwalkan selama unit menunggu atau sedang dinilai. Sekarang statusnya “{label}”."
        )
    if day is not None and day < dates.today():
        sentences.append("Tanggal kunjungan tidak boleh sebelum hari ini.")
    if visitors is None:
        return sentences
    if not visitors:
        sentences.append("Pilih paling sedikit satu petugas kunjungan.")
    reasons = conflicts(participation, visitors)
    for person in visitors:
        if not person.has_role(*GOING_ROLES):
            sentences.append(f"{person.name} tidak sedang bertugas sebagai penilai.")
        elif person.pk in reasons:
            sentences.append(f"{person.name} {reasons[person.pk]}, sehingga tidak dapat mengunjunginya.")
    return sentences


def _open(visit: SiteVisit) -> list[str]:
    if visit.cancelled_at is not None:
        return [CANCELLED]
    return [ENDED] if visit.closed_at is not None else []


def cancel(visit: SiteVisit, by: User) -> list[str]:
    """Whether the visit may be called off."""
    return _open(visit) if by.has_role(Role.LEAD) else ["Kunjungan dibatalkan oleh ketua tim penilai."]


def record(visit: SiteVisit, by: User) -> list[str]:
    """Whether the person may write down what is seen: a visitor, from the day of the visit on."""
    if not by.has_role(*GOING_ROLES) or not visit.visitors.filter(user=by).exists():
        return ["Temuan dicatat oleh petugas kunjungan."]
    sentences = _open(visit)
    if not sentences and dates.today() < visit.planned_on:
        sentences.append(f"Temuan dapat dicatat mulai hari kunjungan, {dates.long_date(visit.planned_on)}.")
    return sentences or independent(visit.participation, by)


def find(visit: SiteVisit, by: User, seen: str, text: str) -> list[str]:
    """Whether this may be noted for an indicator."""
    sentences = record(visit, by)
    if seen not in Finding.Seen.values:
        sentences.append("Pilih apa yang terlihat.")
    elif seen != Finding.Seen.FITS and not text.strip():
        sentences.append("Tuliskan apa yang terlihat, atau mengapa tidak dapat dilihat.")
    return sentences


def add_photo(visit: SiteVisit, by: User) -> list[str]:
    """Whether one more photo may be kept."""
    sentences = record(visit, by)
    if visit.photos.count() >= MAX_PHOTOS:
        sentences.append(f"Satu kunjungan memuat paling banyak {MAX_PHOTOS} foto.")
    return sentences


def close(visit: SiteVisit, by: User, missing: Sequence[str]) -> list[str]:
    """Whether the visit may be closed; ``missing``: codes of the indicators without a finding."""
    sentences = record(visit, by)
    if missing:
        sentences.append(f"Masih ada {len(missing)} indikator tanpa temuan: {', '.join(missing)}.")
    return sentences


def file_signed(visit: SiteVisit, by: User) -> list[str]:
    """Whether the signed report may be filed: once, after the visit, by a visitor or the lead."""
    if not by.has_role(Role.LEAD) and not visit.visitors.filter(user=by).exists():
        return ["Laporan bertanda tangan diunggah oleh petugas kunjungan atau ketua tim penilai."]
    if visit.closed_at is None:
        return ["Selesaikan dahulu kunjungannya, lalu cetak dan tanda tangani laporannya."]
    if visit.signed_report_id is not None:
        return ["Laporan bertanda tangan sudah diunggah."]
    return []
