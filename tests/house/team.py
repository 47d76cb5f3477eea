"""The policy of the pages about the team of assessors."""

from typing import Any

from assessments.penilaian.models import DeclaredConflict, TeamMember
from tests.cast import Cast
from tests.house.objects import of_scored
from tests.house.policy import SCORERS, Route, pk
from tests.penilaian import scenes

KEEPERS = ("lead", "admin")


def member(cast: Cast) -> TeamMember:
    return scenes.member(cast, cast.assessor)


def conflict(cast: Cast) -> DeclaredConflict:
    return DeclaredConflict.objects.create(
        cycle=cast.cycle, user=cast.assessor, work_unit=cast.unit, reason="Saudara.", declared_by=cast.assessor
    )


def first_place(unit: Any) -> int:
    return int(unit.assignments.get(assessor__name="Asih Penilai").pk)


ROUTES = {
    "penilaian_team": Route(KEEPERS),
    "penilaian_team_sheet": Route(KEEPERS),
    "penilaian_member_new": Route(KEEPERS),
    "penilaian_members_import": Route(KEEPERS),
    "penilaian_members_template": Route(KEEPERS),
    "penilaian_member": Route(KEEPERS, pk(member)),
    "penilaian_member_leave": Route(KEEPERS, pk(member)),
    "penilaian_member_conflicts": Route(KEEPERS, pk(member)),
    "penilaian_conflicts": Route((*SCORERS, "third_assessor")),
    "penilaian_conflict_withdraw": Route((*KEEPERS, "assessor"), pk(conflict)),
    "penilaian_distribute": Route(("lead",)),
    "penilaian_distribution_sheet": Route(("lead",)),
    "penilaian_distribution_import": Route(("lead",)),
    "penilaian_even_out": Route(("lead",)),
    "penilaian_places": Route(("lead",), of_scored(scenes.assigned)),
    "penilaian_replace": Route(("lead",), of_scored(scenes.assigned, assignment=first_place)),
    "penilaian_recuse": Route(SCORERS, of_scored(scenes.assigned)),
}
