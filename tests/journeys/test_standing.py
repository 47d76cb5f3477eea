"""The page of an indicator tells what is still missing as one goes, without being loaded again."""

import pytest
from playwright.sync_api import expect

from tests import samples
from tests.cast import Cast
from tests.journeys.acts import file
from tests.verifikasi import scenes

pytestmark = pytest.mark.django_db(transaction=True)


def test_page_tells_what_is_missing_after_every_saving_and_every_file(transactional_db, visitor, visit, check):
    cast = Cast()
    unit = scenes.declared(cast)
    page = visitor(cast.operator, phone=True)
    visit(page, scenes.item(unit, "A2").url)
    bar, gaps = page.locator("[data-standing=bar]"), page.locator("[data-standing=gaps]")
    expect(bar).to_contain_text("Masih kurang 1 hal")
    expect(gaps).to_be_empty()
    page.get_by_label("Ada", exact=True).check()
    expect(gaps).to_contain_text("Unggah minimal 3 foto", timeout=20_000)
    expect(page.locator("[data-standing=badge]")).to_contain_text("Belum lengkap")
    photos = [file(f"rambu-{seed}.jpg", samples.photo(seed=seed, size=(800, 600))) for seed in (1, 2, 3)]
    page.locator("[data-uploader] input[type=file]:visible").first.set_input_files(photos)
    expect(page.locator(".upload[data-state=done]")).to_have_count(3, timeout=60_000)
    expect(gaps).to_contain_text("Tuliskan keterangan foto", timeout=20_000)
    expect(gaps).not_to_contain_text("Unggah minimal")
    check(page)
