"""Questions to this room. Scores are sealed here: nobody reads another's before all assessors are done."""

from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import NATIONAL_ROLES, Approval, Cycle, Participation, ParticipationQuerySet
from assessments.cycle.queries import Panel, Waiting, current_cycle
from assessments.cycle.states import MoveName, Stage, State
from assessments.penilaian.models import Assignment, Award, Decree, DecreeItem, Result, Score
from assessments.penilaian.scoring import rounded
from assessments.penilaian.sheets import Item, Judged, Settlement, Sheet
from assessments.verifikasi import queries as verifikasi
from units.models import Posting, Role, User

# From the decree on, the result is the unit's to read.
RELEASED = (State.AWARDED, State.NOT_AWARDED, State.REVOKED)
# Those who prepare and take the decision read settled results before that.
DECIDING_ROLES = (Role.LEAD, Role.ADMIN, Role.LEADERSHIP)


# --- who sees what -----------------------------------------------------------------------------------------------------
def participations_visible_to(user: User) -> ParticipationQuerySet:
    """What the spine shows, and for assessors the units assigned to them."""
    seen = Participation.objects.visible_to(user)
    if user.has_role(*NATIONAL_ROLES) or not user.has_role(Role.ASSESSOR):
        return seen
    mine = Assignment.objects.filter(assessor=user).values("participation")
    return Participation.objects.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=mine))


def results_visible_to(user: User) -> models.QuerySet[Result]:
    """Results of visible units once released; before that only for those who take the decision."""
    found = Result.objects.filter(participation__in=Participation.objects.visible_to(user))
    if user.has_role(*DECIDING_ROLES):
        return found
    return found.filter(participation__state__in=RELEASED)


def assignments_of(user: User) -> models.QuerySet[Assignment]:
    """The person's own assignments, as long as the person is an assessor."""
    if not user.has_role(Role.ASSESSOR):
        return Assignment.objects.none()
    return Assignment.objects.filter(assessor=user).select_related(
        "participation__cycle__instrument", "participation__work_unit__province", "participation__institution",
        "participation__coordinator",
    )  # fmt: skip


# --- sheets ------------------------------------------------------------------------------------------------------------
def items_of(participation: Participation) -> list[Item]:
    """The indicators that apply to the unit with what the verification found."""
    verdicts = verifikasi.final_verdicts(participation)
    return [
        Item(indicator, list(indicator.levels.all()), verdicts.get(indicator.pk))
        for indicator in verifikasi.indicators_of(participation)
    ]


def sheet(assignment: Assignment) -> Sheet:
    """One assessor's own sheet."""
    scores = assignment.scores.filter(is_current=True).select_related("level")
    return Sheet(assignment, items_of(assignment.participation), {score.indicator_id: score for score in scores})


def settlement(participation: Participation) -> Settlement | None:
    """All scores side by side; None while an assessor is still at work, whoever asks."""
    assignments = list(participation.assignments.select_related("assessor"))
    if not assignments or not all(assignment.is_final for assignment in assignments):
        return None
    # The database is asked for the seal too, so that no list in memory decides alone.
    unfinished = Assignment.objects.filter(participation=participation, final_at=None)
    scores: dict[int, list[Score]] = {}
    opened = Score.objects.filter(~Exists(unfinished), assignment__participation=participation, is_current=True)
    for score in opened.select_related("level", "assignment__assessor").order_by(
        "assignment__assigned_at", "assignment"
    ):
        scores.setdefault(score.indicator_id, []).append(score)
    judged = [Judged(item, scores.get(item.pk, []), len(assignments)) for item in items_of(participation)]
    return Settlement(assignments, judged, rounded(participation.cycle.instrument.threshold))


def progress(participation: Participation) -> tuple[int, int]:
    """How many assessors are done, of how many; the only thing that is told before all are."""
    found = participation.assignments.aggregate(done=Count("final_at"), all=Count("pk"))
    return found["done"], found["all"]


# --- lists -------------------------------------------------------------------------------------------------------------
def queue(user: User, *, part: str = "perlu", text: str = "") -> models.QuerySet[Any]:
    """The person's assignments with how far each is. ``part``: perlu (still to be scored) or selesai."""
    found = assignments_of(user).annotate(scored=Count("scores", filter=Q(scores__is_current=True)))
    open_ = Q(final_at=None, participation__state=State.IN_SCORING)
    found = found.filter(open_) if part == "perlu" else found.exclude(open_)
    for word in text.split():
        found = found.filter(
            Q(participation__work_unit__name__icontains=word) | Q(participation__work_unit__short_name__icontains=word)
        )
    return found.order_by("assigned_at", "pk")


