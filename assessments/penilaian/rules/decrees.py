"""May the decree be recorded, decided, and its certificates issued?"""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Approval, Cycle, Participation
from assessments.cycle.states import State
from assessments.penilaian.models import Award, Decree, DecreeItem
from p2ham.lib import dates
from units.models import Posting, Role, User


def prepare_decree(cycle: Cycle, by: User) -> list[str]:
    """Whether the admin may record a decree for the cycle at all."""
    if not by.has_role(Role.ADMIN):
        return ["Keputusan dicatat oleh admin pusat."]
    return [] if cycle.is_open else [f"Siklus {cycle.year} sudah diarsipkan dan tidak dapat diubah."]


def record_decree(
    cycle: Cycle,
    by: User,
    participations: Sequence[Participation],
    date: dt.date,
    embargo_until: dt.datetime | None = None,
) -> list[str]:
    """Whether a decree of this date may name these units, whose rows are locked."""
    sentences = prepare_decree(cycle, by)
    if date > dates.today():
        sentences.append("Tanggal keputusan tidak boleh sesudah hari ini.")
    if date < cycle.first_day:
        sentences.append(f"Tanggal keputusan tidak boleh sebelum tahun {cycle.year}.")
    if embargo_until is not None and embargo_until <= timezone.now():
        sentences.append("Waktu pengumuman harus sesudah sekarang. Kosongkan bila hasil diumumkan begitu disetujui.")
    if not participations:
        sentences.append("Pilih paling sedikit satu unit.")
    taken = set(DecreeItem.objects.filter(is_live=True, participation__in=participations).values_list("participation"))
    for participation in participations:
        name = participation.work_unit.short_name
        if participation.cycle_id != cycle.pk:
            sentences.append(f"{name} bukan peserta siklus {cycle.year}.")
        elif participation.state != State.SETTLED:
            label = State(participation.state).label
            sentences.append(f"{name} belum dapat ditetapkan, karena statusnya “{label}”.")
        elif (participation.pk,) in taken:
            sentences.append(f"{name} sudah tercantum dalam keputusan lain.")
    return sentences


def decide_decree(decree: Decree, by: User) -> list[str]:
    """Whether the person may decide the decree: a second person of the leadership, bound to none of its units."""
    return cycle_rules.decide(decree.approval, by) or _unbound(decree, by)


def release_decree(decree: Decree, by: User) -> list[str]:
    """Whether the person may tell the outcome of an approved decree before its embargo is over."""
    if not by.has_role(Role.LEADERSHIP):
        return ["Hasil diumumkan lebih cepat hanya oleh pimpinan."]
    if decree.approval.decision != Approval.Decision.APPROVED:
        return ["Hasil baru dapat diumumkan setelah keputusan ini disetujui pimpinan."]
    if decree.released_at is not None:
        return ["Hasil keputusan ini sudah diumumkan."]
    return _unbound(decree, by)


def _unbound(decree: Decree, by: User) -> list[str]:
    cycle = decree.cycle
    items = DecreeItem.objects.filter(decree=decree)
    posted = Posting.objects.overlapping(cycle.first_day, cycle.last_day).filter(user=by)
    own = posted.exclude(work_unit=None).values("work_unit")
    bound = items.filter(Q(participation__work_unit__in=own) | Q(participation__coordinator__in=own))
    sentences = []
    names = list(bound.values_list("participation__work_unit__short_name", flat=True))
    if names:
        sentences.append(
            f"Anda bertugas atau pernah bertugas pada tahun {cycle.year} di unit yang tercantum atau di koordinatornya: "
            f"{', '.join(names)}. Keputusan ini diputuskan oleh pimpinan lain."
        )
    return sentences


def issue_certificates(decree: Decree, by: User) -> list[str]:
    """Whether certificates remain to be issued under the decree, and the person may issue them."""
    if not by.has_role(Role.ADMIN):
        return ["Piagam diterbitkan oleh admin pusat."]
    if decree.approval.decision != Approval.Decision.APPROVED:
        return ["Piagam baru dapat diterbitkan setelah keputusan ini disetujui pimpinan."]
    if decree.released_at is None:
        return ["Piagam baru dapat diterbitkan setelah hasil keputusan ini diumumkan."]
    standing = Award.objects.filter(decree=decree, revoked_at=None)
    if not standing.exists():
        return ["Tidak ada unit berpredikat dalam keputusan ini."]
    if not standing.filter(certificate=None).exists():
        return ["Semua piagam dalam keputusan ini sudah diterbitkan."]
    return []
