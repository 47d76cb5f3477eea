"""What waits: the verifiers' queue, and the cards of this room on Tugas saya."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Approval, Cycle, Participation, ParticipationQuerySet
from assessments.cycle.queries import Waiting
from assessments.cycle.states import MoveName, State
from assessments.verifikasi.models import CheckAssignment, CheckHold, Mending, Release, VerifierPause
from assessments.verifikasi.models.checking import HOLD
from units.models import Posting, Role, User, WorkUnit

OUTCOMES = (MoveName.PASS, MoveName.FAIL)
DECIDED = (*OUTCOMES, MoveName.REOPEN)
FILLING = (State.DECLARED, State.RETURNED)
CHECKING = (State.SUBMITTED, State.IN_CHECK)


# --- the queue ---------------------------------------------------------------------------------------------------------
def _proposals() -> QuerySet[Approval]:
    """The outcomes that wait for a second person, of the participation of the query around."""
    return Approval.objects.filter(participation=OuterRef("pk"), decision=Approval.Decision.PENDING, move__in=OUTCOMES)


def pending(participation: Participation) -> bool:
    """Whether an outcome is proposed and not yet decided."""
    found = Approval.objects.filter(participation=participation, decision=Approval.Decision.PENDING, move__in=OUTCOMES)
    return found.exists()


def owned() -> QuerySet[CheckAssignment]:
    """Whose the participation of the query around is to check."""
    return CheckAssignment.objects.filter(participation=OuterRef("pk"), ended_at=None)


def assignment_of(participation: Participation) -> CheckAssignment | None:
    """Whose the unit is to check now."""
    return participation.check_assignments.filter(ended_at=None).select_related("verifier").first()


def is_away(verifier: User) -> bool:
    """Whether the person pauses, or verifies no more."""
    return VerifierPause.objects.current().filter(verifier=verifier).exists() or not verifier.has_role(Role.VERIFIER)


def serving(user: User) -> ParticipationQuerySet:
    """What a verifier may go on with: theirs first, then what is free, each with the longest waiting first.

    Without what somebody is on, what waits for a second person, and what the person may not judge.
    """
    found = Participation.objects.visible_to(user).in_state(*CHECKING).filter(cycle__status=Cycle.Status.OPEN)
    bound = Q(pk__in=[])
    for cycle in Cycle.objects.filter(status=Cycle.Status.OPEN):
        posted = Posting.objects.overlapping(cycle.first_day, cycle.last_day).filter(user=user)
        places = list(posted.exclude(work_unit=None).values_list("work_unit", flat=True))
        bound |= Q(cycle=cycle) & (Q(work_unit__in=places) | Q(coordinator__in=places))
    held = CheckHold.objects.filter(participation=OuterRef("pk"), seen_at__gt=timezone.now() - HOLD)
    mine, others = owned().filter(verifier=user), owned().exclude(verifier=user)
    return (
        found.exclude(bound)
        .filter(~Exists(held), ~Exists(_proposals()), ~Exists(others))
        .annotate(is_mine=Exists(mine))
        .order_by("-is_mine", "state_since", "pk")
    )


def mine(user: User) -> list[Participation]:
    """The undecided units that are the verifier's."""
    owned = CheckAssignment.objects.filter(verifier=user, ended_at=None).values("participation")
    found = Participation.objects.filter(pk__in=owned).in_state(*FILLING, *CHECKING).with_place()
    return list(found.order_by("state_since", "pk"))


def queue(user: User) -> ParticipationQuerySet:
    """Units that were handed in and are not decided, oldest first.

    Each row knows ``verifier_id`` and ``verifier_name`` (whose it is), ``holder_id``, ``holder_name`` and ``held_at`` (who
    was on it, and when last), and ``proposal`` (the outcome to be decided).
    """
    return (
        Participation.objects.visible_to(user)
        .in_state(*CHECKING)
        .with_place()
        .annotate(
            holder_id=F("check_hold__verifier"),
            holder_name=F("check_hold__verifier__name"),
            held_at=F("check_hold__seen_at"),
            verifier_id=Subquery(owned().values("verifier")[:1]),
            verifier_name=Subquery(owned().values("verifier__name")[:1]),
            proposal=Subquery(_proposals().values("pk")[:1]),
        )
        .order_by("state_since", "pk")
    )


def narrowed(
    found: ParticipationQuerySet, *, user: User, text: str = "", coordinator: int | None, kind: str = "", part: str = ""
) -> ParticipationQuerySet:
    """The queue as the filters above it say. ``part``: baru, bebas, saya or usulan."""
    for word in text.split():
        found = found.filter(
            Q(work_unit__name__icontains=word)
            | Q(work_unit__short_name__icontains=word)
            | Q(work_unit__city__icontains=word)
        )
    if coordinator:
        found = found.filter(coordinator=coordinator)
    if kind:
        found = found.filter(work_unit__kind=kind)
    if part == "baru":
        found = found.in_state(State.SUBMITTED)
    elif part == "saya":
        found = found.filter(Q(Exists(owned().filter(verifier=user))) | Q(check_hold__verifier=user))
    elif part == "bebas":
        found = found.filter(~Exists(owned()))
    elif part == "usulan":
        found = found.filter(Exists(_proposals()))
    return found


def coordinators_in_queue(user: User) -> list[tuple[int, str]]:
    """The coordinators that have units in the queue, for the filter above it."""
    waiting = Participation.objects.visible_to(user).in_state(*CHECKING).order_by().values("coordinator")
    return list(WorkUnit.objects.filter(pk__in=waiting).order_by("short_name").values_list("pk", "short_name"))


