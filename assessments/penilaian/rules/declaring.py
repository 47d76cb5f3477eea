"""May a conflict of interest be declared, or taken back?"""

from assessments.cycle.models import Cycle
from assessments.penilaian.models import DeclaredConflict
from units.models import Role, User


def declare_conflict(conflict: DeclaredConflict, by: User) -> list[str]:
    """Whether ``by`` may record this: an assessor for themself, the lead and the admin for anybody of the team."""
    sentences = _keep(conflict.cycle, conflict.user, by)
    same = DeclaredConflict.objects.filter(
        cycle=conflict.cycle, user=conflict.user, withdrawn_at=None, work_unit=conflict.work_unit,
        province=conflict.province,
    )  # fmt: skip
    if same.exists():
        what = conflict.work_unit.short_name if conflict.work_unit else f"provinsi {conflict.province}"
        sentences.append(f"Benturan kepentingan dengan {what} sudah tercatat.")
    return sentences


def withdraw_conflict(conflict: DeclaredConflict, by: User) -> list[str]:
    """Whether ``by`` may take it back: what the lead has recorded is not for the assessor to take back."""
    sentences = _keep(conflict.cycle, conflict.user, by)
    if not sentences and by.pk == conflict.user_id and conflict.declared_by_id != by.pk:
        sentences.append("Ini dicatat oleh ketua tim penilai. Hubungi ketua tim bila tidak berlaku lagi.")
    if conflict.withdrawn_at is not None:
        sentences.append("Pernyataan ini sudah ditarik.")
    return sentences


def _keep(cycle: Cycle, user: User, by: User) -> list[str]:
    own = user.pk == by.pk and by.has_role(Role.ASSESSOR)
    if not own and not by.has_role(Role.LEAD, Role.ADMIN):
        return ["Benturan kepentingan dinyatakan oleh penilai sendiri, atau dicatat oleh ketua tim penilai."]
    return [] if cycle.is_open else [f"Siklus {cycle.year} sudah diarsipkan dan tidak dapat diubah."]
