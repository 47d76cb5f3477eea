"""What is on its way to a unit's sheet: uploads, those from phones, offline packs."""

from django.db.models import F, Q, QuerySet

from assessments.cycle.models import Participation
from assessments.files import resumable
from assessments.verifikasi.models import (
    Evidence,
    EvidenceUpload,
    HandOff,
    Pack,
)
from indicators.models import Indicator
from units.models import User


def file_count(participation: Participation, indicator: Indicator) -> int:
    """How many files an indicator of the unit has, and how many are on their way to it."""
    here = Evidence.objects.filter(answer__participation=participation, answer__indicator=indicator, removed_at=None)
    return here.count() + open_uploads(participation, indicator).count()


def open_uploads(participation: Participation, indicator: Indicator | None = None) -> QuerySet[EvidenceUpload]:
    """Files on their way that may go on, oldest first."""
    found = EvidenceUpload.objects.filter(upload__in=resumable.open_uploads(participation))
    if indicator:
        found = found.filter(indicator=indicator)
    return found.select_related("upload__created_by", "indicator", "requirement", "replaces").order_by(
        "upload__created_at", "pk"
    )


def under_way(participation: Participation) -> QuerySet[EvidenceUpload]:
    """Files on their way that moved a moment ago."""
    return open_uploads(participation).filter(upload__in=resumable.under_way(participation))


def packs_under_way(participation: Participation) -> QuerySet[Pack]:
    """Offline packs that moved a moment ago or wait to be opened; what they bring is not known yet."""
    moving = Q(upload__in=resumable.under_way(participation)) | ~Q(status=Pack.Status.UPLOADING)
    return participation.packs.filter(moving, status__in=Pack.LIVE).select_related("upload")


def is_awaited(participation: Participation) -> bool:
    """Whether anything is on its way that a press of "Sampaikan" waits for."""
    return under_way(participation).exists() or packs_under_way(participation).exists()


def is_unjudged(participation: Participation) -> bool:
    """Whether something has come whole that nobody has looked at yet: a process died, or a worker is behind.

    That the portal is late costs a unit nothing that it sent in time.
    """
    whole = Q(upload__offset=F("upload__size"))
    if open_uploads(participation).filter(whole).exists():
        return True
    packs = participation.packs.filter(whole | ~Q(status=Pack.Status.UPLOADING), status__in=Pack.LIVE)
    return packs.exists()


def own_upload(participation: Participation, indicator_pk: int, token: str, user: User) -> EvidenceUpload | None:
    """An upload of this very person, to this indicator."""
    found = EvidenceUpload.objects.filter(
        upload__token=token.replace("\x00", ""),
        upload__participation=participation,
        upload__created_by=user,
        indicator=indicator_pk,
    )
    return found.select_related("upload__created_by", "upload__file", "requirement", "evidence", "hand_off").first()


def phone_uploads(hand_off: HandOff, token: str = "") -> QuerySet[EvidenceUpload]:
    """What comes from one phone: what may go on, or whatever became of the upload of that token."""
    found = EvidenceUpload.objects.filter(hand_off=hand_off)
    if token:
        found = found.filter(upload__token=token.replace("\x00", ""))
    else:
        found = found.filter(upload__in=resumable.open_uploads(hand_off.participation))
    return found.select_related("upload__created_by", "upload__file", "requirement", "hand_off__made_by")
