"""May the unit object, may this person answer, may it be decided? Sentences; empty means yes.

An objection can only raise: a level is granted when it is higher than the one of the result. So no answer lowers a total,
and none takes a predikat away.
"""

from collections.abc import Sequence

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Approval, Participation
from assessments.cycle.states import State
from assessments.penilaian.models import Objection, ObjectionPoint, Result, ResultLine
from assessments.penilaian.queries.objections import Term, involved
from assessments.penilaian.reports import revised
from p2ham.lib import dates
from units.models import Role, User

Standing = Objection.Standing
Answer = ObjectionPoint.Answer
FULL = "{code}: nilainya sudah penuh atau tidak berlaku, sehingga tidak ada yang dapat diajukan keberatan."
ONCE = (
    "Keberatan atas hasil ini sudah pernah diajukan dan dijawab. Satu hasil hanya dapat diajukan keberatan satu kali."
)


def belongs(participation: Participation, by: User) -> list[str]:
    """Whether the person writes for the unit."""
    if cycle_rules.holds(participation, by, (Role.OPERATOR, Role.HEAD)):
        return []
    return ["Keberatan diajukan oleh operator atau kepala unit ini."]


def closed(participation: Participation, result: Result | None, term: Term | None) -> list[str]:
    """Why no objection can be filed now; empty while one can."""
    if not participation.cycle.is_open:
        return [f"Siklus {participation.cycle.year} sudah diarsipkan dan tidak dapat diubah."]
    if participation.state == State.REVOKED:
        return ["Predikat unit ini sudah dicabut, sehingga hasilnya tidak dapat diajukan keberatan."]
    if result is not None and hasattr(result, "replaces"):
        return ["Hasil ini sudah diubah karena keberatan dan bersifat akhir."]
    if participation.cycle.objection_days == 0:
        return [f"Pada siklus {participation.cycle.year} keberatan tidak dibuka."]
    if result is None or term is None:
        return ["Keberatan dapat diajukan setelah hasil penilaian diumumkan."]
    if not term.is_open:
        until = dates.deadline(term.closes_at, participation.work_unit.timezone)
        return [f"Masa keberatan sudah berakhir. Keberatan dapat diajukan sampai {until}."]
    return []


def write(
    participation: Participation, by: User, objection: Objection | None, result: Result | None, term: Term | None
) -> list[str]:
    """Whether the person may write a draft, or go on with the one that there is."""
    if sentences := belongs(participation, by):
        return sentences
    standing = objection.standing if objection else Standing.DRAFT
    if standing in (Standing.GRANTED, Standing.PARTLY, Standing.DENIED):
        return [ONCE]
    if standing == Standing.FILED:
        return ["Keberatan sudah diajukan dan tidak dapat diubah. Tarik lebih dahulu bila ada yang perlu diperbaiki."]
    if standing != Standing.DRAFT:
        return ["Keberatan sudah diajukan dan sedang diperiksa, sehingga tidak dapat diubah."]
    return closed(participation, result, term)


def point(line: ResultLine) -> list[str]:
    """Whether an indicator of the result can be objected to: there must be something to gain."""
    if line.value is None or line.value >= 1:
        return [FULL.format(code=line.indicator.code)]
    return []


def file(
    participation: Participation,
    by: User,
    objection: Objection | None,
    result: Result | None,
    term: Term | None,
    points: Sequence[ObjectionPoint] | None = None,
) -> list[str]:
    """Whether the person may file the draft; without ``points`` what was written is left out of the judgement."""
    sentences = write(participation, by, objection, result, term)
    if sentences:
        return sentences
    if participation.cycle.head_releases and not cycle_rules.holds(participation, by, (Role.HEAD,)):
        return [
            "Pada siklus ini keberatan diajukan oleh kepala unit. Simpan drafnya, lalu minta kepala unit mengajukan."
        ]
    if points is None:
        return []
    if not points:
        return ["Pilih paling sedikit satu indikator dan tuliskan alasannya."]
    return [
        f"{found.indicator.code}: tuliskan mengapa nilainya menurut Anda belum tepat."
        for found in points
        if not found.text.strip()
    ]


def withdraw(objection: Objection, by: User) -> list[str]:
    """Whether the unit may take the objection back: until a reviewer is named."""
    if sentences := belongs(objection.participation, by):
        return sentences
    if objection.standing in (Standing.DRAFT, Standing.FILED):
        return []
    if objection.standing == Standing.WITHDRAWN:
        return ["Keberatan ini sudah ditarik."]
    if objection.is_open:
        return ["Keberatan sudah mulai diperiksa, sehingga tidak dapat ditarik lagi."]
    return ["Keberatan ini sudah dijawab."]


