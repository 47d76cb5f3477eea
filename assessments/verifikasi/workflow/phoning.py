"""Photos from a phone without an account: handed over for a quarter of an hour, taken one by one, ended."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import lock, refuse
from assessments.files import resumable
from assessments.files import workflow as files
from assessments.files.models import StoredFile
from assessments.verifikasi import handoffs, queries, rules
from assessments.verifikasi.models import Answer, Evidence, HandOff
from assessments.verifikasi.workflow.answering import PURPOSE, attach_stored
from indicators.models import EvidenceRequirement, Indicator
from units import audit
from units.models import User


@transaction.atomic
def begin_hand_off(
    *, participation: Participation, indicator: Indicator, requirement: EvidenceRequirement, by: User
) -> HandOff:
    """Let a phone add photos to this requirement. A second press shows the same code. Raises ``MoveRefused``."""
    locked = lock(participation)
    answer = Answer.objects.filter(participation=locked, indicator=indicator).first()
    refuse(rules.edit_answer(locked, answer or Answer(), by))
    now = timezone.now()
    running = HandOff.objects.filter(
        participation=locked, requirement=requirement, made_by=by, ended_at=None, expires_at__gt=now
    )
    fresh = running.filter(expires_at__gt=now + handoffs.FRESH).first()
    if fresh:
        return fresh
    # Nothing new comes by the old code; what is on its way may end.
    running.update(expires_at=now)
    seed = handoffs.new_seed()
    made = HandOff.objects.create(
        participation=locked,
        indicator=indicator,
        requirement=requirement,
        made_by=by,
        made_at=now,
        seed=seed,
        token_hash=handoffs.hash_of(handoffs.token_of(seed)),
        expires_at=now + handoffs.LASTS,
    )
    _record(made, by=by, action="buka_tautan_telepon")
    return made


@transaction.atomic
def end_hand_off(*, hand_off: HandOff, by: User) -> None:
    """Close the phone's page at once; what it added stays. Ending twice is ending once."""
    if HandOff.objects.filter(pk=hand_off.pk, ended_at=None).update(ended_at=timezone.now()):
        _record(hand_off, by=by, action="akhiri_tautan_telepon")


def take_photo(
    *, hand_off: HandOff, upload: UploadedFile, description: str = "", people: str = ""
) -> tuple[Evidence, bool]:
    """Store one photo from the phone, in the name of who handed over; tells whether it is new here.

    Raises ``MoveRefused``. The bytes are taken in outside the lock; the rules are asked before, and again under it.
    """
    participation, by = hand_off.participation, hand_off.made_by
    refuse(handoffs.may_add(hand_off, handoffs.answer_of(hand_off)))
    refuse(rules.more_files(queries.file_count(participation, hand_off.indicator)))
    refuse(list(filter(None, [resumable.over_quota(participation, upload.size or 0)])))
    stored = files.receive(
        upload=upload, participation=participation, purpose=PURPOSE, by=by, kinds=(StoredFile.Kind.PHOTO,)
    )
    with transaction.atomic():
        lock(participation)
        current = HandOff.objects.select_related("participation", "made_by").get(pk=hand_off.pk)
        refuse([] if current.is_live else [handoffs.OVER])
        here = Evidence.objects.filter(
            answer__participation=participation, requirement=hand_off.requirement, file=stored, removed_at=None
        )
        is_new = not here.exists()
        evidence = attach_stored(
            participation=participation,
            indicator=hand_off.indicator,
            requirement=hand_off.requirement,
            stored=stored,
            description=description,
            people=people if hand_off.requirement.kind == EvidenceRequirement.Kind.PHOTO else "",
            hand_off=hand_off,
            by=by,
        )
    return evidence, is_new


def _record(hand_off: HandOff, *, by: User, action: str) -> None:
    data = {"indicator": hand_off.indicator.code, "requirement": hand_off.requirement.code, "hand_off": hand_off.pk}
    audit.record(by=by, action=action, subject=hand_off.participation.subject, data=data)
