"""The stage of a journey: real offices, the reference instrument, the running cycle, and those who act."""

import json
from dataclasses import dataclass, field

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.reference import load_cycle
from assessments.cycle.workflow import enrol
from assessments.demo.play import appoint_heads
from indicators import workflow as instruments
from indicators.models import Indicator
from tests import factories
from units.models import Role, User, WorkUnit
from units.reference import FOLDER, load_places


@dataclass
class Stage:
    """Everything loaded from the reference files; the persons are fictitious."""

    cycle: Cycle = field(init=False)

    def __post_init__(self) -> None:
        load_places()
        instrument = instruments.load(json.loads((FOLDER / "instrument_2024.json").read_text(encoding="utf-8")))
        self.cycle = load_cycle("demo", instrument)
        enrol(cycle=self.cycle, by=None)
        appoint_heads()
        self.kanwil = self.unit("kanwil-kalimantan-barat")
        self.officer = factories.posted(Role.COORDINATOR, self.kanwil, "Petugas Contoh")
        self.admin = factories.posted(Role.ADMIN, None, "Admin Contoh")
        self.leadership = factories.posted(Role.LEADERSHIP, None, "Pimpinan Contoh")
        self.verifier = factories.posted(Role.VERIFIER, None, "Verifikator Contoh")
        self.second_verifier = factories.posted(Role.VERIFIER, None, "Verifikator Kedua Contoh")
        self.lead = factories.posted(Role.LEAD, None, "Ketua Contoh")
        self.assessors = [factories.posted(Role.ASSESSOR, None, f"Penilai {n} Contoh") for n in ("Satu", "Dua")]
        self.stranger = factories.posted(Role.OPERATOR, self.unit("kanim-denpasar"), "Operator Denpasar Contoh")

    def unit(self, code: str) -> WorkUnit:
        return WorkUnit.objects.get(code=code)

    def participation(self, code: str) -> Participation:
        return Participation.objects.with_place().get(cycle=self.cycle, work_unit__code=code)

    def indicators(self, code: str) -> list[Indicator]:
        """The indicators of a unit in order, with levels and requirements."""
        return list(
            Indicator.objects.filter(criterion__instrument=self.cycle.instrument)
            .applicable_to(self.unit(code).groups)
            .select_related("criterion")
            .prefetch_related("levels__requirements")
            .order_by("criterion__position", "position")
        )

    def operator(self, code: str) -> User:
        """The one operator posted at a unit now."""
        return User.objects.get(postings__work_unit__code=code, postings__role=Role.OPERATOR)
