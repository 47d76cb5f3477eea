"""May a declaration be cancelled, a ceremony's photo be kept, an operator be replaced? Sentences; empty means yes."""

from assessments.cycle import rules as cycle_rules
from assessments.cycle.states import MoveName
from assessments.pencanangan.models import Application, ApplicationUnit
from assessments.pencanangan.queries import Papers
from assessments.pencanangan.rules.applying import cycle_open, office
from assessments.pencanangan.rules.people import account, distinct_operators
from p2ham.lib import dates
from units.models import Posting, Role, User

MAX_PHOTOS = 12


def _office_or_admin(papers: Papers, by: User) -> list[str]:
    return [] if by.has_role(Role.ADMIN) else office(papers.applicant, by)


def cancel_declaration(papers: Papers, by: User, note: str | None = None) -> list[str]:
    """Whether a recorded declaration may be cancelled. ``note=None``: the button is not yet pressed."""
    return _office_or_admin(papers, by) or cycle_rules.move(papers.participation, MoveName.CANCEL, by, note=note)


def hand_over(papers: Papers, by: User) -> list[str]:
    """Whether somebody else may be named operator of the unit: all year, once the unit may have an account."""
    sentences = _office_or_admin(papers, by) + account(papers.participation)
    if papers.link is None:
        sentences.append("Unit ini belum ada dalam permohonan.")
    return sentences + cycle_open(papers.participation.cycle)


def hand_over_to(link: ApplicationUnit, email: str, staying: list[Posting]) -> list[str]:
    """Whether this address may become the unit's operator beside those who stay."""
    for posting in staying:
        if posting.user.email == email:
            return [
                f"{posting.user.name} ({email}) sudah menjadi operator unit ini. Isi alamat orang yang menggantikan."
            ]
    others = link.application.units.exclude(pk=link.pk).select_related("participation__work_unit")
    typed = ApplicationUnit(participation=link.participation, operator_email=email)
    return distinct_operators([*others.filter(operator_email__iexact=email)[:1], typed])


def add_photo(application: Application, by: User, *, count: int = 0) -> list[str]:
    """Whether a photo of the ceremony may be added, beside ``count`` that are there."""
    sentences = office(application.applicant, by)
    if application.status != Application.Status.ACCEPTED:
        sentences.append("Foto acara dapat diunggah setelah permohonan diterima admin pusat.")
    elif application.ceremony.date > dates.today():
        sentences.append(f"Foto acara dapat diunggah mulai {dates.long_date(application.ceremony.date)}.")
    if count >= MAX_PHOTOS:
        sentences.append(f"Sudah ada {MAX_PHOTOS} foto acara. Hapus salah satu untuk menambah yang lain.")
    return sentences + cycle_open(application.cycle)


def remove_photo(application: Application, by: User) -> list[str]:
    """Whether a photo of the ceremony may be taken from the page."""
    return office(application.applicant, by) + cycle_open(application.cycle)