# --- the answer ----------------------------------------------------------------------------------------------------------
def assign(objection: Objection, by: User, reviewer_reason: str | None = None) -> list[str]:
    """Whether the lead may name the reviewer; ``reviewer_reason``: why this person cannot answer, if so."""
    if not by.has_role(Role.LEAD):
        return ["Pemeriksa keberatan ditunjuk oleh ketua tim penilai."]
    if objection.standing not in (Standing.FILED, Standing.IN_REVIEW):
        return [f"Pemeriksa tidak dapat ditunjuk lagi. Status keberatan: {objection.get_standing_display()}."]
    if not objection.participation.cycle.is_open:
        return [f"Siklus {objection.participation.cycle.year} sudah diarsipkan dan tidak dapat diubah."]
    sentences = cycle_rules.independence(objection.participation, by)
    if reviewer_reason:
        sentences.append(f"Orang ini {reviewer_reason}, sehingga tidak dapat memeriksa keberatannya. Pilih orang lain.")
    return sentences


def review(objection: Objection, by: User) -> list[str]:
    """Whether the person may answer now: the named reviewer, as long as nothing binds them to the unit."""
    if objection.reviewer_id != by.pk or not by.has_role(Role.ASSESSOR):
        return ["Keberatan ini dijawab oleh pemeriksa yang ditunjuk ketua tim."]
    if objection.standing == Standing.PROPOSED:
        return ["Jawaban sudah diusulkan dan menunggu keputusan pimpinan."]
    if objection.standing != Standing.IN_REVIEW:
        return [f"Keberatan ini tidak sedang diperiksa. Statusnya: {objection.get_standing_display()}."]
    if not objection.participation.cycle.is_open:
        return [f"Siklus {objection.participation.cycle.year} sudah diarsipkan dan tidak dapat diubah."]
    reason = involved(objection.participation, [by.pk]).get(by.pk)
    return [f"Anda {reason}, sehingga tidak dapat menjawab keberatannya. Beri tahu ketua tim."] if reason else []


def answer(found: ObjectionPoint, line: ResultLine) -> list[str]:
    """Whether the answer to a point is whole and raises the level."""
    code = found.indicator.code
    if found.answer == Answer.GRANTED and (
        found.level is None or line.value is None or found.level.value <= line.value
    ):
        return [f"{code}: tingkat yang dikabulkan harus lebih tinggi daripada hasil sekarang ({line.label})."]
    if found.answer and not found.reason.strip():
        return [f"{code}: tuliskan alasan jawaban. Alasan ini dibaca unit."]
    return []


def propose(objection: Objection, by: User, points: Sequence[ObjectionPoint], lines: Sequence[ResultLine]) -> list[str]:
    """Whether the reviewer may hand the answers to a second person: every point answered, none of them a loss."""
    sentences = review(objection, by)
    if sentences:
        return sentences
    open_ = [found.indicator.code for found in points if not found.answer]
    if open_:
        sentences.append(f"Masih ada butir yang belum dijawab: {', '.join(open_)}.")
    by_indicator = {line.indicator_id: line for line in lines}
    for found in points:
        sentences += answer(found, by_indicator[found.indicator_id])
    if objection.participation.approvals.filter(decision=Approval.Decision.PENDING).exists():
        sentences.append("Ada usulan lain untuk unit ini yang menunggu keputusan. Tunggu sampai diputuskan.")
    return sentences + keeps(objection, points, lines)


def keeps(objection: Objection, points: Sequence[ObjectionPoint], lines: Sequence[ResultLine]) -> list[str]:
    """That no answer lowers the result, so that no predikat is lost by an objection."""
    outcome = revised(lines, {found.indicator_id: found.level for found in points if found.level})
    if outcome.total < objection.result.total or (objection.result.meets and outcome.required_unmet):
        return ["Jawaban keberatan tidak boleh menurunkan hasil unit."]
    return []


def decide(objection: Objection, by: User) -> list[str]:
    """Whether the person may approve the answers or send them back: a second person without a part in the result."""
    if objection.standing != Standing.PROPOSED or objection.approval is None:
        return ["Belum ada jawaban yang menunggu keputusan."]
    if sentences := cycle_rules.decide(objection.approval, by):
        return sentences
    if not objection.participation.cycle.is_open:
        return [f"Siklus {objection.participation.cycle.year} sudah diarsipkan dan tidak dapat diubah."]
    reason = involved(objection.participation, [by.pk]).get(by.pk)
    if objection.reviewer_id == by.pk:
        reason = "memeriksa keberatan ini"
    return [f"Anda {reason}, sehingga tidak dapat memutuskannya. Serahkan kepada pimpinan lain."] if reason else []
