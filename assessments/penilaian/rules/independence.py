"""Who may not judge a unit, by person."""

from collections.abc import Sequence

from assessments.cycle.models import Participation
from assessments.penilaian.queries.ties import bonds_of, verifications
from units.models import User


def verifiers_of(participation: Participation) -> set[int]:
    """Everybody who decided on an indicator of the unit, or proposed or decided the outcome of its verification."""
    return set(verifications([participation.pk]))


def conflicts(participation: Participation, people: Sequence[User]) -> dict[int, str]:
    """Who of ``people`` may not score the unit, and why, by user id. Five queries whatever their number."""
    return bonds_of(participation, [person.pk for person in people])


def independent(participation: Participation, user: User) -> list[str]:
    """Whether the person may judge the unit: nothing binds them to it, and they did not verify it."""
    reason = conflicts(participation, [user]).get(user.pk)
    if reason is None:
        return []
    return [f"Anda {reason}, sehingga tidak dapat menilainya. Beri tahu ketua tim penilai agar penilai diganti."]
