"""May this be asked for, answered, accepted, revoked? Sentences; empty means yes."""

import datetime as dt
from collections.abc import Sequence

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName, State
from assessments.files.models import StoredFile
from assessments.pembinaan.models import ActionItem, ActionReply, Revocation
from assessments.pembinaan.queries import LostPoint, is_coached
from p2ham.lib import dates
from units.models import REGION_ROLES, Role, User

FURTHEST_DAYS = 366


def coach(participation: Participation, by: User) -> list[str]:
    """Whether the person guides this unit: its coordinator, or the admin where no other office does."""
    if not participation.cycle.is_open:
        return [f"Siklus {participation.cycle.year} sudah diarsipkan dan tidak dapat diubah."]
    own = participation.coordinator_id in (None, participation.work_unit_id)
    if own and not by.has_role(Role.ADMIN):
        return ["Pembinaan unit ini dilakukan oleh admin pusat."]
    if not own and not cycle_rules.holds(participation, by, REGION_ROLES):
        return ["Pembinaan unit ini dilakukan oleh koordinator wilayahnya."]
    if not is_coached(participation):
        label = State(participation.state).label
        return [f"Butir pembinaan dibuat setelah hasil unit diumumkan. Sekarang statusnya “{label}”."]
    return []


def create(
    participation: Participation,
    by: User,
    point: LostPoint | None,
    *,
    text: str | None = None,
    owner: str | None = None,
    due_date: dt.date | None = None,
) -> list[str]:
    """Whether an action item may be made from this lost point; what is None is left out of the judgement."""
    sentences = coach(participation, by)
    if sentences:
        return sentences
    if point is None:
        return ["Tidak ada nilai yang hilang pada indikator ini, sehingga tidak perlu butir pembinaan."]
    if point.running is not None:
        sentences.append(f"Sudah ada butir pembinaan yang berjalan untuk {point.indicator.code}.")
    if text is not None and not text.strip():
        sentences.append("Tuliskan apa yang perlu dilakukan.")
    if owner is not None and not owner.strip():
        sentences.append("Sebutkan penanggung jawabnya.")
    if due_date is not None:
        sentences += due(due_date)
    return sentences


def due(day: dt.date) -> list[str]:
    """Whether a day can be the deadline of an action item."""
    today = dates.today()
    if day < today:
        return [f"Batas waktu tidak boleh sudah lewat. Pilih hari ini ({dates.short_date(today)}) atau sesudahnya."]
    if (day - today).days > FURTHEST_DAYS:
        return ["Batas waktu paling lama satu tahun dari hari ini."]
    return []


def answer(
    item: ActionItem, by: User, *, text: str | None = None, files: Sequence[StoredFile] | None = None
) -> list[str]:
    """Whether the unit may answer the item now, with this text and these files. A late answer is still an answer."""
    if not cycle_rules.holds(item.participation, by, (Role.OPERATOR,)):
        return ["Butir pembinaan dijawab oleh operator unit ini."]
    if not item.participation.cycle.is_open:
        return [f"Siklus {item.participation.cycle.year} sudah diarsipkan dan tidak dapat diubah."]
    if item.status == ActionItem.Status.ANSWERED:
        return ["Jawaban Anda sudah terkirim dan sedang menunggu pemeriksaan koordinator."]
    if item.status == ActionItem.Status.DONE:
        return ["Butir pembinaan ini sudah selesai."]
    sentences = []
    if text is not None and not text.strip():
        sentences.append("Tuliskan apa yang sudah dilakukan.")
    if files is not None and not files:
        sentences.append("Lampirkan paling sedikit satu berkas bukti baru.")
    return sentences


def check(item: ActionItem, by: User, latest: ActionReply | None) -> list[str]:
    """Whether the person may accept the unit's answer or send it back."""
    sentences = coach(item.participation, by)
    if sentences:
        return sentences
    if item.status == ActionItem.Status.OPEN:
        return ["Unit belum menjawab butir pembinaan ini."]
    if item.status == ActionItem.Status.DONE:
        return ["Butir pembinaan ini sudah selesai."]
    if latest is not None and latest.author_id == by.pk:
        return ["Jawaban Anda sendiri harus diperiksa oleh orang lain."]
    return []


def send_back(item: ActionItem, by: User, latest: ActionReply | None, note: str) -> list[str]:
    """Whether the unit's answer may be sent back with this note."""
    sentences = check(item, by, latest)
    if not sentences and not note.strip():
        sentences.append("Tuliskan apa yang masih kurang, agar unit tahu apa yang harus diperbaiki.")
    return sentences


# --- revocation --------------------------------------------------------------------------------------------------------
def propose_revocation(participation: Participation, by: User, reason: str | None = None) -> list[str]:
    """Whether the admin may propose to revoke the predikat; ``reason=None`` leaves the reason out of the judgement."""
    return cycle_rules.move(participation, MoveName.REVOKE, by, note=reason)


def decide_revocation(revocation: Revocation, by: User) -> list[str]:
    """Whether the person may decide the proposed revocation."""
    sentences = cycle_rules.decide(revocation.approval, by)
    participation = revocation.award.participation
    if not sentences and participation.state != State.AWARDED:
        sentences.append(f"Status unit sudah berubah menjadi “{State(participation.state).label}”.")
    return sentences
