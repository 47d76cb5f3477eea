"""kill -9 of the worker again and again over one batch of certificates: each unit gets one, and no number is lost."""

import datetime as dt

import pytest
from django.utils import timezone

from assessments.documents.models import Document
from assessments.penilaian.models import Award, Decree
from assessments.penilaian.workflow import decrees
from tests.cast import Cast
from tests.faults import stage
from tests.penilaian import scenes
from units.models import InboxMessage

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def whole() -> int:
    """How many are issued: every number up to there is taken once, by the award that names it."""
    numbers = sorted(Document.objects.filter(kind="piagam").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert Award.objects.filter(certificate__kind="piagam").count() == len(numbers)
    return len(numbers)


def test_batch_killed_many_times_misses_and_repeats_nothing(zygote, store, work_off, monkeypatch):
    cast = Cast()
    units = [scenes.settled(cast, unit) for unit in (cast.unit, cast.neighbour, cast.kanim, cast.foreign_unit)]
    decree = scenes.decreed(cast, *units)
    decrees.order_certificates(decree=decree, by=cast.admin)
    kills, issued = 0, []
    for at in range(1, 400, 6):
        if not zygote.order("certify", decree=decree.pk, at=at)["killed"]:
            break
        kills += 1
        issued.append(whole())
    assert kills > 5
    assert len(set(issued)) > 1  # it died between certificates, and not only before the first
    # What a dead worker left is found by the clock.
    Decree.objects.update(certificates_wanted_at=timezone.now() - dt.timedelta(hours=1))
    stage.recover(work_off, monkeypatch)
    assert whole() == len(units)
    assert not Award.objects.filter(certificate=None).exists()
    assert not Document.objects.filter(kind="piagam", sha256="").exists()
    told = InboxMessage.objects.filter(subject__startswith="Piagam P2HAM", user=cast.operator)
    assert told.count() == 1
