"""The units of a region that are being checked: which outcome may be proposed now, and why the others wait."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Subquery

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.verifikasi.models import Answer, CheckHold, Verdict
from assessments.verifikasi.queries.outcomes import BEFORE
from assessments.verifikasi.queries.sheets import Item, Sheet
from indicators.models import Indicator
from units.models import User, WorkUnit


def offices(cycle: Cycle, user: User) -> list[tuple[int, str, int]]:
    """The regions that have units in the verification of the cycle, each with how many this person holds. One query."""
    here = Participation.objects.filter(cycle=cycle, state__in=BEFORE)
    held = (
        here.filter(coordinator=OuterRef("pk"), state=State.IN_CHECK, check_hold__verifier=user)
        .order_by()
        .values("coordinator")
        .annotate(count=Count("pk"))
    )
    found = WorkUnit.objects.filter(pk__in=here.order_by().values("coordinator"))
    rows = found.annotate(held=Subquery(held.values("count"))).order_by("short_name")
    return [(pk, name, count or 0) for pk, name, count in rows.values_list("pk", "short_name", "held")]


def of_region(cycle: Cycle, office: int, kind: str, user: User) -> list[Participation]:
    """The undecided units of a region that this person may see, perhaps of one kind, with who is on each. One query."""
    rows = (
        Participation.objects.visible_to(user)
        .filter(cycle=cycle, coordinator=office)
        .in_state(*BEFORE)
        .with_place()
        .select_related("check_hold__verifier")
        .order_by("work_unit__name", "pk")
    )
    return list(rows.filter(work_unit__kind=kind) if kind else rows)


def hold_of(row: Participation) -> CheckHold | None:
    """Who is on the sheet, as ``of_region`` has read it."""
    found: CheckHold | None = getattr(row, "check_hold", None)
    return found


def judged(participations: Iterable[Participation]) -> dict[int, Sheet]:
    """The sheets of many units with their verdicts alone: as much as finishing a check asks of them. Four queries."""
    rows = list(participations)
    indicators = list(
        Indicator.objects.filter(criterion__instrument__in={row.cycle.instrument_id for row in rows})
        .select_related("criterion")
        .prefetch_related("applicability")
        .order_by("criterion__position", "position")
    )
    items = {
        (row.pk, indicator.pk): Item(row, indicator, Answer(participation=row, indicator=indicator))
        for row in rows
        for indicator in indicators
        if indicator.criterion.instrument_id == row.cycle.instrument_id and _applies(indicator, row)
    }
    of_answer: dict[int, Item] = {}
    for answer in Answer.objects.filter(participation__in=rows).order_by():
        if item := items.get((answer.participation_id, answer.indicator_id)):
            item.answer = answer
            of_answer[answer.pk] = item
    for verdict in Verdict.objects.filter(answer__participation__in=rows).order_by("round", "id"):
        if item := of_answer.get(verdict.answer_id):
            item.verdicts.append(verdict)
    of_row: dict[int, list[Item]] = {row.pk: [] for row in rows}
    for (pk, _), item in items.items():
        of_row[pk].append(item)
    return {row.pk: Sheet(row, of_row[row.pk]) for row in rows}


def _applies(indicator: Indicator, row: Participation) -> bool:
    groups = [each.group for each in indicator.applicability.all()]
    return not groups or bool(set(groups) & set(row.work_unit.groups))
