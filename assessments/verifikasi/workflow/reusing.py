"""A file of an earlier year is used once more: decided file by file, never a level or a score."""

from django.db import transaction

from assessments.cycle.models import Participation
from assessments.cycle.workflow import lock, refuse
from assessments.verifikasi import rules
from assessments.verifikasi.models import Answer, Evidence
from assessments.verifikasi.workflow import doubting, mending
from indicators.models import EvidenceRequirement, Indicator
from units import audit
from units.models import User


@transaction.atomic
def reuse(
    *,
    participation: Participation,
    indicator: Indicator,
    requirement: EvidenceRequirement,
    earlier: Evidence,
    by: User,
) -> Evidence:
    """Attach the file of ``earlier``, evidence of the same unit and indicator in an earlier year. Raises ``MoveRefused``.

    The same bytes are linked, with their description and date; who is in the photo is asked anew. The row keeps where it
    comes from. The same file at the same requirement again changes nothing.
    """
    locked = lock(participation)
    answer, _ = Answer.objects.get_or_create(participation=locked, indicator=indicator, defaults={"updated_by": by})
    answer.participation, answer.indicator = locked, indicator
    refuse(rules.edit_answer(locked, answer, by))
    known = answer.evidence.filter(requirement=requirement, file=earlier.file_id, removed_at=None).first()
    if known:
        return known
    refuse(rules.reuse(answer, requirement, earlier))
    evidence = Evidence.objects.create(
        answer=answer,
        requirement=requirement,
        file=earlier.file,
        description=earlier.description,
        captured_on=earlier.captured_on,
        taken_from=earlier,
        added_by=by,
    )
    audit.record(
        by=by,
        action="pakai_lagi_berkas",
        subject=locked.subject,
        data={
            "indicator": indicator.code,
            "requirement": requirement.code,
            "file": earlier.file.receipt_number,
            "year": earlier.answer.participation.cycle.year,
        },
    )
    doubting.look_at(evidence)
    mending.replace(evidence, by=by)
    return evidence
