"""The demo's team of assessors: of several bodies, one from the region of the demo's units, one with a declared conflict."""

from assessments.cycle.models import Cycle
from assessments.demo import people
from assessments.demo.play import Troupe, person
from assessments.penilaian.models import DeclaredConflict, TeamMember
from assessments.penilaian.workflow import declaring, team
from p2ham.lib import dates
from units.models import Province, Role, User, WorkUnit

NUMBER = "CONTOH-03.HA.03.07 Tahun 2026"
# Three of them are accounts of the login page; of the others there is the name.
BODIES = [
    ("penilai1", "Ombudsman Republik Indonesia", "Pengawasan pelayanan publik", ""),
    ("penilai2", "Universitas Contoh", "Hukum hak asasi manusia", ""),
    ("penilai3", "Direktorat Jenderal Contoh", "Layanan keimigrasian", ""),
    ("penilai4", "Universitas Contoh", "Aksesibilitas bangunan", ""),
    ("penilai5", "Perwakilan Contoh Kalimantan Barat", "Kelompok rentan", "61"),
]


def form_team(cycle: Cycle, cast: Troupe) -> None:
    """Take them into the team by decree; the fourth declares a conflict with a unit."""
    members: dict[str, User] = {}
    for number, (name, body, expertise, home) in enumerate(BODIES, start=1):
        email = f"{name}@{people.DOMAIN}"
        user = cast.by_name.get(name) or person(email, people.central("assessor", number).name, Role.ASSESSOR, None)
        members[name] = user
        row = TeamMember(
            cycle=cycle,
            user=user,
            decree_number=NUMBER,
            decree_date=dates.today(),
            body=body,
            expertise=expertise,
            home_province=Province.objects.get(code=home) if home else None,
            quota=20,
        )
        team.add_member(member=row, by=cast["ketua"])
    conflict = DeclaredConflict(
        cycle=cycle,
        user=members["penilai4"],
        work_unit=WorkUnit.objects.get(code="bapas-sintang"),
        reason="Istri bertugas di unit ini.",
    )
    declaring.declare_conflict(conflict=conflict, by=members["penilai4"])
