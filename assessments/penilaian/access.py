"""Fetching is authorising: what a person may not see does not exist."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.cycle.models import Participation
from assessments.documents.models import Document
from assessments.files.models import StoredFile
from assessments.penilaian import queries, rules
from assessments.penilaian.models import (
    Assignment,
    Award,
    CurrentIssue,
    Decree,
    Objection,
    ObjectionFile,
    Pleno,
    Result,
    SiteVisit,
    VisitPhoto,
)
from assessments.penilaian.queries import objections, reports, visits
from assessments.penilaian.queries.visible import is_told
from assessments.verifikasi import queries as verifikasi
from assessments.verifikasi.models import Evidence
from units.access import require_role
from units.models import UNIT_ROLES, Role, User


def participation_or_404(user: User, pk: int) -> Participation:
    """The unit with its place, for whom the spine or an assignment shows it."""
    return get_object_or_404(queries.participations_visible_to(user).with_place(), pk=pk)


def led_or_404(user: User, pk: int) -> Participation:
    """The unit, for the lead."""
    require_role(user, Role.LEAD)
    return participation_or_404(user, pk)


def assignment_or_404(user: User, pk: int) -> Assignment:
    """The person's own assignment to the unit with id ``pk``."""
    return get_object_or_404(queries.assignments_of(user), participation=pk)


def judged_or_404(user: User, pk: int) -> Participation:
    """The unit whose evidence is judged, for the lead and for an assigned assessor who is still independent."""
    if user.has_role(Role.LEAD):
        return participation_or_404(user, pk)
    participation = assignment_or_404(user, pk).participation
    if rules.independent(participation, user):
        raise Http404
    return participation


def evidence_or_404(user: User, pk: int, evidence_pk: int) -> Evidence:
    """Evidence of the unit's sheet, for those who judge it and for whoever answers its objection."""
    objection = objections.held_by(user, pk)
    if objection and not rules.independent(objection.participation, user):
        found = verifikasi.evidence_file(objection.participation, evidence_pk)
    else:
        found = verifikasi.evidence_file(judged_or_404(user, pk), evidence_pk)
    if found is None:
        raise Http404
    return found


def result_or_404(user: User, pk: int) -> Result:
    """The settled result of the unit, once the person may read it."""
    rows = queries.results_visible_to(user).select_related("settled_by")
    return get_object_or_404(rows, participation=pk)


def decree_or_404(user: User, pk: int) -> Decree:
    """A decree, for those who record and decide it."""
    require_role(user, Role.ADMIN, Role.LEADERSHIP)
    rows = Decree.objects.select_related("cycle", "approval__proposed_by", "approval__decided_by", "annex")
    return get_object_or_404(rows, pk=pk)


def annex_or_404(user: User, pk: int) -> Document:
    """The annex of a decree, for whoever sees one of the units that it names."""
    decree = get_object_or_404(Decree.objects.select_related("annex"), pk=pk, annex__isnull=False)
    if not Participation.objects.visible_to(user).filter(decree_items__decree=decree).exists() or decree.annex is None:
        raise Http404
    return decree.annex


def certificate_or_404(user: User, pk: int) -> Document:
    """The certificate of the unit with id ``pk``."""
    rows = Award.objects.filter(participation__in=Participation.objects.visible_to(user))
    award = get_object_or_404(rows.select_related("certificate"), participation=pk, certificate__isnull=False)
    if award.certificate is None:
        raise Http404
    return award.certificate


def pleno_or_404(user: User, pk: int) -> Pleno:
    """A meeting, for those who prepare and take the decision."""
    require_role(user, *queries.DECIDING_ROLES)
    return get_object_or_404(Pleno.objects.select_related("cycle", "minutes", "closed_by"), pk=pk)


def minutes_or_404(user: User, pk: int) -> Document:
    """The minutes of a closed meeting."""
    found = pleno_or_404(user, pk).minutes
    if found is None:
        raise Http404
    return found


