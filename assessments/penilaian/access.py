"""Fetching is authorising: what a person may not see does not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.cycle.models import Participation
from assessments.documents.models import Document
from assessments.penilaian import queries, rules
from assessments.penilaian.models import Assignment, Award, Decree, Result
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
