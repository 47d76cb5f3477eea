"""Fetching is authorising: what a person may not see does not exist."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessments.cycle.models import Cycle, Participation
from assessments.pencanangan.models import Application
from units.models import User


def signed_in(request: HttpRequest) -> User:
    """The person of the request; the middleware has let in nobody else."""
    assert isinstance(request.user, User)
    return request.user


def application_or_404(user: User, pk: int) -> Application:
    """The application with its ceremony, when ``user`` may see it."""
    found = Application.objects.visible_to(user).select_related(
        "cycle", "applicant__province", "ceremony", "document", "submitted_by", "decided_by"
    )
    return get_object_or_404(found, pk=pk)


def participations_or_404(user: User, cycle: Cycle, pks: Iterable[str]) -> list[Participation]:
    """The named participations of a cycle, every one of which ``user`` may see; a strange or mangled key is a 404."""
    wanted = set(pks)
    if not all(pk.isascii() and pk.isdigit() and len(pk) < 19 for pk in wanted):
        raise Http404
    found = (
        Participation.objects.visible_to(user)
        .with_place()
        .filter(cycle=cycle, pk__in=wanted)
        .select_related("nomination")
    )
    rows = list(found)
    if len(rows) != len(wanted):
        raise Http404
    return rows