def discussed_or_404(user: User, pleno: Pleno, participation: int) -> Result:
    """The current result of a unit of the meeting's cycle."""
    rows = queries.results_visible_to(user).filter(participation__cycle=pleno.cycle_id)
    return get_object_or_404(
        rows.select_related("participation__cycle", "participation__work_unit__province", "participation__coordinator"),
        participation=participation,
    )


def issue_or_404(user: User, pleno: Pleno, pk: int) -> CurrentIssue:
    """A current issue about a unit of the meeting's cycle."""
    require_role(user, *queries.DECIDING_ROLES)
    rows = CurrentIssue.objects.select_related("participation__cycle")
    return get_object_or_404(rows, pk=pk, participation__cycle=pleno.cycle_id)


# --- reports and objections ----------------------------------------------------------------------------------------------
def report_or_404(user: User, pk: int) -> Document:
    """The report of the unit with id ``pk`` as a paper, for whoever may read its released result."""
    result = result_or_404(user, pk)
    paper = reports.paper_of(result.participation) if is_told(result) else None
    if paper is None:
        raise Http404
    return paper


def objected_or_404(user: User, pk: int) -> tuple[Participation, Objection | None, bool]:
    """The unit, its objection, and whether the person writes for it. Others who see the unit see what was filed."""
    participation = get_object_or_404(Participation.objects.visible_to(user).with_place(), pk=pk)
    found = objections.latest_of(participation)
    if found:
        found.participation = participation
    writes = participation.work_unit_id in user.units_as(*UNIT_ROLES)
    if not writes and (found is None or found.standing not in objections.FILED):
        raise Http404
    return participation, found, writes


def own_objection_or_404(user: User, pk: int) -> Objection:
    """An objection of the person's own unit."""
    rows = Objection.objects.filter(participation__work_unit__in=user.units_as(*UNIT_ROLES))
    return get_object_or_404(rows.select_related("participation"), pk=pk)


def reviewed_or_404(user: User, pk: int) -> Objection:
    """What was filed, for those who assign and decide, and for its reviewer as long as nothing binds them to the unit."""
    found = get_object_or_404(objections.visible_to(user), pk=pk)
    if not user.has_role(*queries.DECIDING_ROLES) and rules.independent(found.participation, user):
        raise Http404
    return found


def _objection_or_404(user: User, pk: int) -> Objection:
    """An objection that the person may read, from whichever side."""
    own = Q(participation__work_unit__in=user.units_as(*UNIT_ROLES))
    seen = Q(participation__in=Participation.objects.visible_to(user), standing__in=objections.FILED)
    found = Objection.objects.filter(own | seen, pk=pk).select_related("paper").first()
    return found or reviewed_or_404(user, pk)


def objection_file_or_404(user: User, pk: int, link: int) -> StoredFile:
    """A file of an objection."""
    rows = ObjectionFile.objects.filter(point__objection=_objection_or_404(user, pk)).select_related("file")
    return get_object_or_404(rows, pk=link).file


def objection_paper_or_404(user: User, pk: int) -> Document:
    """The outcome of an objection on paper."""
    paper = _objection_or_404(user, pk).paper
    if paper is None:
        raise Http404
    return paper


def visit_or_404(user: User, pk: int) -> SiteVisit:
    """A site visit, for the lead, for those who go, and for assessors of the unit who are still independent."""
    found = get_object_or_404(visits.visits_visible_to(user), pk=pk)
    if not user.has_role(Role.LEAD) and rules.independent(found.participation, user):
        raise Http404
    return found


def visit_photo_or_404(user: User, pk: int, photo: int) -> VisitPhoto:
    """A photo of a visit that the person sees."""
    return get_object_or_404(VisitPhoto.objects.select_related("file"), visit=visit_or_404(user, pk), pk=photo)


def visit_report_or_404(user: User, pk: int) -> Document:
    """The report of a closed visit, for whoever sees the unit."""
    rows = SiteVisit.objects.select_related("report").filter(report__isnull=False)
    seen = queries.participations_visible_to(user)
    found = (
        rows.filter(pk=pk, participation__in=seen).first()
        or visits.visits_visible_to(user).filter(pk=pk, report__isnull=False).first()
    )
    if found is None or found.report is None:
        raise Http404
    return found.report
