"""An officer looks over the region, reminds exactly the units that lack something, and the operator reads why."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.cycle.models import Window
from assessments.cycle.states import Stage, State
from tests.cast import Cast
from tests.verifikasi import scenes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "options", [{}, {"phone": True}, {"javascript": False}], ids=["desk", "phone", "no JavaScript"]
)
def test_region_is_looked_over_and_reminded(visitor, visit, press, options):
    cast = Cast()
    unit = scenes.declared(cast)
    cast.participation(State.PASSED, cast.neighbour)
    scenes.answer(unit, cast.operator, "A2")
    officer = visitor(cast.coordinator, **options)
    visit(officer, "/papan/")
    board = officer.get_by_role("region", name="Papan unit dan indikator")
    expect(board).to_contain_text("kurang 1")
    if options.get("phone"):
        officer.get_by_text("Cari dan saring", exact=True).click()
    officer.get_by_label("Yang kurang").select_option("sampai")
    press(officer, "Saring")
    expect(board).not_to_contain_text("Lapas Landak")
    press(officer, "Ingatkan unit-unit ini")
    expect(officer.get_by_role("heading", name="1 unit diingatkan, kepada 1 orang")).to_be_visible()
    press(officer, "Kirim pengingat")
    expect(officer.get_by_text("1 unit diingatkan lewat kotak masuk")).to_be_visible()
    visit(officer, "/kemajuan/")
    press(officer, "Yang paling lama menunggu")
    operator = visitor(cast.operator, **options)
    visit(operator, "/kotak-masuk/")
    expect(operator.get_by_text("Koko Koordinator mengingatkan Anda.")).to_be_visible()
    Window.objects.filter(stage=Stage.VERIFIKASI).update(closes_at=timezone.now() + dt.timedelta(hours=2, seconds=50))
    press(operator, "Buka halaman", exact=False)
    expect(operator.get_by_role("heading", name="Segera ditutup")).to_be_visible()
    Window.objects.filter(stage=Stage.VERIFIKASI).update(closes_at=timezone.now())
    visit(operator, f"/kepesertaan/{unit.pk}/isian/sampaikan/")
    expect(operator.get_by_role("heading", name="Sudah ditutup")).to_be_visible()
