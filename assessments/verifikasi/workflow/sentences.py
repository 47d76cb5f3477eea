"""The verifiers keep sentences ready for what they write again and again."""

from django.db import transaction
from django.utils import timezone

from assessments.cycle.workflow import refuse
from assessments.verifikasi.models import ReadySentence
from assessments.verifikasi.rules import advising
from units import audit
from units.models import User


@transaction.atomic
def save_sentence(*, text: str, code: str = "", sentence: ReadySentence | None = None, by: User) -> ReadySentence:
    """Keep a new sentence, or change one. What was written with the old words stays. Raises ``MoveRefused``."""
    refuse(advising.keep_sentences(by) or advising.sentence(text))
    row = (
        ReadySentence.objects.select_for_update(of=("self",), no_key=True).get(pk=sentence.pk)
        if sentence
        else ReadySentence()
    )
    row.text, row.code, row.changed_at, row.changed_by = text.strip(), code, timezone.now(), by
    row.save()
    _record(row, by=by, action="ubah_kalimat" if sentence else "tambah_kalimat")
    return row


@transaction.atomic
def retire_sentence(*, sentence: ReadySentence, retired: bool = True, by: User) -> ReadySentence:
    """Offer a sentence no more, or offer it again. Doing it twice changes nothing. Raises ``MoveRefused``."""
    refuse(advising.keep_sentences(by))
    row = ReadySentence.objects.select_for_update(of=("self",), no_key=True).get(pk=sentence.pk)
    if (row.retired_at is not None) == retired:
        return row
    row.retired_at = timezone.now() if retired else None
    row.changed_at, row.changed_by = timezone.now(), by
    row.save()
    _record(row, by=by, action="pensiunkan_kalimat" if retired else "pakai_lagi_kalimat")
    return row


def _record(row: ReadySentence, *, by: User, action: str) -> None:
    audit.record(by=by, action=action, subject=f"ready_sentence:{row.pk}", data={"code": row.code, "text": row.text})
