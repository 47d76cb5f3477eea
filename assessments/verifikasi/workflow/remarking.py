"""Those who check write remarks in the thread of an indicator, to the unit or among themselves, perhaps on a spot."""

from dataclasses import dataclass

from django.db import transaction

from assessments.cycle.models import Participation
from assessments.cycle.workflow import MoveRefused, lock, refuse
from assessments.verifikasi import queries, rules
from assessments.verifikasi.models import Evidence, Remark
from assessments.verifikasi.queries import voices
from indicators.models import Indicator
from units import audit
from units.models import Role, User


@dataclass(frozen=True)
class Spot:
    """A place on a picture: the page of the file, and thousandths of its width and height."""

    evidence: Evidence
    x: int
    y: int
    page: int = 1


@transaction.atomic
def write_remark(
    *,
    participation: Participation,
    indicator: Indicator,
    text: str,
    visibility: str,
    spot: Spot | None = None,
    by: User,
) -> Remark:
    """Write a remark. The verifier's to the unit is a draft until the round ends; the region's is read at once.

    Raises ``MoveRefused``.
    """
    locked = lock(participation)
    as_region = not by.has_role(Role.VERIFIER)
    refuse(_may_write(locked, by, as_region=as_region))
    refuse(rules.remark(text, visibility))
    answer = locked.answers.filter(indicator=indicator).first()
    if answer is None:
        raise MoveRefused(["Indikator ini tidak ada pada isian unit."])
    if spot:
        refuse(rules.spot(spot.evidence, answer, page=spot.page, x=spot.x, y=spot.y))
    remark = Remark.objects.create(
        answer=answer,
        round=locked.round,
        text=text.strip(),
        visibility=visibility,
        author=by,
        from_region=as_region,
        evidence=spot.evidence if spot else None,
        page=spot.page if spot else None,
        x=spot.x if spot else None,
        y=spot.y if spot else None,
    )
    _record(locked, remark, indicator, by=by, action="tulis_catatan")
    return remark


@transaction.atomic
def withdraw_remark(*, remark: Remark, by: User) -> None:
    """Take back what a verifier wrote in this round, which the unit has not read yet. Raises ``MoveRefused``."""
    locked = lock(remark.answer.participation)
    refuse(_may_write(locked, by, as_region=False))
    refuse(rules.withdraw_remark(locked, remark))
    _record(locked, remark, remark.answer.indicator, by=by, action="hapus_catatan")
    remark.delete()


def _may_write(locked: Participation, by: User, *, as_region: bool) -> list[str]:
    if as_region:
        return rules.region(locked, voices.current(locked), by)
    return rules.judge(locked, queries.holder(locked), by)


def _record(locked: Participation, remark: Remark, indicator: Indicator, *, by: User, action: str) -> None:
    facts = {"indicator": indicator.code, "round": remark.round, "text": remark.text, "visibility": remark.visibility}
    spot = {"evidence": remark.evidence_id, "page": remark.page, "x": remark.x, "y": remark.y}
    audit.record(by=by, action=action, subject=locked.subject, data=facts | (spot if remark.evidence_id else {}))
