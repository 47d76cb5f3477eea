"""A remark is pinned where one points, however the picture is turned, and its mark stays on that place."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from assessments.verifikasi import workflow
from assessments.verifikasi.models import Remark
from tests import samples
from tests.cast import Cast
from tests.verifikasi import scenes

pytestmark = pytest.mark.django_db(transaction=True)
# Where the same place, a fifth from the left and three tenths from above, lies on the turned picture.
SEEN = {0: (0.2, 0.3), 90: (0.7, 0.2), 180: (0.8, 0.7), 270: (0.3, 0.8)}


@pytest.mark.parametrize("size", [(800, 500), (500, 800)], ids=["wide", "tall"])
def test_spot_of_a_turned_picture(visitor, visit, press, size):
    cast = Cast()
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator, missing=("A1",))
    scenes.answer(unit, cast.operator, "A1", "ada")
    for seed in (1, 2, 3):
        scenes.attach(
            unit,
            cast.operator,
            file=SimpleUploadedFile(f"IMG_{seed}.jpg", samples.photo(seed=seed, size=size), "image/jpeg"),
        )
    scenes.attach(unit, cast.operator, file=scenes.pdf(), kind="document")
    scenes.submit(unit, cast.operator)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    address = scenes.item(scenes.fresh(unit)).exhibits[0].view_url
    verifier = visitor(cast.verifier)
    verifier.set_viewport_size(
        {"width": 1280, "height": 1600}
    )  # the whole picture, so that every place can be pointed at
    for turn, (across, down) in SEEN.items():
        visit(verifier, f"{address}?putar={turn}")
        picture = verifier.locator(".closeup__frame")
        box = picture.bounding_box()
        assert (box["width"] > box["height"]) == ((size[0] > size[1]) == (turn % 180 == 0))
        verifier.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        form = verifier.locator("[data-spot-form]")
        assert float(form.locator('[data-spot="x"]').input_value()) == pytest.approx(20, abs=1)
        assert float(form.locator('[data-spot="y"]').input_value()) == pytest.approx(30, abs=1)
    form.get_by_label("Isi catatan").fill("Papan ini miring.")
    press(verifier, "Simpan catatan")
    assert Remark.objects.count() == 1
    for turn, (across, down) in SEEN.items():
        visit(verifier, f"{address}?putar={turn}")
        mark = verifier.locator(".spots__mark circle")
        expect(mark).to_have_count(1)
        box, dot = verifier.locator(".closeup__frame").bounding_box(), mark.bounding_box()
        assert (dot["x"] + dot["width"] / 2 - box["x"]) / box["width"] == pytest.approx(across, abs=0.02)
        assert (dot["y"] + dot["height"] / 2 - box["y"]) / box["height"] == pytest.approx(down, abs=0.02)
