"""May this unit be put forward by its region? Sentences; empty means yes."""

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.pencanangan.queries import nomination_of
from units.models import REGION_ROLES, Kind, User


def not_nominated(participation: Participation) -> list[str]:
    """Whether the region has decided against the unit. Undecided units may apply: praseleksi is optional."""
    nomination = nomination_of(participation)
    if nomination is None or nomination.nominated:
        return []
    name = participation.work_unit.short_name
    return [f"{name} tidak dicalonkan pada praseleksi: {nomination.reason}"]


def nominate(participation: Participation, by: User, *, nominated: bool, reason: str | None = None) -> list[str]:
    """Whether ``by`` may say that the region puts the unit forward, or not. ``reason=None``: not yet written."""
    office, name = participation.coordinator, participation.work_unit.short_name
    if office is None or office.kind != Kind.SETDA:
        return [f"{name} tidak memiliki praseleksi: praseleksi hanya untuk unit pemerintah daerah."]
    if office.pk not in by.units_as(*REGION_ROLES):
        return [f"Praseleksi {name} diputuskan oleh {office.short_name}."]
    if not participation.cycle.is_open:
        return [f"Siklus {participation.cycle.year} sudah diarsipkan dan tidak dapat diubah."]
    if participation.state != State.REGISTERED:
        label = State(participation.state).label.lower()
        return [f"Praseleksi {name} tidak dapat diubah lagi, karena statusnya “{label}”."]
    if not nominated and reason is not None and not reason.strip():
        return ["Tuliskan alasan unit ini tidak dicalonkan."]
    return []
