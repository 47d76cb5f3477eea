"""Bantuan and the privacy notice: open to everybody, the own role first, every link leads somewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from units.models import Role

TEMPLATES = Path(settings.BASE_DIR) / "templates"
TEXTS = [*sorted((TEMPLATES / "help").glob("*.html")), TEMPLATES / "legal" / "privacy.html"]


@pytest.mark.django_db
def test_help_for_a_stranger_has_a_section_for_every_role(client: Client) -> None:
    page = client.get(reverse("help")).content.decode()
    assert re.findall(r'<section class="panel prose" id="(\w+)"', page) == [
        "semua",
        *Role.values,
        "istilah",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_help_shows_the_own_role_first(client: Client, role: str) -> None:
    cast = Cast()
    client.force_login(getattr(cast, role))
    page = client.get(reverse("help")).content.decode()
    assert re.findall(r'<section class="panel prose" id="(\w+)"', page)[1] == role
    contents = page[page.index('id="daftar-isi"') : page.index("</nav>", page.index('id="daftar-isi"'))]
    assert re.findall(r'href="#(\w+)"', contents)[1] == role


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["help", "privacy"])
def test_links_within_the_page_lead_somewhere_and_ids_are_unique(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert set(re.findall(r'aria-labelledby="([^"]+)"', page)) <= set(ids)


@pytest.mark.django_db
def test_privacy_notice_names_the_law_and_promises_no_number_of_years(client: Client) -> None:
    page = client.get(reverse("privacy")).content.decode()
    assert "Undang-Undang Nomor 27 Tahun 2022" in page
    assert not re.search(r"\d+ (tahun|bulan|hari)\b", page), "how long is for the ministry to say"


@pytest.mark.parametrize("path", TEXTS, ids=[path.name for path in TEXTS])
def test_text_is_spelled_officially_and_cites_no_article(path: Path) -> None:
    text = path.read_text(encoding="utf-8").lower()
    for word in ("perlindungan", "aksebilitas", "antrian", "ijin", "mushola", "pasal", "upload", "klik"):
        assert word not in text
    assert len(text.splitlines()) <= 150
