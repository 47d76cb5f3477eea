"""This stage on the unit's page."""

from django.db.models import Exists, OuterRef

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.queries import Panel
from assessments.cycle.states import MoveName, Stage, State
from assessments.documents.models import SignedPaper
from assessments.penilaian.models import Award, Result
from assessments.penilaian.queries import objections, visits
from assessments.penilaian.queries.sealed import progress
from assessments.penilaian.queries.visible import DECIDING_ROLES, RELEASED, assignments_of, results_visible_to
from units.models import UNIT_ROLES, Role, User


def panel(participation: Participation, user: User) -> Panel | None:
    """This stage on the unit's page: facts for everybody, figures only for those who may read the result."""
    state = State(participation.state)
    if participation.stage != Stage.PENILAIAN and state not in RELEASED:
        return None
    result = results_visible_to(user).filter(participation=participation).first()
    award = (
        Award.objects.filter(participation=participation)
        .annotate(has_signed=Exists(SignedPaper.objects.filter(document=OuterRef("certificate"))))
        .select_related("decree", "certificate")
        .first()
        if state in RELEASED
        else None
    )
    # Who is done is told to those who lead: to a colleague it would say when the other finished.
    tells_progress = state == State.IN_SCORING and user.has_role(*DECIDING_ROLES)
    done, all_of = progress(participation) if tells_progress else (0, 0)
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
        "tells_progress": tells_progress,
        "mine": mine,
        "visits": visits.reports_of(participation),
        "leads": leads,
        "assign_reasons": cycle_rules.move(participation, MoveName.ASSIGN, user)
        if leads and state == State.PASSED
        else [],
        "decides": user.has_role(Role.ADMIN, Role.LEADERSHIP),
        **_objection(participation, user, state, result),
    }
    return Panel("Penilaian", "penilaian/_panel.html", context)


def _objection(participation: Participation, user: User, state: State, result: Result | None) -> dict[str, object]:
    """The objection of the unit for whoever may read it, and until when its people may file one."""
    if result is None or state not in (*RELEASED, State.SETTLED):
        return {"objection": None, "term": None, "own": False}
    own = participation.work_unit_id in user.units_as(*UNIT_ROLES)
    found = objections.latest_of(participation)
    if found and not own and found.standing not in objections.FILED:
        found = None
    term = objections.term_of(participation) if own and found is None else None
    return {"objection": found, "term": term if term and term.is_open else None, "own": own}