# --- what waits for a person -------------------------------------------------------------------------------------------
def waiting_for(user: User) -> list[Waiting]:
    """Sheets to fill or repair, broken files to replace, units to check, outcomes to decide. At most six queries."""
    found: list[Waiting] = []
    if units := user.units_as(Role.OPERATOR):
        found += _to_mend(units) + _to_fill(units)
    if units := user.units_as(Role.HEAD):
        found += _to_release(units)
    if user.has_role(Role.VERIFIER):
        found += _to_check(user)
    if user.has_role(Role.VERIFIER, Role.LEADERSHIP):
        found += _to_decide(user)
    return found


def _to_fill(units: list[int]) -> list[Waiting]:
    rows = (
        Participation.objects.filter(work_unit__in=units)
        .in_state(*FILLING)
        .with_place()
        .annotate(
            returned=Count("answers", filter=Q(answers__is_open=True)),
            asked=Exists(_asked().filter(participation=OuterRef("pk"))),
        )
        .order_by("until", "pk")
    )
    found = []
    for row in rows:
        repair = row.state == State.RETURNED
        if row.asked:
            found.append(_at_the_head(row))
            continue
        found.append(
            Waiting(
                title="Perbaiki data dukung" if repair else "Isi dan unggah data dukung",
                url=reverse("verifikasi_sheet", args=[row.pk]),
                text=f"{row.returned} indikator dikembalikan verifikator beserta catatannya."
                if repair
                else "Jawab setiap indikator, unggah data dukungnya, lalu sampaikan sebelum batas waktu.",
                unit=row.work_unit.short_name,
                state=row.state_info.label(State(row.state), Role.OPERATOR),
                tone=row.state_info.tone,
                until=row.until,
                tz=row.work_unit.timezone,
            )
        )
    return found


def _asked() -> QuerySet[Release]:
    """What heads of units are asked to release, where their cycle wants it."""
    return Release.objects.filter(decision=Release.Decision.PENDING, participation__cycle__head_releases=True)


def _at_the_head(row: Participation) -> Waiting:
    return Waiting(
        title="Menunggu kepala unit melepas data dukung",
        url=reverse("verifikasi_submit", args=[row.pk]),
        text="Isian terkunci sampai diputuskan. Kepala unit harus melepasnya sebelum batas waktu.",
        unit=row.work_unit.short_name,
        state="Menunggu kepala unit",
        until=row.until,
        tz=row.work_unit.timezone,
    )


def _to_release(units: list[int]) -> list[Waiting]:
    rows = _asked().filter(participation__work_unit__in=units, participation__state__in=FILLING)
    return [
        Waiting(
            title="Lepas penyampaian data dukung",
            url=reverse("verifikasi_submit", args=[row.participation_id]),
            text=f"{row.asked_by.name} meminta Anda memeriksa isian, lalu melepas atau mengembalikannya dengan catatan.",
            unit=row.participation.work_unit.short_name,
            state="Menunggu Anda",
            tone="attention",
            until=row.participation.until,
            tz=row.participation.work_unit.timezone,
        )
        for row in rows.select_related("asked_by", "participation__work_unit__province").order_by(
            "participation__until", "pk"
        )
    ]


def _to_mend(units: list[int]) -> list[Waiting]:
    rows = (
        Mending.objects.filter(
            closed_at=None, until__gt=timezone.now(), answer__participation__work_unit__in=units, answer__is_open=True
        )
        .select_related("answer__indicator", "answer__participation__work_unit__province", "evidence__file")
        .order_by("until", "pk")
    )
    return [
        Waiting(
            title=f"Ganti berkas yang rusak pada {row.answer.indicator.code}",
            url=reverse("verifikasi_answer", args=[row.answer.participation_id, row.answer.indicator_id]),
            text=f"“{row.evidence.file.name}” rusak setelah diterima. Unggah penggantinya; indikator lain tidak berubah.",
            unit=row.answer.participation.work_unit.short_name,
            state="Perlu diganti",
            tone="attention",
            until=row.until,
            tz=row.answer.participation.work_unit.timezone,
        )
        for row in rows
    ]


def _to_check(user: User) -> list[Waiting]:
    mine = queue(user).in_state(State.IN_CHECK).filter(~Exists(_proposals()), check_hold__verifier=user)
    found = [
        Waiting(
            title="Lanjutkan pemeriksaan",
            url=reverse("verifikasi_finish", args=[row.pk]),
            text=f"Putaran {row.round}. Anda memegang pemeriksaan unit ini.",
            unit=row.work_unit.short_name,
            state=row.state_info.label(State(row.state), Role.VERIFIER),
            until=row.until,
        )
        for row in mine
    ]
    fresh = Participation.objects.visible_to(user).in_state(State.SUBMITTED).count()
    if fresh:
        found.append(
            Waiting(
                title=f"{fresh} unit menunggu diperiksa",
                url=reverse("verifikasi_queue") + "?bagian=baru",
                text="Data dukungnya sudah disampaikan dan belum ada yang memeriksa. Mulai dari yang paling lama.",
                state="Perlu diperiksa",
            )
        )
    return found


def _to_decide(user: User) -> list[Waiting]:
    rows = (
        Approval.objects.filter(decision=Approval.Decision.PENDING, move__in=DECIDED)
        .exclude(proposed_by=user)
        .select_related("participation__work_unit", "proposed_by")
        .order_by("proposed_at")
    )
    return [
        Waiting(
            title=f"Putuskan usulan: {row.get_move_display()}",
            url=reverse("verifikasi_decide", args=[row.pk]),
            text=f"Diusulkan oleh {row.proposed_by.name}.",
            unit=row.participation.work_unit.short_name,
            state="Menunggu persetujuan",
        )
        for row in rows
        if row.participation
    ]
