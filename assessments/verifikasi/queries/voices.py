"""Who reads which remark, and how far the region's check of a sheet is."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation, ParticipationQuerySet
from assessments.cycle.queries import Waiting
from assessments.cycle.states import State
from assessments.verifikasi.models import Advice, FirstVoice, Remark, Submission
from units.models import REGION_ROLES, Kind, User

# While a sheet is with those who check, the region may say what it thinks of it.
OPEN = (State.SUBMITTED, State.IN_CHECK)


# --- remarks -----------------------------------------------------------------------------------------------------------
def remarks(participation: Participation, *, drafts: bool = False, region: bool = False) -> QuerySet[Remark]:
    """The remarks of a sheet for one kind of reader, oldest first: by default for the unit.

    An internal remark is read by who wrote it and by the verifiers, never by the unit. What a verifier writes to the
    unit is a draft until the round ends. What the region writes to the unit is read at once.
    """
    found = Remark.objects.filter(answer__participation=participation)
    if not drafts:
        internal = Q(visibility=Remark.Visibility.INTERNAL)
        found = found.exclude(internal & Q(from_region=False) if region else internal)
        if participation.state in OPEN:
            found = found.exclude(from_unit=False, from_region=False, round=participation.round)
    return found.select_related("author", "evidence__file").order_by("created_at", "id")


# --- the region's check ------------------------------------------------------------------------------------------------
def current(participation: Participation) -> Submission | None:
    """The handing-in that may be advised on, with its first voice if there is one."""
    found = Submission.objects.filter(
        participation=participation, round=participation.round, withdrawn_at=None
    ).select_related("first_voice__finished_by", "first_voice__begun_by")
    return found.first()


def voice_of(submission: Submission | None) -> FirstVoice | None:
    """What the region said of a handing-in, finished or not."""
    return getattr(submission, "first_voice", None) if submission else None


def advices(participation: Participation, *, finished: bool = False) -> QuerySet[Advice]:
    """The region's recommendations on what is handed in now; for the verifiers only when it has finished."""
    found = Advice.objects.filter(
        answer__participation=participation,
        voice__submission__round=participation.round,
        voice__submission__withdrawn_at=None,
    )
    if finished:
        found = found.filter(voice__finished_at__isnull=False)
    return found.select_related("advised_by")


def skips(participation: Participation) -> bool:
    """Whether nobody gives a first voice: the own sheet of a Kanwil, and units without an office that guides them."""
    return participation.coordinator_id is None or participation.work_unit.kind == Kind.KANWIL


def waits_until(participation: Participation, since: dt.datetime) -> dt.datetime | None:
    """Until when the verifier waits for the first voice of what was handed in at ``since``; none where nobody waits."""
    if not participation.cycle.first_voice_required or skips(participation):
        return None
    return since + dt.timedelta(days=participation.cycle.first_voice_days)


def _handed_in() -> QuerySet[Submission]:
    """What the participation of the query around has handed in for its round; nothing where a repair lapsed."""
    return Submission.objects.filter(participation=OuterRef("pk"), round=OuterRef("round"), withdrawn_at=None)


def _said(**more: object) -> QuerySet[FirstVoice]:
    """Voices of what the participation of the query around has handed in now."""
    return FirstVoice.objects.filter(
        submission__participation=OuterRef("pk"),
        submission__round=OuterRef("round"),
        submission__withdrawn_at=None,
        **more,
    )


def worklist(user: User) -> ParticipationQuerySet:
    """The units that the person guides and whose sheets are handed in, oldest first.

    Each row knows ``is_finished`` and ``is_begun``: how far the first voice is.
    """
    return (
        Participation.objects.filter(coordinator__in=user.units_as(*REGION_ROLES))
        .exclude(work_unit__kind=Kind.KANWIL)
        .exclude(work_unit=F("coordinator"))
        .in_state(*OPEN)
        .filter(Exists(_handed_in()))
        .with_place()
        .annotate(
            is_finished=Exists(_said(finished_at__isnull=False)),
            is_begun=Exists(_said()),
        )
        .order_by("state_since", "pk")
    )


def last_snapshot(participation: Participation) -> tuple[int, dict[str, Any]] | None:
    """The sheet as it was last handed in before this round, with the number of that round; none in the first."""
    if participation.round < 2:
        return None
    found = Submission.objects.filter(
        participation=participation, round__lt=participation.round, withdrawn_at=None
    ).order_by("-round")
    return found.values_list("round", "snapshot").first()


# --- what waits for a person -------------------------------------------------------------------------------------------
def waiting_for(user: User) -> list[Waiting]:
    """How many units wait for the first voice of an office. One query, and only for those who guide units."""
    if not user.units_as(*REGION_ROLES):
        return []
    count = worklist(user).filter(~Exists(_said(finished_at__isnull=False))).count()
    if not count:
        return []
    return [
        Waiting(
            title=f"{count} unit menunggu pemeriksaan wilayah",
            url=reverse("verifikasi_region"),
            text="Data dukungnya sudah disampaikan. Beri rekomendasi sebelum verifikator memutuskan.",
            state="Perlu diperiksa",
        )
    ]


def ready(found: ParticipationQuerySet) -> ParticipationQuerySet:
    """Without the units for whose region the verifier still waits. One query more."""
    for cycle in Cycle.objects.filter(first_voice_required=True, status=Cycle.Status.OPEN):
        since = timezone.now() - dt.timedelta(days=cycle.first_voice_days)
        guided = Q(coordinator__isnull=False) & ~Q(work_unit__kind=Kind.KANWIL) & Exists(_handed_in())
        silent = ~Exists(_said(finished_at__isnull=False))
        found = found.exclude(guided & silent, cycle=cycle, state=State.SUBMITTED, state_since__gt=since)
    return found
