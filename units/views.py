"""Taking up an invitation, and the page on who heads a unit."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from p2ham.lib import nip
from p2ham.lib.http import own_path
from units import rules, workflow
from units.access import guided_unit_or_404
from units.forms import NewPasswordForm, OfficialForm
from units.models import Invitation, Official, User
from units.workflow import Refused


# --- invitations ----------------------------------------------------------------------------------------------------
@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Make an account with a one-use link, or take the posting up with the account that one has."""
    invitations = Invitation.objects.select_related("work_unit", "invited_by")
    invitation = get_object_or_404(invitations, token_hash=workflow.token_hash(token))
    signed_in = request.user if isinstance(request.user, User) else None
    if sentences := rules.accept_invitation(invitation, signed_in):
        return _invitation(request, invitation, signed_in, None, sentences)
    known = signed_in is None and User.objects.filter(email=invitation.email).exists()
    if known:
        return _invitation(request, invitation, signed_in, None, [])
    person = User(email=invitation.email, name=invitation.name)
    form = None if signed_in else NewPasswordForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and (form is None or form.is_valid()):
        password = form.cleaned_data["password1"] if form else None
        try:
            user = workflow.accept_invitation(token=token, password=password, signed_in=signed_in)
        except Refused as refused:
            return _invitation(request, invitation, signed_in, None, refused.sentences)
        if signed_in is None:
            login(request, user)
        messages.success(request, f"Selamat datang, {user.name}. Peran Anda sudah aktif.")
        return redirect("home")
    return _invitation(request, invitation, signed_in, form, [])


def _invitation(
    request: HttpRequest,
    invitation: Invitation,
    signed_in: User | None,
    form: NewPasswordForm | None,
    refusal: list[str],
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "form": form,
        "refusal": refusal,
        "signed_in": signed_in,
        "has_account": not refusal and form is None and signed_in is None,
        "back": request.path,
    }
    return render(request, "units/invitation.html", context, status=410 if refusal and signed_in is None else 200)


FORMER = 5


# --- heads of units -------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def official_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Record or replace the head of a unit, as letters name them."""
    assert isinstance(request.user, User)
    unit = guided_unit_or_404(request.user, pk)
    current = Official.objects.filter(work_unit=unit, valid_until=None).first()
    # A row of its own: what is typed must not show as the head in office before it is written.
    instance = Official.objects.get(pk=current.pk) if current else Official(work_unit=unit)
    posted = request.POST if request.method == "POST" else None
    form = OfficialForm(posted, current=current, instance=instance)
    refusal: list[str] = []
    back = _back(request)
    if request.method == "POST" and form.is_valid():
        try:
            official = workflow.appoint_official(work_unit=unit, official=form.as_official(), by=request.user)
        except Refused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"{official.name} dicatat sebagai {official.title}.")
            for doubt in nip.doubts(official.nip):
                messages.warning(request, doubt)
            return HttpResponseRedirect(back)
    context = {
        "unit": unit,
        "current": current,
        "doubts": nip.doubts(current.nip) if current else [],
        "former": unit.officials.exclude(valid_until=None)[:FORMER],
        "form": form,
        "refusal": refusal,
        "back": back,
    }
    return render(request, "units/official.html", context)


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return own_path(request, wanted) or reverse("home")
