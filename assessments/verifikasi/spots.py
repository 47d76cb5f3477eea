"""Remarks on a spot of a picture: those that a reader sees, and the form of those who may write one."""

from assessments.cycle.models import Participation
from assessments.verifikasi import queries, rules
from assessments.verifikasi.forms import SpotForm
from assessments.verifikasi.models import Evidence
from assessments.verifikasi.queries import sentences, voices
from assessments.verifikasi.queries.sheets import Item
from assessments.verifikasi.queries.thread import Entry
from units.models import User


def on(item: Item, evidence: Evidence, page: int) -> list[Entry]:
    """The remarks on spots of one picture, by their number within the indicator."""
    return [each for each in item.thread if each.remark.evidence_id == evidence.pk and (each.remark.page or 1) == page]


def form_for(participation: Participation, item: Item, user: User, reading: queries.Reading) -> SpotForm | None:
    """The form for one more; none for who may not write now. ``reading``: how the person reads the sheet."""
    if reading.get("drafts"):
        barred = rules.judge(participation, queries.holder(participation), user)
    elif reading.get("region"):
        barred = rules.region(participation, voices.current(participation), user)
    else:
        return None
    if barred:
        return None
    offered = sentences.offered(item.indicator.code) if reading.get("drafts") else []
    return SpotForm(as_region="region" in reading, sentences=offered)
