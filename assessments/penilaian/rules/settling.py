"""May the lead see the scores side by side, and settle them?"""

from collections.abc import Mapping

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName
from assessments.penilaian.rules.independence import verifiers_of
from assessments.penilaian.sheets import Choice, Item, Settlement
from units.models import User


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
