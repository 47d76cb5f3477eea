"""May this operator be named, invited? Sentences; empty means yes."""

from collections.abc import Sequence

from assessments.cycle.models import Participation
from assessments.pencanangan.models import ApplicationUnit
from assessments.pencanangan.queries import (
    Papers,
    no_account_yet,
)
from assessments.pencanangan.rules.applying import cycle_open, office
from units.models import User

UNNAMED = "Catat nama, alamat surel, dan nomor telepon operator unit lebih dahulu."


def name_operator(link: ApplicationUnit, by: User) -> list[str]:
    """Whether the operator-to-be of a unit may be named or changed."""
    sentences = office(link.application.applicant, by)
    if link.withdrawn:
        sentences.append("Unit ini dikembalikan dari permohonan.")
    elif link.invitation and link.invitation.accepted_at:
        sentences.append("Operator unit ini sudah memiliki akun. Untuk menggantinya, buka halaman unit.")
    elif link.invitation and link.invitation.withdrawn_at is None:
        sentences.append("Operator unit ini sudah diundang. Tarik undangannya dahulu untuk mengubah datanya.")
    return sentences + cycle_open(link.application.cycle)


def distinct_operators(links: Sequence[ApplicationUnit]) -> list[str]:
    """One address cannot stand for the operators of several units: an account is personal."""
    seen: dict[str, str] = {}
    sentences = []
    for link in links:
        email = link.operator_email.lower()
        if not email or link.withdrawn:
            continue
        if email in seen:
            other, name = seen[email], link.participation.work_unit.short_name
            sentences.append(
                f"Alamat surel {email} tercatat untuk {other} dan {name}. Setiap unit memiliki operatornya."
            )
        seen[email] = link.participation.work_unit.short_name
    return sentences


def account(participation: Participation) -> list[str]:
    """Whether the unit may have an operator's account yet; if not: the rule, and whom to ask."""
    sentence = no_account_yet(participation)
    return [sentence] if sentence else []


def invite(papers: Papers, by: User) -> list[str]:
    """Whether the operator may be invited (again): possible all year once the unit may have an account."""
    sentences = office(papers.applicant, by) + account(papers.participation)
    link = papers.link
    if link is None or not link.operator_named:
        sentences.append(UNNAMED)
    elif link.invitation and link.invitation.accepted_at:
        sentences.append(f"{link.operator_name} sudah memakai undangannya dan memiliki akun.")
    return sentences + cycle_open(papers.participation.cycle)


def withdraw_invitation(papers: Papers, by: User) -> list[str]:
    """Whether an unused invitation may be withdrawn, for instance to correct an address."""
    sentences = office(papers.applicant, by)
    invitation = papers.link.invitation if papers.link else None
    if invitation is None or invitation.withdrawn_at:
        sentences.append("Tidak ada undangan yang dapat ditarik.")
    elif invitation.accepted_at:
        sentences.append("Undangan ini sudah dipakai.")
    return sentences
