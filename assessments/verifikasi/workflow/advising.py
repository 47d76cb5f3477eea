"""The office that guides the unit says what it thinks of the sheet, before or beside the verifier. It moves nothing."""

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused, lock, note_step, refuse
from assessments.verifikasi import notifications, queries, rules
from assessments.verifikasi.models import Advice, FirstVoice
from assessments.verifikasi.queries import voices
from indicators.models import Indicator
from units import audit
from units.models import User


@transaction.atomic
def save_advice(
    *, participation: Participation, indicator: Indicator, recommendation: str, note: str = "", by: User
) -> Advice:
    """Write the recommendation on one indicator; until the round is finished it may be rewritten.

    Raises ``MoveRefused``.
    """
    locked = lock(participation)
    submission = voices.current(locked)
    refuse(rules.advise(locked, submission, voices.voice_of(submission), by))
    refuse(rules.advice(recommendation, note))
    item = queries.sheet(locked, region=True).item(indicator.pk)
    if submission is None or item is None or item.answer.pk is None:
        raise MoveRefused(["Indikator ini tidak ada pada isian unit."])
    voice, _ = FirstVoice.objects.get_or_create(submission=submission, defaults={"begun_by": by})
    advice, _ = Advice.objects.update_or_create(
        voice=voice,
        answer=item.answer,
        defaults={
            "recommendation": recommendation,
            "note": note,
            "advised_at": timezone.now(),
            "advised_by": by,
        },
    )
    audit.record(
        by=by,
        action="rekomendasi_wilayah",
        subject=locked.subject,
        data={
            "indicator": indicator.code,
            "round": locked.round,
            "recommendation": recommendation,
            "note": note,
        },
    )
    return advice


@transaction.atomic
def finish_voice(*, participation: Participation, by: User) -> FirstVoice:
    """Hand the recommendations of this round to the verifier. Pressing again changes nothing. Raises ``MoveRefused``."""
    locked = lock(participation)
    submission = voices.current(locked)
    voice = voices.voice_of(submission)
    if voice and voice.finished_at and not rules.region(locked, submission, by):
        return voice
    refuse(rules.finish_voice(locked, queries.sheet(locked, region=True), submission, voice, by))
    if voice is None:
        raise MoveRefused(["Belum ada rekomendasi untuk putaran ini."])
    voice.finished_at, voice.finished_by = timezone.now(), by
    voice.save(update_fields=["finished_at", "finished_by"])
    # The unit reads the timeline too: that the region has looked, not what it recommends.
    note_step(locked, by=by, text=f"Pemeriksaan wilayah putaran {locked.round} selesai", action="selesai_wilayah")
    notifications.voice_finished(voice, locked, holder=queries.holder(locked))
    return voice
