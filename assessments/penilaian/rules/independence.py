"""Who may not judge a unit, by person."""

from collections.abc import Sequence

from assessments.cycle.models import Approval, Participation
from assessments.cycle.states import MoveName
from assessments.verifikasi.models import Verdict
from units.models import Posting, User


def verifiers_of(participation: Participation) -> set[int]:
    """Everybody who decided on an indicator of the unit, or proposed or decided the outcome of its verification."""
    found = set(Verdict.objects.filter(answer__participation=participation).values_list("decided_by", flat=True))
    outcomes = Approval.objects.filter(participation=participation, move__in=[MoveName.PASS, MoveName.FAIL])
    for pair in outcomes.values_list("proposed_by", "decided_by"):
        found.update(person for person in pair if person)
    return found


def conflicts(participation: Participation, people: Sequence[User]) -> dict[int, str]:
    """Who of ``people`` may not score the unit, and why, by user id. Three queries whatever their number."""
    cycle = participation.cycle
    places = [participation.work_unit_id]
    if participation.coordinator_id:
        places.append(participation.coordinator_id)
    posted = Posting.objects.overlapping(cycle.first_day, cycle.last_day).filter(work_unit__in=places, user__in=people)
    belonging = set(posted.values_list("user", flat=True))
    verifiers = verifiers_of(participation)
    found = {}
    for person in people:
        if person.pk in belonging:
            found[person.pk] = f"bertugas di unit ini atau koordinatornya pada tahun {cycle.year}"
        elif person.pk in verifiers:
            found[person.pk] = "ikut memeriksa unit ini pada tahap verifikasi"
    return found


def independent(participation: Participation, user: User) -> list[str]:
    """Whether the person may judge the unit: neither belongs to it nor verified it."""
    reason = conflicts(participation, [user]).get(user.pk)
    if reason is None:
        return []
    return [f"Anda {reason}, sehingga tidak dapat menilainya. Beri tahu ketua tim penilai agar penilai diganti."]
