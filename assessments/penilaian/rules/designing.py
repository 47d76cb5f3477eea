"""May the certificate of a cycle be given another look?"""

from assessments.cycle.models import Cycle
from units.models import Role, User


def adjust_design(cycle: Cycle, by: User) -> list[str]:
    """Whether the person may adjust the design of the cycle's certificates."""
    if not by.has_role(Role.ADMIN):
        return ["Rancangan piagam diatur oleh admin pusat."]
    return [] if cycle.is_open else [f"Siklus {cycle.year} sudah diarsipkan dan tidak dapat diubah."]


def fitting_design(overflowing: list[str]) -> list[str]:
    """Whether the design leaves room for these names, which were tried and do not fit."""
    return [
        f"Teks tidak muat pada satu lembar untuk {name}. Pendekkan kalimat penghargaan, kalimat penutup, atau kepala "
        "piagam."
        for name in overflowing
    ]
