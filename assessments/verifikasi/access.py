"""Fetching is authorising: what a person may not see does not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.cycle import rules as cycle_rules
from assessments.cycle.access import participation_or_404
from assessments.cycle.models import Approval, Participation
from assessments.cycle.states import Stage
from assessments.documents.models import Document
from assessments.verifikasi import queries
from assessments.verifikasi.models import Evidence, Submission
from assessments.verifikasi.queries import voices
from assessments.verifikasi.queries.sheets import Item, Sheet
from indicators.models import EvidenceRequirement
from units.access import require_role
from units.models import REGION_ROLES, Role, User


def filling_or_404(user: User, pk: int) -> Participation:
    """A unit that has reached this stage, so that it has a sheet."""
    participation = participation_or_404(user, pk)
    if participation.stage == Stage.PENCANANGAN:
        raise Http404
    return participation


def own_filling_or_404(user: User, pk: int) -> Participation:
    """The same for the operator of the unit alone."""
    participation = filling_or_404(user, pk)
    if not cycle_rules.holds(participation, user, (Role.OPERATOR,)):
        raise Http404
    return participation


def requirement_or_404(item: Item, requirement_pk: int) -> EvidenceRequirement:
    """A requirement of any level of the indicator."""
    found = [each for level in item.levels for each in level.requirements.all() if each.pk == requirement_pk]
    if not found:
        raise Http404
    return found[0]


def item_or_404(sheet: Sheet, indicator_pk: int) -> Item:
    """An indicator that applies to the unit."""
    item = sheet.item(indicator_pk)
    if item is None:
        raise Http404
    return item


def evidence_or_404(participation: Participation, evidence_pk: int) -> Evidence:
    """A file of this unit's sheet."""
    found = queries.evidence_file(participation, evidence_pk)
    if found is None:
        raise Http404
    return found


def submission_or_404(participation: Participation, submission_pk: int) -> Submission:
    """A handing-in of this unit."""
    return get_object_or_404(participation.submissions.select_related("submitted_by"), pk=submission_pk)


def paper_or_404(participation: Participation, document_pk: int) -> Document:
    """A paper of this stage about this unit."""
    kinds = [Document.Kind.MINUTES, Document.Kind.STATEMENT]
    return get_object_or_404(participation.documents.filter(kind__in=kinds), pk=document_pk)


def checked_or_404(user: User, pk: int) -> Participation:
    """A unit whose check the person may read: verifiers, and the leadership that decides."""
    require_role(user, Role.VERIFIER, Role.LEADERSHIP)
    return filling_or_404(user, pk)


def guided_or_404(user: User, pk: int) -> Participation:
    """A unit that the person's office guides, which is not its own sheet."""
    require_role(user, *REGION_ROLES)
    participation = filling_or_404(user, pk)
    if voices.skips(participation) or not cycle_rules.holds(participation, user, REGION_ROLES):
        raise Http404
    return participation


def remarked_or_404(user: User, pk: int) -> Participation:
    """A unit in whose threads the person may write: verifiers, and the office that guides the unit."""
    if not user.has_role(Role.VERIFIER):
        return guided_or_404(user, pk)
    return checked_or_404(user, pk)


def proposal_or_404(user: User, pk: int) -> tuple[Approval, Participation]:
    """A proposed outcome with its unit, for those who decide outcomes."""
    require_role(user, Role.VERIFIER, Role.LEADERSHIP)
    approval = get_object_or_404(
        Approval.objects.filter(move__in=queries.DECIDED).select_related("cycle", "proposed_by", "decided_by"), pk=pk
    )
    if approval.participation_id is None:
        raise Http404
    return approval, participation_or_404(user, approval.participation_id)
