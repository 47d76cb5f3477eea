"""The same pack sent, opened and stopped at the same moment."""

import pytest

from assessments.files.models import StoredFile, Upload
from assessments.verifikasi import packing, workflow
from assessments.verifikasi.models import Evidence, Pack
from assessments.verifikasi.workflow import opening
from tests import samples
from tests.cast import Cast
from tests.races import together
from tests.verifikasi import packs, scenes

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def prepared():
    cast = Cast()
    unit = scenes.declared(cast)
    indicator = scenes.item(unit, "A2").indicator
    shelf = next(path for path in packs.downloaded(unit) if path.startswith("A2 ")).rpartition("/")[0]
    files = {f"{shelf}/{n}.jpg": samples.photo(seed=n, size=(320, 240)) for n in range(3)}
    answers = {indicator.code: {packing.LEVEL: "Ada"}}
    return cast, unit, packs.filled(unit, files, answers)


def test_same_pack_sent_together_is_one(work_off):
    cast, unit, data = prepared()
    send = lambda: workflow.receive_pack(participation=unit, upload=packs.upload(data), by=cast.operator)  # noqa: E731
    outcomes = together([send] * 4)
    assert outcomes["done"] >= 1
    assert set(outcomes) <= {"done", "NotTaken"}
    assert (Pack.objects.count(), Upload.objects.count()) == (1, 1)
    work_off()
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (3, 3)
    assert scenes.item(unit, "A2").answer.version == 1


def test_pack_opened_by_several_workers_is_worked_off_once(work_off):
    cast, unit, data = prepared()
    pack = packs.sent(unit, cast.operator, data)
    together([lambda: opening.open_pack.func(pack.pk)] * 4)
    pack.refresh_from_db()
    assert (pack.status, set(packs.states(pack).values())) == ("done", {"taken"})
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (3, 3)
    assert scenes.item(unit, "A2").answer.version == 1


def test_workers_whose_claims_ran_out_take_each_thing_once(work_off, monkeypatch):
    monkeypatch.setattr(opening, "CLAIM", -opening.CLAIM)
    cast, unit, data = prepared()
    pack = packs.sent(unit, cast.operator, data)
    together([lambda: opening.open_pack.func(pack.pk)] * 3)
    pack.refresh_from_db()
    assert (pack.status, set(packs.states(pack).values())) == ("done", {"taken"})
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (3, 3)


def test_stop_and_work_together_leave_one_truth(work_off):
    cast, unit, data = prepared()
    pack = packs.sent(unit, cast.operator, data)
    together(
        [lambda: opening.open_pack.func(pack.pk), lambda: workflow.stop_pack(pack=Pack.objects.get(), by=cast.operator)]
    )
    pack.refresh_from_db()
    taken = list(packs.states(pack).values()).count("taken")
    assert pack.status in ("done", "stopped")
    assert Evidence.objects.count() <= taken <= Evidence.objects.count() + 1
    assert not Upload.objects.exists()
