"""Objects of the plenary meeting that the policy of its routes speaks of."""

from typing import Any

from assessments.penilaian.models import Pleno
from assessments.penilaian.workflow import pleno as workflow
from p2ham.lib import dates
from tests.cast import Cast
from tests.penilaian import scenes

DECIDERS = ("lead", "admin", "leadership")


def meeting(cast: Cast) -> Pleno:
    """A meeting that is held today."""
    scenes.team(cast)
    return workflow.open_pleno(cycle=cast.cycle, held_on=dates.today(), place="Jakarta", agenda="Pleno", by=cast.lead)


def closed_meeting(cast: Cast) -> Pleno:
    """A meeting with its minutes."""
    held = meeting(cast)
    people = (cast.assessor, cast.second_assessor, cast.third_assessor)
    workflow.attend(pleno=held, modes={person.pk: "luring" for person in people}, by=cast.lead)
    return workflow.close_pleno(pleno=held, conclusion="Hasil disepakati.", by=cast.lead)


def discussed(cast: Cast) -> dict[str, Any]:
    """A unit before a meeting."""
    unit = scenes.settled(cast)
    return {"pk": meeting(cast).pk, "participation": unit.pk}


def with_issue(cast: Cast) -> dict[str, Any]:
    """A current issue about a unit before a meeting."""
    unit = scenes.settled(cast)
    held = meeting(cast)
    issue = workflow.raise_issue(
        participation=unit, text="Pengaduan antrean", source="Surat kabar contoh", by=cast.lead
    )
    return {"pk": held.pk, "issue": issue.pk}