def assessors() -> list[User]:
    """Everybody posted as an assessor today, by name."""
    posted = Posting.objects.current().filter(role=Role.ASSESSOR)
    return list(User.objects.filter(pk__in=posted.values("user")).order_by("name", "pk"))


def workload() -> dict[int, int]:
    """How many units each assessor still has to score, by user id. One query."""
    open_ = Assignment.objects.filter(final_at=None, participation__state=State.IN_SCORING)
    return dict(open_.order_by().values_list("assessor").annotate(Count("pk")))


def units_to_score(cycle: Cycle, *, part: str, text: str = "") -> ParticipationQuerySet:
    """The lead's list. ``part``: tugaskan, berjalan, siap or selesai. Counts of finished sheets, never a value."""
    found = Participation.objects.filter(cycle=cycle).with_place()
    if part == "tugaskan":
        found = found.in_state(State.PASSED)
    elif part == "selesai":
        found = found.in_state(State.SETTLED, *RELEASED)
    else:
        waiting = Assignment.objects.filter(participation=OuterRef("pk"), final_at=None)
        found = found.in_state(State.IN_SCORING)
        found = found.filter(Exists(waiting) if part == "berjalan" else ~Exists(waiting))
    for word in text.split():
        found = found.filter(Q(work_unit__name__icontains=word) | Q(work_unit__short_name__icontains=word))
    return found.annotate(done=Count("assignments__final_at"), assessors=Count("assignments"))


def counts_to_score(cycle: Cycle) -> dict[str, int]:
    """How long each part of the lead's list is. One query."""
    waiting = Q(Exists(Assignment.objects.filter(participation=OuterRef("pk"), final_at=None)))
    found: dict[str, int] = Participation.objects.filter(cycle=cycle).aggregate(
        tugaskan=Count("pk", filter=Q(state=State.PASSED)),
        berjalan=Count("pk", filter=Q(state=State.IN_SCORING) & waiting),
        siap=Count("pk", filter=Q(state=State.IN_SCORING) & ~waiting),
        selesai=Count("pk", filter=Q(state__in=[State.SETTLED, *RELEASED])),
    )
    return found


def settled_units(cycle: Cycle) -> ParticipationQuerySet:
    """Units with a settled result that no running or approved decree names yet, best first."""
    return (
        Participation.objects.filter(cycle=cycle)
        .in_state(State.SETTLED)
        .exclude(decree_items__is_live=True)
        .with_place()
        .select_related("result")
        .order_by("-result__total", "work_unit__name", "pk")
    )


def decrees() -> models.QuerySet[Decree]:
    """All decrees with how many units they name and award."""
    return Decree.objects.select_related("cycle", "approval__proposed_by").annotate(
        size=Count("items"), awarded=Count("items", filter=Q(items__awarded=True))
    )


def items_of_decree(decree: Decree) -> models.QuerySet[DecreeItem]:
    """The units of a decree with their result and, where there is one, their award and its certificate."""
    return decree.items.select_related(
        "participation__work_unit__province", "participation__institution", "participation__result",
        "participation__award__certificate",
    ).order_by("-total", "participation__work_unit__name")  # fmt: skip


def certificate_progress(decree: Decree) -> dict[str, int]:
    """Awards of a decree that stand, how many have a certificate, and how many of those are rendered."""
    found: dict[str, int] = Award.objects.filter(decree=decree).aggregate(
        all=Count("pk", filter=Q(revoked_at=None) | Q(certificate__isnull=False)),
        issued=Count("certificate"),
        rendered=Count("certificate", filter=~Q(certificate__sha256="")),
    )
    return found


# --- what waits for a person -------------------------------------------------------------------------------------------
def waiting_for(user: User) -> list[Waiting]:
    """Sheets to score, units to assign and to settle, decrees to record, to decide and to certify."""
    found: list[Waiting] = []
    if user.has_role(Role.ASSESSOR):
        found += _to_score(user)
    cycle = current_cycle() if user.has_role(Role.LEAD, Role.ADMIN) else None
    if cycle and user.has_role(Role.LEAD):
        found += _to_lead(cycle)
    if cycle and user.has_role(Role.ADMIN):
        found += _to_decree(cycle)
    if user.has_role(Role.LEADERSHIP):
        found += _to_decide(user)
    return found


