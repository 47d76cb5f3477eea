"""Objections and reports to which routes lead."""

from typing import Any

from assessments.cycle.models import Participation
from assessments.penilaian.models import Objection
from assessments.penilaian.workflow import answering
from tests.cast import Cast
from tests.house.policy import NATIONAL, OFFICE, SCORERS, THE_UNIT, Route, pk
from tests.penilaian import objecting as play
from tests.penilaian import scenes

DECIDING = ("lead", "admin", "leadership")


def reported(cast: Cast) -> Participation:
    """A released result whose report is on paper."""
    participation = scenes.released(cast)
    answering.report(participation_pk=participation.pk)
    return participation


def of_unit(cast: Cast) -> Participation:
    """The unit with its filed objection."""
    return play.filed(cast).participation


def drafted_file(cast: Cast) -> dict[str, Any]:
    """A file on a draft."""
    draft = play.drafted(cast)
    return {"pk": draft.pk, "link": play.attached(draft, cast.operator).pk}


def reviewed_file(cast: Cast) -> dict[str, Any]:
    """A file of an objection that is under review."""
    participation = play.refused(cast)
    draft = play.drafted(cast, participation=participation)
    link = play.attached(draft, cast.operator)
    draft.refresh_from_db()
    filed = play.objecting.file(objection=draft, seen=play.objecting.stamp(draft), by=cast.operator)
    answering.assign(objection=filed, reviewer=cast.third_assessor, by=cast.lead)
    return {"pk": draft.pk, "link": link.pk, "variant": "kecil"}


def reviewed(cast: Cast) -> Objection:
    return play.reviewed(cast)


ROUTES = {
    "penilaian_report": Route((*THE_UNIT, *NATIONAL), pk(reported)),
    "penilaian_report_sheet": Route((*THE_UNIT, *NATIONAL), pk(scenes.released)),
    "penilaian_reports": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "penilaian_reports_sheet": Route((*OFFICE, "foreign_coordinator", *NATIONAL)),
    "penilaian_objection": Route((*THE_UNIT, *NATIONAL), pk(of_unit)),
    "penilaian_objection_withdraw": Route(("operator", "head"), pk(of_unit)),
    "penilaian_objections": Route((*DECIDING, *SCORERS, "third_assessor")),
    "penilaian_objection_review": Route((*DECIDING, "third_assessor"), pk(reviewed)),
    "penilaian_objection_assign": Route(("lead",), pk(play.filed)),
    "penilaian_objection_answer": Route(("third_assessor",), pk(reviewed)),
    "penilaian_objection_totals": Route(("third_assessor",), pk(reviewed)),
    "penilaian_objection_decide": Route(("leadership",), pk(play.proposed)),
    "penilaian_objection_paper": Route((*THE_UNIT, *NATIONAL, "third_assessor"), pk(play.decided)),
    "penilaian_objection_file_remove": Route(("operator", "head"), drafted_file),
    "penilaian_objection_file": Route((*THE_UNIT, *NATIONAL, "third_assessor"), reviewed_file),
}
