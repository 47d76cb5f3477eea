"""Site visits by their verbs."""

import datetime as dt

from assessments.cycle.models import Participation
from assessments.penilaian.models import SiteVisit
from assessments.penilaian.queries import visits as queries
from assessments.penilaian.workflow import visiting as workflow
from p2ham.lib import dates
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import User


def wanted(*visitors: User, day: dt.date | None = None, message: str = "") -> workflow.VisitPlan:
    return workflow.VisitPlan(
        planned_on=day or dates.today(), planned_at=dt.time(9), mode="luring", message=message, visitors=visitors
    )


def planned(cast: Cast, *visitors: User, day: dt.date | None = None, unit: Participation | None = None) -> SiteVisit:
    """Amir goes to the unit of the play today, which Asih and Anton score."""
    participation = unit or scenes.assigned(cast)[0].participation
    people = visitors or (cast.third_assessor,)
    return workflow.plan(participation=participation, wanted=wanted(*people, day=day), by=cast.lead)


def seen(visit: SiteVisit, by: User, **differing: str) -> SiteVisit:
    """Everything as the evidence says, but for the codes in ``differing``, each with what is seen."""
    for indicator in queries.to_see(visit):
        text = differing.get(indicator.code, "")
        found = "berbeda" if text else "sesuai"
        workflow.find(visit=visit, indicator_id=indicator.pk, seen=found, text=text, by=by)
    return visit


def closed(cast: Cast, **differing: str) -> SiteVisit:
    """A visit that is over, with its report."""
    visit = seen(planned(cast), cast.third_assessor, **differing)
    return workflow.close(
        visit=visit, host_name="Hadi Kepala", host_title="Kepala", summary="Baik.", by=cast.third_assessor
    )
