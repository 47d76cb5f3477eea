"""Tugas saya, the list of units, a unit's page, the inbox, help, privacy, announcements."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cycle.access import participation_or_404
from assessments.cycle.queries import state_counts, steps, timeline, turn_label, window_for
from assessments.cycle.states import STATES, State
from assessments.dashboards import queries, workflow
from assessments.dashboards.forms import AnnouncementForm, ParticipationFilter
from p2ham.lib.http import own_path, row_id
from p2ham.lib.paging import page
from units.access import require_role
from units.models import Announcement, InboxMessage, Role, User
from units.workflow import Refused


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Tugas saya: what waits for me, until when, and how many of my units stand where."""
    user = _user(request)
    cycle = queries.cycle_for(user)
    address = reverse("participations")
    counts = [
        (count, state.label, f"{address}?state={state.value}", STATES[state].tone)
        for state, count in (state_counts(user, cycle) if cycle else [])
    ]
    tasks = queries.waiting_for(user)
    context = {"tasks": tasks, "counts": counts, "cycle": cycle, "total": sum(row[0] for row in counts)}
    context["suspended"] = queries.suspended(user)
    return render(request, "dashboards/home.html", context)


@require_safe
def participations(request: HttpRequest) -> HttpResponse:
    """The units that the person may see, in one cycle."""
    user = _user(request)
    form = ParticipationFilter(request.GET)
    data = form.cleaned_data if form.is_valid() else {}
    cycle = data.pop("cycle", None) or queries.cycle_for(user)
    if cycle is None:
        return render(request, "dashboards/participations.html", {"filter": form, "page": None, "cycle": None})
    form.initial["cycle"] = cycle.pk
    found = page(request, queries.participations(user, cycle, **data), by=("work_unit__name", "pk"))
    rows = [(row, row.state_info.tone, State(row.state).label, turn_label(row)) for row in found.rows]
    context = {"filter": form, "page": found, "rows": rows, "cycle": cycle, "filtered": any(data.values())}
    return render(request, "dashboards/participations.html", context)


@require_safe
def participation(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit in one cycle: where it is, whose turn, until when, what is missing; then each stage and the timeline."""
    user = _user(request)
    found = participation_or_404(user, pk)
    audience = next((posting.role for posting in user.current_postings), "")
    info = found.state_info
    entries = [
        {
            "at": row.at,
            "title": row.text,
            "actor": row.actor.name if row.actor else "Portal",
            "note": row.note,
            "tone": STATES[State(row.to_state)].tone if row.to_state else "neutral",
        }
        for row in timeline(found)
    ]
    context = {
        "participation": found,
        "steps": steps(found),
        "state_label": info.label(State(found.state), audience),
        "tone": info.tone,
        "turn": turn_label(found) or "Tidak ada",
        "missing": queries.missing(found, user),
        "window": window_for(found, found.stage),
        "panels": [
            (panel.title, render_to_string(panel.template, panel.context, request=request))
            for panel in queries.panels(found, user)
        ],
        "entries": entries,
    }
    return render(request, "dashboards/participation.html", context)


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Messages to the person, newest first."""
    found = _user(request).inbox.all()[:100]
    return render(request, "dashboards/inbox.html", {"messages_list": found})


@require_POST
def inbox_read(request: HttpRequest) -> HttpResponse:
    """Mark messages as read: one (``message``) or all; then go on to its page."""
    user = _user(request)
    chosen = InboxMessage.objects.filter(user=user, read_at=None)
    if message := request.POST.get("message", ""):
        number = row_id(message)
        chosen = chosen.none() if number is None else chosen.filter(pk=number)
    chosen.update(read_at=timezone.now())
    return HttpResponseRedirect(own_path(request, request.POST.get("next", "")) or reverse("inbox"))


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Bantuan: the person's own roles first."""
    own = [posting.role for posting in request.user.current_postings] if isinstance(request.user, User) else []
    order = sorted(Role.values, key=lambda role: (role not in own, Role.values.index(role)))
    context = {"role_partials": [f"help/_{role}.html" for role in order]}
    return render(request, "help/help.html", context)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice."""
    return render(request, "legal/privacy.html")


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """All announcements, for the admin."""
    require_role(request.user, Role.ADMIN)
    return render(request, "dashboards/announcements.html", {"announcements": Announcement.objects.all()[:100]})


@require_http_methods(["GET", "HEAD", "POST"])
def announcement_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write or change an announcement."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(Announcement, pk=pk) if pk else None
    form = AnnouncementForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.announce(announcement=form.save(commit=False), by=user)
        except Refused as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(request, "Pengumuman disimpan.")
            return redirect("announcements")
    return render(request, "dashboards/announcement_edit.html", {"form": form, "announcement": found})