def _to_score(user: User) -> list[Waiting]:
    return [
        Waiting(
            title="Nilai unit ini",
            url=reverse("penilaian_sheet", args=[row.participation_id]),
            text=f"{row.scored} indikator sudah Anda nilai." if row.scored else "Belum mulai dinilai.",
            unit=row.participation.work_unit.short_name,
            state="Perlu dinilai",
            until=row.participation.until,
        )
        for row in queue(user)
    ]


def _to_lead(cycle: Cycle) -> list[Waiting]:
    counts = counts_to_score(cycle)
    address = reverse("penilaian_lead")
    found = []
    if counts["tugaskan"]:
        found.append(
            Waiting(
                title=f"{counts['tugaskan']} unit perlu ditugaskan penilai",
                url=f"{address}?bagian=tugaskan",
                text="Sudah lolos verifikasi. Pilih penilai yang tidak terkait dengan unitnya.",
                state="Perlu penugasan penilai",
            )
        )
    if counts["siap"]:
        found.append(
            Waiting(
                title=f"{counts['siap']} unit siap ditetapkan nilainya",
                url=f"{address}?bagian=siap",
                text="Semua penilai sudah selesai. Bandingkan nilainya, lalu tetapkan.",
                state="Siap ditetapkan",
            )
        )
    return found


def _to_decree(cycle: Cycle) -> list[Waiting]:
    found = []
    if settled := settled_units(cycle).order_by().count():
        found.append(
            Waiting(
                title=f"{settled} unit menunggu keputusan",
                url=reverse("penilaian_decree_new"),
                text="Nilainya sudah ditetapkan. Catat Keputusan Menteri yang memuatnya.",
                state="Menunggu penetapan",
            )
        )
    bare = Q(awards__certificate=None, awards__revoked_at=None)
    decrees = Decree.objects.filter(cycle=cycle).annotate(bare=Count("awards", filter=bare)).filter(bare__gt=0)
    found += [
        Waiting(
            title="Terbitkan piagam",
            url=reverse("penilaian_decree", args=[decree.pk]),
            text=f"{decree.bare} unit berpredikat dalam keputusan {decree.number} belum memiliki piagam.",
            state="Piagam belum terbit",
        )
        for decree in decrees
    ]
    return found


def _to_decide(user: User) -> list[Waiting]:
    pending = Decree.objects.filter(approval__decision=Approval.Decision.PENDING).exclude(approval__proposed_by=user)
    return [
        Waiting(
            title="Putuskan penetapan predikat",
            url=reverse("penilaian_decree", args=[decree.pk]),
            text=f"Keputusan {decree.number}: {decree.size} unit.",
            state="Menunggu persetujuan Anda",
            tone="attention",
        )
        for decree in pending.annotate(size=Count("items"))
    ]


# --- the unit's page ---------------------------------------------------------------------------------------------------
def panel(participation: Participation, user: User) -> Panel | None:
    """This stage on the unit's page: facts for everybody, figures only for those who may read the result."""
    state = State(participation.state)
    if participation.stage != Stage.PENILAIAN and state not in RELEASED:
        return None
    result = results_visible_to(user).filter(participation=participation).first()
    award = (
        Award.objects.filter(participation=participation).select_related("decree", "certificate").first()
        if state in RELEASED
        else None
    )
    done, all_of = progress(participation) if state == State.IN_SCORING else (0, 0)
    leads = user.has_role(Role.LEAD)
    mine = assignments_of(user).filter(participation=participation).first()
    context: dict[str, object] = {
        "participation": participation,
        "state": state,
        "states": State,
        "result": result,
        "award": award,
        "done": done,
        "assessors": all_of,
        "mine": mine,
        "leads": leads,
        "assign_reasons": cycle_rules.move(participation, MoveName.ASSIGN, user)
        if leads and state == State.PASSED
        else [],
        "decides": user.has_role(Role.ADMIN, Role.LEADERSHIP),
    }
    return Panel("Penilaian", "penilaian/_panel.html", context)
