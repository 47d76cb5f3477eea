"""What waits for a person in this stage."""

from django.db.models import Count, Q
from django.urls import reverse

from assessments.cycle.models import Approval, Cycle
from assessments.cycle.queries import Waiting, current_cycle
from assessments.penilaian.models import Decree
from assessments.penilaian.queries import objections_waiting
from assessments.penilaian.queries.decrees import settled_units
from assessments.penilaian.queries.lists import counts_to_score, queue
from units.models import Role, User


def waiting_for(user: User) -> list[Waiting]:
    """Sheets to score, units to assign and to settle, decrees to record, to decide and to certify."""
    found: list[Waiting] = []
    if user.has_role(Role.ASSESSOR):
        found += _to_score(user)
    cycle = current_cycle() if user.has_role(Role.LEAD, Role.ADMIN) else None
    if cycle and user.has_role(Role.LEAD):
        found += _to_lead(cycle)
    if cycle and user.has_role(Role.ADMIN):
        found += _to_decree(cycle)
    if user.has_role(Role.LEADERSHIP):
        found += _to_decide(user)
    return found + objections_waiting.waiting_for(user)


def _to_score(user: User) -> list[Waiting]:
    return [
        Waiting(
            title="Nilai unit ini",
            url=reverse("penilaian_sheet", args=[row.participation_id]),
            text=f"{row.scored} indikator sudah Anda nilai." if row.scored else "Belum mulai dinilai.",
            unit=row.participation.work_unit.short_name,
            state="Perlu dinilai",
            until=row.participation.until,
        )
        for row in queue(user)
    ]


def _to_lead(cycle: Cycle) -> list[Waiting]:
    counts = counts_to_score(cycle)
    address = reverse("penilaian_lead")
    found = []
    if counts["tugaskan"]:
        found.append(
            Waiting(
                title=f"{counts['tugaskan']} unit perlu ditugaskan penilai",
                url=f"{address}?bagian=tugaskan",
                text="Sudah lolos verifikasi. Pilih penilai yang tidak terkait dengan unitnya.",
                state="Perlu penugasan penilai",
            )
        )
    if counts["pengganti"]:
        found.append(
            Waiting(
                title=f"{counts['pengganti']} unit perlu penilai pengganti",
                url=f"{address}?bagian=pengganti",
                text="Seorang penilai mengundurkan diri atau berhenti. Pilih penggantinya.",
                state="Perlu penilai pengganti",
                tone="attention",
            )
        )
    if counts["siap"]:
        found.append(
            Waiting(
                title=f"{counts['siap']} unit siap ditetapkan nilainya",
                url=f"{address}?bagian=siap",
                text="Semua penilai sudah selesai. Bandingkan nilainya, lalu tetapkan.",
                state="Siap ditetapkan",
            )
        )
    return found


def _to_decree(cycle: Cycle) -> list[Waiting]:
    found = []
    if settled := settled_units(cycle).order_by().count():
        found.append(
            Waiting(
                title=f"{settled} unit menunggu keputusan",
                url=reverse("penilaian_decree_new"),
                text="Nilainya sudah ditetapkan. Catat Keputusan Menteri yang memuatnya.",
                state="Menunggu penetapan",
            )
        )
    bare = Q(awards__certificate=None, awards__revoked_at=None)
    decrees = Decree.objects.filter(cycle=cycle).annotate(bare=Count("awards", filter=bare)).filter(bare__gt=0)
    found += [
        Waiting(
            title="Terbitkan piagam",
            url=reverse("penilaian_decree", args=[decree.pk]),
            text=f"{decree.bare} unit berpredikat dalam keputusan {decree.number} belum memiliki piagam.",
            state="Piagam belum terbit",
        )
        for decree in decrees
    ]
    return found


def _to_decide(user: User) -> list[Waiting]:
    pending = Decree.objects.filter(approval__decision=Approval.Decision.PENDING).exclude(approval__proposed_by=user)
    return [
        Waiting(
            title="Putuskan penetapan predikat",
            url=reverse("penilaian_decree", args=[decree.pk]),
            text=f"Keputusan {decree.number}: {decree.size} unit.",
            state="Menunggu persetujuan Anda",
            tone="attention",
        )
        for decree in pending.annotate(size=Count("items"))
    ]
