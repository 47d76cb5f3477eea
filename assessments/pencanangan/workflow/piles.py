"""Asking for the pile of a ceremony. Not among the verbs of the package: the task behind it uses those."""

from collections.abc import Sequence

from django.db import transaction

from assessments.cycle.workflow import refuse
from assessments.pencanangan import queries, rules
from assessments.pencanangan.models import Application, Pile
from assessments.pencanangan.tasks_piles import UNDER_WAY, make_pile
from assessments.pencanangan.workflow.locks import lock_application
from units import audit
from units.models import User


@transaction.atomic
def print_pile(
    *, application: Application, order: str, parts: Sequence[str], page_size: str, minutes_number: str, by: User
) -> Pile:
    """Have the papers of a ceremony put together in the background. One pile at a time: asked again, it is that one.

    A new page size or number of the minutes is written down first; what was printed otherwise is issued anew by the
    task. Raises ``MoveRefused``.
    """
    application = lock_application(application)
    papers = queries.papers_of(application)
    refuse(rules.print_pile(application, papers, parts, by))
    ceremony = application.ceremony
    under_way = ceremony.piles.filter(status__in=UNDER_WAY).first()
    if under_way:
        return under_way
    changed = [
        name
        for name, value in {"page_size": page_size, "minutes_number": minutes_number}.items()
        if getattr(ceremony, name) != value
    ]
    if changed:
        ceremony.page_size, ceremony.minutes_number = page_size, minutes_number
        ceremony.save(update_fields=changed)
    letters = [row for row in rules.still_to_declare(papers) if not rules.print_letter(row, by)]
    total = len(letters) if "surat" in parts else 0
    pile = Pile.objects.create(ceremony=ceremony, order=order, parts=list(parts), total=total, asked_by=by)
    audit.record(
        by=by,
        action="cetak_tumpukan",
        subject=application.subject,
        data={"pile": pile.pk, "parts": list(parts), "order": order, "changed": changed},
    )
    # Robust: the pile is asked for, even if the queue does not answer now; the clock tries again.
    transaction.on_commit(lambda: make_pile.enqueue(pile.pk), robust=True)
    return pile
