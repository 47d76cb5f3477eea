"""This stage on the unit's page."""

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.queries import Panel
from assessments.cycle.states import MoveName, Stage, State
from assessments.penilaian.models import Award
from assessments.penilaian.queries.sealed import progress
from assessments.penilaian.queries.visible import RELEASED, assignments_of, results_visible_to
from units.models import Role, User


def panel(participation: Participation, user: User) -> Panel | None:
    """This stage on the unit's page: facts for everybody, figures only for those who may read the result."""
    state = State(participation.state)
    if participation.stage != Stage.PENILAIAN and state not in RELEASED:
        return None
    result = results_visible_to(user).filter(participation=participation).first()
    award = (
        Award.objects.filter(participation=participation).select_related("decree", "certificate").first()
        if state in RELEASED
        else None
    )
    done, all_of = progress(participation) if state == State.IN_SCORING else (0, 0)
    leads = user.has_role(Role.LEAD)
    mine = assignments_of(user).filter(participation=participation).first()
    context: dict[str, object] = {
        "participation": participation,
        "state": state,
        "states": State,
        "result": result,
        "award": award,
        "done": done,
        "assessors": all_of,
        "mine": mine,
        "leads": leads,
        "assign_reasons": cycle_rules.move(participation, MoveName.ASSIGN, user)
        if leads and state == State.PASSED
        else [],
        "decides": user.has_role(Role.ADMIN, Role.LEADERSHIP),
    }
    return Panel("Penilaian", "penilaian/_panel.html", context)
