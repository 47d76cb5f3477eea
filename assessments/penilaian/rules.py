"""May this be assigned, scored, settled, decreed? Sentences; empty means yes."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import Q

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Approval, Cycle, Participation
from assessments.cycle.states import MoveName, Stage, State
from assessments.penilaian.models import Assignment, Award, Decree, DecreeItem
from assessments.penilaian.sheets import Choice, Item, Settlement, Sheet
from assessments.verifikasi.models import Verdict
from indicators.models import Level
from p2ham.lib import dates
from units.models import Posting, Role, User

DONE = "Penilaian Anda untuk unit ini sudah selesai dan tidak dapat diubah lagi."


# --- independence, by person -------------------------------------------------------------------------------------------
def verifiers_of(participation: Participation) -> set[int]:
    """Everybody who decided on an indicator of the unit, or proposed or decided the outcome of its verification."""
    found = set(Verdict.objects.filter(answer__participation=participation).values_list("decided_by", flat=True))
    outcomes = Approval.objects.filter(participation=participation, move__in=[MoveName.PASS, MoveName.FAIL])
    for pair in outcomes.values_list("proposed_by", "decided_by"):
        found.update(person for person in pair if person)
    return found


def conflicts(participation: Participation, people: Sequence[User]) -> dict[int, str]:
    """Who of ``people`` may not score the unit, and why, by user id. Three queries whatever their number."""
    cycle = participation.cycle
    places = [participation.work_unit_id]
    if participation.coordinator_id:
        places.append(participation.coordinator_id)
    posted = Posting.objects.overlapping(cycle.first_day, cycle.last_day).filter(work_unit__in=places, user__in=people)
    belonging = set(posted.values_list("user", flat=True))
    verifiers = verifiers_of(participation)
    found = {}
    for person in people:
        if person.pk in belonging:
            found[person.pk] = f"bertugas di unit ini atau koordinatornya pada tahun {cycle.year}"
        elif person.pk in verifiers:
            found[person.pk] = "ikut memeriksa unit ini pada tahap verifikasi"
    return found


def independent(participation: Participation, user: User) -> list[str]:
    """Whether the person may judge the unit: neither belongs to it nor verified it."""
    reason = conflicts(participation, [user]).get(user.pk)
    if reason is None:
        return []
    return [f"Anda {reason}, sehingga tidak dapat menilainya. Beri tahu ketua tim penilai agar penilai diganti."]


# --- assigning ---------------------------------------------------------------------------------------------------------
def assign(participation: Participation, by: User, assessors: Sequence[User] | None = None) -> list[str]:
    """Whether the lead may assign these assessors; without them, whether assigning is possible at all."""
    sentences = cycle_rules.move(participation, MoveName.ASSIGN, by)
    if assessors is None:
        return sentences
    wanted = participation.cycle.assessors_per_unit
    if len(assessors) != wanted:
        sentences.append(f"Pilih tepat {wanted} penilai. Sekarang terpilih {len(assessors)}.")
    if any(count > 1 for count in Counter(person.pk for person in assessors).values()):
        sentences.append("Pilih penilai yang berbeda-beda.")
    if by in assessors:
        sentences.append("Anda tidak dapat menugaskan diri sendiri, karena Anda yang akan menetapkan nilainya.")
    reasons = conflicts(participation, assessors)
    for person in assessors:
        if not person.has_role(Role.ASSESSOR):
            sentences.append(f"{person.name} tidak sedang bertugas sebagai penilai.")
        elif person.pk in reasons:
            sentences.append(f"{person.name} {reasons[person.pk]}, sehingga tidak dapat menilainya.")
    return sentences


# --- scoring -----------------------------------------------------------------------------------------------------------
def work_on(assignment: Assignment, by: User) -> list[str]:
    """Whether the assessor may still change this sheet."""
    participation = assignment.participation
    if assignment.assessor_id != by.pk or not by.has_role(Role.ASSESSOR):
        return ["Lembar ini hanya dapat diisi oleh penilai yang ditugaskan."]
    if assignment.is_final:
        return [DONE]
    if participation.state != State.IN_SCORING:
        label = State(participation.state).label
        return [f"Unit ini tidak sedang dinilai. Sekarang statusnya “{label}”."]
    return cycle_rules.window(participation, Stage.PENILAIAN) + independent(participation, by)


def score(assignment: Assignment, by: User, item: Item, level: Level, justification: str) -> list[str]:
    """Whether this level may be given to this indicator."""
    sentences = work_on(assignment, by)
    if item.not_applicable:
        sentences.append(f"{item.indicator.code} tidak berlaku bagi unit ini, sehingga tidak dinilai.")
    elif item.level(level.pk) is None:
        sentences.append("Pilih salah satu tingkat dari rubrik indikator ini.")
    elif item.needs_justification(level) and not justification.strip():
        if level.value == 0:
            sentences.append(f"Tuliskan alasan Anda memberi tingkat terendah, “{level.label}”.")
        else:
            verified = item.verified_level
            word = f" (“{verified.label}”)" if verified else ""
            sentences.append(f"Tingkat pilihan Anda berbeda dengan hasil verifikasi{word}. Tuliskan alasannya.")
    return sentences


def finalise(sheet: Sheet, by: User) -> list[str]:
    """Whether the assessor may declare the sheet finished."""
    sentences = work_on(sheet.assignment, by)
    if sheet.missing:
        codes = ", ".join(item.indicator.code for item in sheet.missing)
        sentences.append(f"Masih ada {len(sheet.missing)} indikator yang belum dinilai: {codes}.")
    return sentences


# --- settling ----------------------------------------------------------------------------------------------------------
def see_settlement(participation: Participation, user: User) -> list[str]:
    """Whether the lead may see the scores side by side; an assessor of the unit may not, in whatever role."""
    if participation.assignments.filter(assessor=user).exists():
        return ["Anda termasuk penilai unit ini, sehingga nilai penilai lain tidak ditampilkan kepada Anda."]
    return []


def settle(
    participation: Participation,
    by: User,
    settlement: Settlement | None,
    choices: Mapping[int, Choice] | None = None,
    *,
    progress: tuple[int, int],
) -> list[str]:
    """Whether the lead may settle; without ``choices`` they are left out of the judgement."""
    sentences = cycle_rules.move(participation, MoveName.SETTLE, by) + see_settlement(participation, by)
    if by.pk in verifiers_of(participation):
        sentences.append(
            "Anda ikut memeriksa unit ini pada tahap verifikasi, sehingga tidak dapat menetapkan nilainya."
        )
    if settlement is None:
        done, all_of = progress
        return [
            *sentences,
            f"Nilai baru dapat ditetapkan setelah semua penilai selesai. Sekarang {done} dari {all_of}.",
        ]
    if all(found.item.not_applicable for found in settlement.judged):
        sentences.append("Tidak ada indikator yang berlaku bagi unit ini, sehingga nilainya tidak dapat dihitung.")
    if choices is not None:
        for found in settlement.differing:
            sentences += _choice(found.item, choices.get(found.item.pk, Choice(None)))
    return sentences


def _choice(item: Item, choice: Choice) -> list[str]:
    code, sentences = item.indicator.code, []
    if choice.level is None or item.level(choice.level.pk) is None:
        sentences.append(f"{code}: penilai berbeda pendapat. Pilih tingkat yang ditetapkan.")
    if not choice.reason.strip():
        sentences.append(f"{code}: tuliskan alasan tingkat yang Anda tetapkan.")
    return sentences


# --- the decree --------------------------------------------------------------------------------------------------------
def prepare_decree(cycle: Cycle, by: User) -> list[str]:
    """Whether the admin may record a decree for the cycle at all."""
    if not by.has_role(Role.ADMIN):
        return ["Keputusan dicatat oleh admin pusat."]
    return [] if cycle.is_open else [f"Siklus {cycle.year} sudah diarsipkan dan tidak dapat diubah."]


def record_decree(cycle: Cycle, by: User, participations: Sequence[Participation], date: dt.date) -> list[str]:
    """Whether a decree of this date may name these units, whose rows are locked."""
    sentences = prepare_decree(cycle, by)
    if date > dates.today():
        sentences.append("Tanggal keputusan tidak boleh sesudah hari ini.")
    if date < cycle.first_day:
        sentences.append(f"Tanggal keputusan tidak boleh sebelum tahun {cycle.year}.")
    if not participations:
        sentences.append("Pilih paling sedikit satu unit.")
    taken = set(DecreeItem.objects.filter(is_live=True, participation__in=participations).values_list("participation"))
    for participation in participations:
        name = participation.work_unit.short_name
        if participation.cycle_id != cycle.pk:
            sentences.append(f"{name} bukan peserta siklus {cycle.year}.")
        elif participation.state != State.SETTLED:
            label = State(participation.state).label
            sentences.append(f"{name} belum dapat ditetapkan, karena statusnya “{label}”.")
        elif (participation.pk,) in taken:
            sentences.append(f"{name} sudah tercantum dalam keputusan lain.")
    return sentences


def decide_decree(decree: Decree, by: User) -> list[str]:
    """Whether the person may decide the decree: a second person of the leadership, bound to none of its units."""
    sentences = cycle_rules.decide(decree.approval, by)
    if sentences:
        return sentences
    cycle = decree.cycle
    items = DecreeItem.objects.filter(decree=decree)
    posted = Posting.objects.overlapping(cycle.first_day, cycle.last_day).filter(user=by)
    own = posted.exclude(work_unit=None).values("work_unit")
    bound = items.filter(Q(participation__work_unit__in=own) | Q(participation__coordinator__in=own))
    names = list(bound.values_list("participation__work_unit__short_name", flat=True))
    if names:
        sentences.append(
            f"Anda bertugas atau pernah bertugas pada tahun {cycle.year} di unit yang tercantum atau di koordinatornya: "
            f"{', '.join(names)}. Keputusan ini diputuskan oleh pimpinan lain."
        )
    return sentences


def issue_certificates(decree: Decree, by: User) -> list[str]:
    """Whether certificates remain to be issued under the decree, and the person may issue them."""
    if not by.has_role(Role.ADMIN):
        return ["Piagam diterbitkan oleh admin pusat."]
    if decree.approval.decision != Approval.Decision.APPROVED:
        return ["Piagam baru dapat diterbitkan setelah keputusan ini disetujui pimpinan."]
    standing = Award.objects.filter(decree=decree, revoked_at=None)
    if not standing.exists():
        return ["Tidak ada unit berpredikat dalam keputusan ini."]
    if not standing.filter(certificate=None).exists():
        return ["Semua piagam dalam keputusan ini sudah diterbitkan."]
    return []
