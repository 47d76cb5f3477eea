"""May the lead see the scores side by side, set a level, and settle the result?"""

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName
from assessments.penilaian.rules.independence import verifiers_of
from assessments.penilaian.settlements import Choice, Choices, Settlement
from assessments.penilaian.sheets import Item
from p2ham.lib import dates
from units.models import User


def see_settlement(participation: Participation, user: User) -> list[str]:
    """Whether the lead may see the scores side by side; an assessor of the unit may not, in whatever role."""
    if participation.assignments.filter(assessor=user).exists():
        return ["Anda termasuk penilai unit ini, sehingga nilai penilai lain tidak ditampilkan kepada Anda."]
    return []


def moderate(
    participation: Participation, by: User, settlement: Settlement | None, *, progress: tuple[int, int]
) -> list[str]:
    """Whether the lead may set levels for the unit and settle it at all."""
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
    return sentences


def settle(
    participation: Participation,
    by: User,
    settlement: Settlement | None,
    choices: Choices | None = None,
    *,
    total_reason: str = "",
    progress: tuple[int, int],
) -> list[str]:
    """Whether the lead may settle; without ``choices`` they are left out of the judgement."""
    sentences = moderate(participation, by, settlement, progress=progress)
    if settlement is None or choices is None:
        return sentences
    wanted = {found.item.pk for found in settlement.to_decide}
    for found in settlement.judged:
        choice = choices.get(found.item.pk, Choice(None))
        if found.item.pk in wanted:
            sentences += _choice(found.item, choice)
        elif not (choice.is_empty or found.item.not_applicable):
            sentences += _other(found.item, choice)
    if settlement.wants_word_on_total(choices) and not total_reason.strip():
        sentences.append(
            f"Nilai akhir para penilai berselisih {dates.number(settlement.total_spread, 2)}, lebih dari "
            f"{dates.number(settlement.rule.gap_total, 2)}. Tetapkan tingkat sebuah indikator, atau tuliskan mengapa nilai "
            "gabungannya berlaku."
        )
    return sentences


def _choice(item: Item, choice: Choice) -> list[str]:
    code, sentences = item.indicator.code, []
    if choice.level is None or item.level(choice.level.pk) is None:
        sentences.append(f"{code}: penilai berbeda pendapat. Pilih tingkat yang ditetapkan.")
    if not choice.reason.strip():
        sentences.append(f"{code}: tuliskan alasan tingkat yang Anda tetapkan.")
    return sentences


def _other(item: Item, choice: Choice) -> list[str]:
    code = item.indicator.code
    if choice.level is None or item.level(choice.level.pk) is None:
        return [f"{code}: pilih tingkat yang Anda tetapkan, atau kosongkan alasannya."]
    return [] if choice.reason.strip() else [f"{code}: tuliskan alasan tingkat yang Anda tetapkan."]
