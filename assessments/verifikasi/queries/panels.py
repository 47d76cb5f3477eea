"""This room on pages about more than it: Tugas saya, the unit's page."""

from django.urls import reverse

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.queries import Panel, Waiting
from assessments.cycle.states import MoveName, Stage, State
from assessments.verifikasi.queries import voices, worklists
from assessments.verifikasi.queries.fetching import may_read_drafts, sheet
from assessments.verifikasi.queries.sheets import Sheet
from assessments.verifikasi.queries.standing import holder, lapsed, outcome_papers, pending_outcome, withdrawal
from assessments.verifikasi.queries.worklists import FILLING
from units.models import REGION_ROLES, UNIT_ROLES, Role, User

# How many gaps a page that is about more than the sheet lists.
SHOWN_GAPS = 4


def waiting_for(user: User) -> list[Waiting]:
    """What waits for a person in this room."""
    return worklists.waiting_for(user) + voices.waiting_for(user)


def panel(participation: Participation, user: User) -> Panel | None:
    """This stage on the unit's page; nothing before the unit may fill its sheet."""
    if participation.stage == Stage.PENCANANGAN:
        return None
    is_operator = cycle_rules.holds(participation, user, (Role.OPERATOR,))
    checks = user.has_role(Role.VERIFIER)
    found = sheet(participation)
    context: dict[str, object] = {
        "participation": participation,
        "sheet": found,
        "is_open": participation.state in FILLING,
        "may_fill": is_operator and participation.state in FILLING,
        "submissions": list(participation.submissions.select_related("submitted_by")),
        "may_withdraw": is_operator and participation.state == State.SUBMITTED and not lapsed(participation),
        "withdraw_reasons": cycle_rules.move(participation, withdrawal(participation), user),
        "may_start": checks and participation.state == State.SUBMITTED,
        "start_reasons": cycle_rules.move(participation, MoveName.CHECK, user),
        "is_repair": participation.state == State.RETURNED,
        "reads_check": may_read_drafts(user) and participation.round > 0,
        "reads_drafts": may_read_drafts(user) and participation.state == State.IN_CHECK,
        "hold": holder(participation),
        "proposal": pending_outcome(participation) if may_read_drafts(user) else None,
        "papers": outcome_papers(participation),
        "may_advise": participation.state in voices.OPEN
        and not voices.skips(participation)
        and cycle_rules.holds(participation, user, REGION_ROLES),
    }
    return Panel("Verifikasi", "verifikasi/_panel.html", context)


def missing(participation: Participation, user: User, found: Sheet | None = None) -> list[tuple[str, str]]:
    """What the unit's sheet lacks, for the people of the unit and those who guide it; the first few, with links."""
    own = cycle_rules.holds(participation, user, (*UNIT_ROLES, *REGION_ROLES))
    if participation.state not in FILLING or not own:
        return []
    lacking = [item for item in (found or sheet(participation)).open_items if not item.is_complete]
    shown = [(str(item.gaps[0]), item.gaps[0].url) for item in lacking[:SHOWN_GAPS]]
    if len(lacking) > SHOWN_GAPS:
        rest = len(lacking) - SHOWN_GAPS
        shown.append(
            (f"{rest} indikator lain juga belum lengkap.", reverse("verifikasi_sheet", args=[participation.pk]))
        )
    return shown
