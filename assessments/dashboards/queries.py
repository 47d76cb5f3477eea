"""Across all rooms: the shell of every page, what waits for a person, one unit's page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import NATIONAL_ROLES, Approval, Cycle, Extension, Participation, WindowChange
from assessments.cycle.queries import Panel, Waiting, current_cycle
from assessments.cycle.states import APPROVERS, CHANGE_WINDOW, EXTEND
from assessments.demo.accounts import accounts_shown
from assessments.pembinaan import queries as pembinaan
from assessments.pencanangan import queries as pencanangan
from assessments.penilaian import queries as penilaian
from assessments.verifikasi import queries as verifikasi
from p2ham.lib import dates
from units.models import Announcement, Posting, Role, User

ROOMS = (pencanangan, verifikasi, penilaian, pembinaan)
EVERYBODY = tuple(Role)
REGION = (Role.COORDINATOR, Role.COORDINATOR_HEAD)

# Label, route, roles that see it, prefix of the routes that mark it as the current one.
NAVIGATION: list[tuple[str, str, tuple[Role, ...], tuple[str, ...]]] = [
    ("Tugas saya", "home", EVERYBODY, ("home",)),
    (
        "Unit kerja",
        "participations",
        tuple(role for role in Role if role != Role.ASSESSOR),
        ("participation", "verifikasi_sheet", "verifikasi_answer"),
    ),
    ("Permohonan", "pencanangan_applications", (*REGION, Role.ADMIN), ("pencanangan",)),
    (
        "Wilayah",
        "overview_units",
        (*REGION, Role.ADMIN, Role.LEADERSHIP, Role.OBSERVER),
        ("overview_units",),
    ),
    ("Papan", "board", (*REGION, *NATIONAL_ROLES), ("board",)),
    ("Kemajuan", "progress", (*REGION, *NATIONAL_ROLES), ("progress", "ageing")),
    ("Acara", "overview_calendar", (*REGION, *NATIONAL_ROLES), ("overview_calendar", "overview_ceremonies")),
    (
        "Verifikasi",
        "verifikasi_queue",
        (Role.VERIFIER, Role.LEADERSHIP),
        (
            *("verifikasi_queue", "verifikasi_check", "verifikasi_finish", "verifikasi_pause", "verifikasi_hand_over"),
            *("verifikasi_accept", "verifikasi_outcomes", "verifikasi_decide", "verifikasi_sentence"),
        ),
    ),
    ("Pemeriksaan", "verifikasi_region", REGION, ("verifikasi_region",)),
    ("Pembagian", "verifikasi_distribute", (Role.ADMIN,), ("verifikasi_distribute",)),
    (
        "Penilaian",
        "penilaian_queue",
        (Role.ASSESSOR,),
        ("penilaian_queue", "penilaian_sheet", "penilaian_score", "penilaian_whole"),
    ),
    (
        "Tim penilai",
        "penilaian_lead",
        (Role.LEAD,),
        ("penilaian_lead", "penilaian_assign", "penilaian_settle", "penilaian_distrib", "penilaian_places"),
    ),
    (
        "Kunjungan",
        "penilaian_visits",
        (Role.LEAD, Role.ASSESSOR),
        ("penilaian_visit", "penilaian_visit_plan", "penilaian_visit_change"),
    ),
    ("Rapat pleno", "penilaian_plenos", (Role.LEAD,), ("penilaian_pleno", "penilaian_pleno_unit")),
    (
        "Anggota tim",
        "penilaian_team",
        (Role.LEAD, Role.ADMIN),
        ("penilaian_team", "penilaian_member", "penilaian_even_out"),
    ),
    ("Keputusan", "penilaian_decrees", (Role.ADMIN, Role.LEADERSHIP), ("penilaian_decree",)),
    (
        "Keberatan",
        "penilaian_objections",
        (Role.LEAD, Role.ASSESSOR, Role.LEADERSHIP),
        ("penilaian_objections", "penilaian_objection_review"),
    ),
    ("Hasil", "penilaian_reports", REGION, ("penilaian_reports",)),
    ("Pembinaan", "pembinaan_items", REGION, ("pembinaan",)),
    ("Siklus", "cycles", (Role.ADMIN, Role.LEADERSHIP), ("cycle",)),
    ("Instrumen", "instruments", (Role.ADMIN, Role.LEADERSHIP), ("instrument", "indicator")),
    ("Pengguna", "people", (Role.ADMIN,), ("people", "person", "posting")),
    ("Pengumuman", "announcements", (Role.ADMIN,), ("announcement",)),
]


@dataclass(frozen=True)
class Shell:
    """What base.html draws around every page."""

    nav: list[tuple[str, str, bool, int | None]]
    user_name: str
    role_labels: list[str]
    inbox_unread: int
    demo: bool
    demo_accounts: list[tuple[str, str, str, str]]
    announcements: list[Announcement]


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context of every page: navigation per role, name, unread messages, announcements."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        accounts = accounts_shown() if settings.DEMO and _is(request, "account_login") else []
        return {"shell": Shell([], "", [], 0, settings.DEMO, accounts, [])}
    roles = list(dict.fromkeys(posting.role for posting in user.current_postings))
    nav: list[tuple[str, str, bool, int | None]] = [
        (label, reverse(route), _is(request, *prefixes), None)
        for label, route, allowed, prefixes in NAVIGATION
        if set(roles) & set(allowed)
    ]
    announcements = list(Announcement.objects.shown_to(user)) if _is(request, "home") else []
    return {
        "shell": Shell(
            nav=nav,
            user_name=user.name,
            role_labels=[str(Role(role).label) for role in roles],
            inbox_unread=user.inbox.filter(read_at=None).count(),
            demo=settings.DEMO,
            demo_accounts=[],
            announcements=announcements,
        )
    }


def _is(request: HttpRequest, *prefixes: str) -> bool:
    name = (request.resolver_match.url_name or "") if request.resolver_match else ""
    return name.startswith(prefixes)


def waiting_for(user: User) -> list[Waiting]:
    """Everything that waits for the person, the soonest first; what has no deadline comes last."""
    cards = [card for room in ROOMS for card in room.waiting_for(user)]
    cards += _window_changes(user) + _extensions(user)
    return sorted(cards, key=lambda card: (card.until is None, card.until.timestamp() if card.until else 0))


def suspended(user: User) -> list[str]:
    """Why a role of the person rests, and whom to ask: a sentence each."""
    rows = Posting.objects.unended().filter(user=user).exclude(suspended_at=None)
    return [
        f"Peran Anda sebagai {row.get_role_display().lower()} {row.work_unit.name} ditangguhkan sejak "
        f"{dates.long_date(timezone.localdate(row.suspended_at))}, karena pencanangan unit itu dibatalkan. Isian dan data "
        "dukung tetap tersimpan, dan akses Anda kembali setelah pencanangan dicatat lagi. Hubungi "
        f"{row.work_unit.coordinator.short_name if row.work_unit.coordinator else 'admin pusat'} bila ada pertanyaan."
        for row in rows.select_related("work_unit__coordinator")
        if row.work_unit
    ]


def _window_changes(user: User) -> list[Waiting]:
    if not user.has_role(*APPROVERS[CHANGE_WINDOW]):
        return []
    pending = WindowChange.objects.filter(approval__decision=Approval.Decision.PENDING).exclude(
        approval__proposed_by=user
    )
    return [
        Waiting(
            title="Putuskan perubahan jadwal",
            url=reverse("cycle_window_change", args=[change.pk]),
            text=str(change.window),
            state="Menunggu persetujuan Anda",
            tone="attention",
        )
        for change in pending.select_related("window")
    ]


def _extensions(user: User) -> list[Waiting]:
    if not user.has_role(*APPROVERS[EXTEND]):
        return []
    pending = Extension.objects.pending().exclude(approval__proposed_by=user)
    return [
        Waiting(
            title=f"Putuskan perpanjangan {row.get_stage_display()}",
            url=reverse("cycle_extension", args=[row.pk]),
            text=f"Sampai {dates.long_datetime(row.closes_at)}.",
            unit=row.target.short_name,
            state="Menunggu persetujuan Anda",
            tone="attention",
        )
        for row in pending.select_related("participation__work_unit", "coordinator")
    ]


def panels(participation: Participation, user: User) -> list[Panel]:
    """The rooms' parts of a unit's page, in the order of the stages."""
    found = [room.panel(participation, user) for room in ROOMS]
    return [panel for panel in found if panel]


def missing(participation: Participation, user: User) -> list[tuple[str, str]]:
    """What the unit still lacks at its stage, as sentences with links, for those whose turn it is to see to it."""
    return [entry for room in (pencanangan, verifikasi, pembinaan) for entry in room.missing(participation, user)]


def participations(user: User, cycle: Cycle, *, q: str = "", state: str = "", kind: str = "") -> Any:
    """The person's visible units of a cycle, filtered."""
    found = Participation.objects.visible_to(user).filter(cycle=cycle).with_place()
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(work_unit__kind=kind)
    for word in q.split():
        found = found.filter(
            Q(work_unit__name__icontains=word)
            | Q(work_unit__short_name__icontains=word)
            | Q(work_unit__city__icontains=word)
        )
    return found


def cycle_for(user: User) -> Cycle | None:
    """The cycle that lists begin with: the running one, or the latest when none runs."""
    return current_cycle() or Cycle.objects.order_by("-year").first()
