"""Fetching is authorising: what a person may not see does not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.cycle.models import Participation
from assessments.documents.models import Document
from assessments.penilaian import queries, rules
from assessments.penilaian.models import Assignment, Award, CurrentIssue, Decree, Pleno, Result
from assessments.verifikasi import queries as verifikasi
from assessments.verifikasi.models import Evidence
from units.access import require_role
from units.models import Role, User


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
    """Evidence of the unit's sheet, for those who judge it."""
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
