"""May these assessors be given to the unit?"""

from collections import Counter
from collections.abc import Sequence

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName
from assessments.penilaian.rules.ending import not_for
from units.models import User


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
    return sentences + not_for(participation, [person for person in assessors if person != by])
