"""A year's units with the predikat, placed directly: the real places of fixtures/, a decree that has been released."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from assessments.cycle.models import Approval, Participation
from assessments.cycle.states import MoveName, State
from assessments.penilaian.models import Award, Decree
from tests import factories
from units import reference
from units.models import Affiliation, Posting, Role, User, WorkUnit


@transaction.atomic
def released(count: int, year: int) -> tuple[Decree, User]:
    """A decree with so many units, each with an operator who is told; and the admin who may issue."""
    reference.load_places()
    cycle = factories.cycle(year=year, title=f"P2HAM {year}")
    admin = factories.posted(Role.ADMIN, None, "Ade Admin")
    boss = factories.posted(Role.LEADERSHIP, None, "Pipit Pimpinan")
    approval = Approval.objects.create(
        move=MoveName.AWARD, cycle=cycle, proposed_by=admin, decided_by=boss, decided_at=timezone.now(),
        decision=Approval.Decision.APPROVED,
    )  # fmt: skip
    decree = Decree.objects.create(
        cycle=cycle, number=f"CONTOH-01.HA.03.07 Tahun {cycle.year}", date=dt.date(cycle.year, 11, 20),
        title="Penetapan Unit Kerja Pelayanan Publik Berbasis HAM", signatory_name="Pejabat Contoh",
        signatory_title="Menteri Hak Asasi Manusia Republik Indonesia", recorded_by=admin, approval=approval,
        released_at=timezone.now(),
    )  # fmt: skip
    places = Affiliation.objects.filter(valid_until=None)
    places = places.select_related("work_unit", "institution").order_by("work_unit__code")
    # Every so many of them, so that all provinces have a part.
    found = list(places)[:: max(places.count() // count, 1)][:count]
    assert len(found) == count, f"fixtures/ hold {len(found)} units"
    rows = Participation.objects.bulk_create(
        Participation(
            cycle=cycle, work_unit=place.work_unit, institution=place.institution, category=place.institution.category,
            coordinator_id=place.work_unit.coordinator_id, state=State.AWARDED, round=1,
        )
        for place in found
    )  # fmt: skip
    Award.objects.bulk_create(Award(participation=row, decree=decree) for row in rows)
    if not User.objects.filter(email__startswith="operator-").exists():
        _operators([row.work_unit for row in rows])
    return decree, admin


def _operators(units: list[WorkUnit]) -> None:
    since = dt.date(2020, 1, 1)
    people = User.objects.bulk_create(
        User(email=f"operator-{number}@contoh.go.id", name=f"Operator {number}") for number in range(len(units))
    )
    Posting.objects.bulk_create(
        Posting(user=person, role=Role.OPERATOR, work_unit=unit, valid_from=since)
        for person, unit in zip(people, units, strict=True)
    )
