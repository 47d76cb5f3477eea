"""The people of the tests, named once, so that a permission test reads like a play.

Kanwil Khatulistiwa guides Lapas Kapuas (the unit of the play), Lapas Landak (its neighbour) and Kanim Singkawang.
Kanwil Andalas guides Lapas Barito: another region. Everything happens in the running cycle.
"""

from dataclasses import dataclass, field

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from tests import factories
from units.models import Kind, Role, User, WorkUnit


@dataclass
class Cast:
    cycle: Cycle = field(default_factory=factories.cycle)

    def __post_init__(self) -> None:
        self.kanwil = self._kanwil("Kantor Wilayah Khatulistiwa", "W.90", "61")
        self.other_kanwil = self._kanwil("Kantor Wilayah Andalas", "W.91", "13")
        self.unit = self._unit("Lapas Kapuas", self.kanwil)
        self.neighbour = self._unit("Lapas Landak", self.kanwil)
        self.kanim = self._unit("Kanim Singkawang", self.kanwil, Kind.KANIM)
        self.foreign_unit = self._unit("Lapas Barito", self.other_kanwil)
        # The unit and those who belong to it.
        self.operator = factories.posted(Role.OPERATOR, self.unit, "Oni Operator")
        self.head = factories.posted(Role.HEAD, self.unit, "Hadi Kepala")
        self.coordinator = factories.posted(Role.COORDINATOR, self.kanwil, "Koko Koordinator")
        self.coordinator_head = factories.posted(Role.COORDINATOR_HEAD, self.kanwil, "Kartini Kakanwil")
        # Strangers: the same roles elsewhere, and an account without any posting.
        self.neighbour_operator = factories.posted(Role.OPERATOR, self.neighbour, "Tetangga Operator")
        self.foreign_operator = factories.posted(Role.OPERATOR, self.foreign_unit, "Asing Operator")
        self.foreign_coordinator = factories.posted(Role.COORDINATOR, self.other_kanwil, "Asing Koordinator")
        self.nobody = factories.user("Tanpa Peran")
        # Jakarta.
        self.verifier = factories.posted(Role.VERIFIER, None, "Vera Verifikator")
        self.second_verifier = factories.posted(Role.VERIFIER, None, "Vino Verifikator")
        self.assessor = factories.posted(Role.ASSESSOR, None, "Asih Penilai")
        self.second_assessor = factories.posted(Role.ASSESSOR, None, "Anton Penilai")
        self.third_assessor = factories.posted(Role.ASSESSOR, None, "Amir Penilai")
        self.lead = factories.posted(Role.LEAD, None, "Lela Ketua")
        self.admin = factories.posted(Role.ADMIN, None, "Ade Admin")
        self.leadership = factories.posted(Role.LEADERSHIP, None, "Pipit Pimpinan")
        self.observer = factories.posted(Role.OBSERVER, None, "Oka Pemantau")

    def _kanwil(self, name: str, letter_code: str, province: str) -> WorkUnit:
        return factories.unit(
            name, short_name=name, kind=Kind.KANWIL, letter_code=letter_code, province=factories.province(province)
        )

    def _unit(self, name: str, kanwil: WorkUnit, kind: str = Kind.LAPAS) -> WorkUnit:
        return factories.unit(name, short_name=name, kind=kind, coordinator=kanwil, province=kanwil.province)

    def participation(self, state: State = State.REGISTERED, work_unit: WorkUnit | None = None) -> Participation:
        """The unit of the play (or another) in ``state``."""
        return factories.participation(work_unit or self.unit, self.cycle, state)

    @property
    def everybody(self) -> dict[str, User]:
        """Every person of the play by name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, User)}
