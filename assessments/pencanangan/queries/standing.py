"""What is missing, in words with links; stage 1 on the page of the unit."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.http import urlencode

from assessments.cycle.models import Participation
from assessments.cycle.queries import Panel
from assessments.cycle.states import State
from assessments.pencanangan.models import Application, ApplicationUnit
from assessments.pencanangan.queries.papers import (
    Gap,
    Papers,
    applicant_by,
    applicant_of,
    files_for,
    letter_gaps,
    missed,
    no_account_yet,
    nomination_of,
    papers,
    papers_of,
)
from units.models import User


def gap_links(gaps: Iterable[Gap], papers: Papers) -> list[tuple[str, str]]:
    """Each gap of a letter with the page on which it is mended."""
    found = []
    for gap in gaps:
        if gap.place == "pejabat":
            back = urlencode({"next": reverse("pencanangan_unit", args=[papers.participation.pk])})
            found.append((gap.text, f"{reverse('official_edit', args=[papers.unit.pk])}?{back}"))
        elif papers.link:
            found.append((gap.text, reverse("pencanangan_ceremony_edit", args=[papers.link.application_id])))
    return found


def todo(application: Application, papers: list[Papers] | None = None) -> list[tuple[str, str]]:
    """What the office still has to complete before its ceremony."""
    rows = papers_of(application) if papers is None else papers
    found = []
    if application.status == Application.Status.ACCEPTED:
        waiting = [row for row in rows if row.participation.state == State.ACCEPTED]
        found = [link for row in waiting for link in gap_links(letter_gaps(row), row)]
    unnamed = sum(row.link is not None and not row.link.operator_named for row in rows)
    if unnamed:
        found.append(
            (f"Operator {unnamed} unit belum dicatat.", reverse("pencanangan_operators", args=[application.pk]))
        )
    return list(dict.fromkeys(found))


def operator_state(link: ApplicationUnit | None) -> tuple[str, str]:
    """How far the operator's account is, in words, with a tone."""
    if link is None or not link.operator_named:
        return "Belum dicatat", "neutral"
    invitation = link.invitation
    if invitation is None:
        return "Dicatat, belum diundang", "neutral"
    if invitation.accepted_at:
        return "Sudah memiliki akun", "success"
    if invitation.withdrawn_at:
        return "Undangan ditarik", "attention"
    if not invitation.is_open:
        return "Undangan kedaluwarsa", "attention"
    return "Diundang, belum membuat akun", "waiting"


def is_unused(link: ApplicationUnit | None) -> bool:
    """Whether the operator was invited and has not used the link, be it expired or not."""
    invitation = link.invitation if link else None
    return invitation is not None and invitation.accepted_at is None and invitation.withdrawn_at is None


def missing(participation: Participation, user: User) -> list[tuple[str, str]]:
    """What the unit still lacks in stage 1, for those who file its papers."""
    if not files_for(applicant_of(participation), user):
        return []
    address = reverse("pencanangan_unit", args=[participation.pk])
    if participation.state == State.REGISTERED:
        if missed(participation):
            return []
        url = f"{reverse('pencanangan_apply')}?unit={participation.pk}"
        return [("Permohonan pencanangan unit ini belum diajukan.", url)]
    if participation.state != State.ACCEPTED:
        return []
    rows = papers(participation)
    found = gap_links(letter_gaps(rows), rows)
    if rows.declaration is None or rows.declaration.document is None:
        found.append(("Surat pernyataan belum dicetak.", address))
    if rows.declaration is None or rows.declaration.scan is None:
        found.append(("Pindaian surat pernyataan yang sudah ditandatangani belum diunggah.", address))
    if rows.link and not rows.link.operator_named:
        found.append(
            ("Operator unit belum dicatat.", reverse("pencanangan_operators", args=[rows.link.application_id]))
        )
    return found


def panel(participation: Participation, user: User) -> Panel:
    """Stage 1 on the unit's page."""
    rows = papers(participation)
    mine = files_for(rows.applicant, user)
    overdue = missed(participation)
    may_apply = participation.state == State.REGISTERED and not overdue
    sees = rows.link is not None and Application.objects.visible_to(user).filter(pk=rows.link.application_id).exists()
    return Panel(
        "Pencanangan",
        "pencanangan/_panel.html",
        {
            "participation": participation,
            "papers": rows,
            "declaration": rows.declaration,
            "mine": mine,
            "application": rows.link.application if rows.link and sees else None,
            "apply_url": f"{reverse('pencanangan_apply')}?unit={participation.pk}"
            if may_apply and files_for(applicant_by(participation, user), user)
            else "",
            "nomination": nomination_of(participation),
            "operator": operator_state(rows.link),
            "missed": overdue,
            "no_account": no_account_yet(participation),
        },
    )
