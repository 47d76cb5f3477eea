"""Issuing the certificates of a decree, each in its own transaction."""

from django.db import transaction

from assessments.cycle.models import Participation
from assessments.cycle.workflow import lock, note_step, refuse
from assessments.penilaian import notifications, papers, rules
from assessments.penilaian.models import Award, Decree
from units.models import User


def issue_certificates(*, decree: Decree, by: User) -> int:
    """Issue what is missing, in the order of the units' names; returns how many. Raises ``MoveRefused``.

    What is interrupted goes on when called again: nothing is issued twice, no number is lost.
    """
    refuse(rules.issue_certificates(decree, by))
    waiting = Award.objects.filter(decree=decree, revoked_at=None, certificate=None)
    pks = list(waiting.order_by("participation__work_unit__name", "pk").values_list("pk", "participation"))
    return sum(_issue(award, participation, by) for award, participation in pks)


@transaction.atomic
def _issue(award_pk: int, participation_pk: int, by: User) -> bool:
    participation = lock(Participation(pk=participation_pk))
    award = Award.objects.select_for_update(of=("self",), no_key=True).select_related("decree__cycle").get(pk=award_pk)
    if award.certificate_id is not None or award.revoked_at is not None:
        return False
    award.participation = participation
    award.certificate = papers.issue_certificate(award, by=by)
    award.save(update_fields=["certificate"])
    number = award.certificate.number_text
    note_step(participation, by=by, text=f"Piagam nomor {number} diterbitkan", action="terbitkan_piagam")
    notifications.certified([award])
    return True
