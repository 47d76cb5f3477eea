"""The admin's pages on people and their postings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from p2ham.lib.paging import page
from units import queries, rules, workflow
from units.access import require_role
from units.forms_people import InviteForm, PeopleFilter, PostingForm
from units.models import Invitation, Posting, Role, User, WorkUnit
from units.workflow import Refused


def _unit_names() -> list[str]:
    return list(WorkUnit.objects.filter(is_active=True).values_list("short_name", flat=True))


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, and what they are posted to."""
    require_role(request.user, Role.ADMIN)
    form = PeopleFilter(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    found = page(request, queries.people(**filters), by=("name", "pk"))
    open_invitations = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).select_related("work_unit")[:20]
    filtered = any(filters.values())
    context = {"filter": form, "filtered": filtered, "page": found, "invitations": open_invitations}
    return render(request, "units/people.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: postings now and before, and the form for a new one."""
    admin = require_role(request.user, Role.ADMIN)
    return _person(request, admin, get_object_or_404(User, pk=pk), PostingForm())


def _person(request: HttpRequest, admin: User, found: User, form: PostingForm) -> HttpResponse:
    postings = list(found.postings.select_related("work_unit"))
    current = {posting.pk for posting in found.current_postings}
    rows = [
        {
            "posting": posting,
            "current": posting.pk in current,
            "reasons": rules.relieve(by=admin, posting=posting) if posting.pk in current else [],
        }
        for posting in postings
    ]
    context = {"person": found, "rows": rows, "form": form, "unit_names": _unit_names()}
    return render(request, "units/person.html", context)


@require_POST
def person_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a role."""
    admin = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(User, pk=pk)
    form = PostingForm(request.POST)
    if form.is_valid():
        try:
            workflow.post(user=found, by=admin, **form.cleaned_data)
        except Refused as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(request, f"Peran baru {found.name} disimpan.")
            return redirect("person", pk)
    return _person(request, admin, found, form)


@require_POST
def posting_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a posting; the person's sessions end with it."""
    admin = require_role(request.user, Role.ADMIN)
    posting = get_object_or_404(Posting, pk=pk)
    try:
        workflow.relieve(posting=posting, by=admin)
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, "Peran diakhiri. Pekerjaan tetap tersimpan pada unit.")
    return redirect("person", posting.user_id)


@require_http_methods(["GET", "HEAD", "POST"])
def person_invite(request: HttpRequest) -> HttpResponse:
    """Invite a new person to a posting, by mail or with a link to print."""
    admin = require_role(request.user, Role.ADMIN)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        by_mail = data.pop("by_mail") == "mail"
        if sentences := rules.invite(by=admin, email=data["email"], role=data["role"], work_unit=data["work_unit"]):
            for sentence in sentences:
                form.add_error(None, sentence)
        else:
            invitation, link = workflow.invite(**data, by=admin, by_mail=by_mail)
            if not by_mail:
                return render(request, "units/invitation_link.html", {"invitation": invitation, "link": link})
            messages.success(request, f"Undangan dikirim kepada {invitation.name} ({invitation.email}).")
            return redirect("people")
    return render(request, "units/person_invite.html", {"form": form, "unit_names": _unit_names()})
