"""Whatever is put into a parameter, no page breaks: it is refused in words, or it is not there."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.cycle.models import Participation
from tests import samples
from tests.cast import Cast
from tests.house.routes import ROUTES
from tests.verifikasi import scenes as sheets

NUL, HUGE, NO_DIGIT, LONG, FIRST_DAY, LAST_DAY = (
    "a\x00b", "9" * 30, "\u00b2", "x" * 70_000, "0001-01-01T00:00", "9999-12-31T23:59:59",
)  # fmt: skip
HOSTILE = [NUL, HUGE, NO_DIGIT, LONG]
# What views read by themselves, beside the fields of their pages.
READ_BY_HAND = [
    "bagian", "dari", "decision", "go", "hitung", "kept", "kode", "langkah", "level", "message", "move", "next", "q",
    "remove", "restore", "serial", "setelah", "unit",
]  # fmt: skip
FIELD = re.compile(r"<(?:input|textarea|select|button)\b[^>]*\bname=\"([^\"]+)\"")
BEYOND = 10**30

pytestmark = pytest.mark.django_db


def signed_in(cast: Cast, name: str) -> Client:
    """A browser of the first person whom the route lets in."""
    client = Client()
    people = ROUTES[name].insiders
    if not ROUTES[name].public:
        client.force_login(getattr(cast, people[0] if people else "operator"))
    return client


@pytest.mark.lenient_html
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_route_bears_any_value(name: str) -> None:
    cast = Cast()
    address = reverse(name, kwargs=ROUTES[name].kwargs(cast))
    client = signed_in(cast, name)
    page = client.get(address)
    found = [] if page.streaming else FIELD.findall(page.content.decode(errors="ignore"))
    fields = list(dict.fromkeys([*map(html.unescape, found), *READ_BY_HAND]))
    for value in HOSTILE:
        typed = dict.fromkeys(fields, value)
        assert client.get(address, dict.fromkeys(fields, value[:2000])).status_code < 500, f"GET with {value[:9]!r}"
        assert client.post(address, typed).status_code < 500, f"POST with {value[:9]!r}"


@pytest.mark.parametrize("name", sorted(name for name, route in ROUTES.items() if not route.public))
def test_number_beyond_the_database_is_an_unknown_page(name: str) -> None:
    cast = Cast()
    kwargs = ROUTES[name].kwargs(cast)
    numbers = [key for key, value in kwargs.items() if isinstance(value, int)]
    client = signed_in(cast, name)
    for key in numbers:
        address = reverse(name, kwargs=kwargs | {key: BEYOND})
        assert client.get(address).status_code in (404, 405)
        assert client.post(address).status_code in (404, 405)


def test_cookie_with_a_nul_is_a_bad_request(client: Client, settings: Any) -> None:
    # As a header: newer versions of Python do not let a client say it.
    cookie = f"{settings.SESSION_COOKIE_NAME}=abcdefgh\x00ijklmnop"
    assert client.get(reverse("home"), headers={"cookie": cookie}).status_code == 400


# --- what lies behind a form that is otherwise right ------------------------------------------------------------------
def _typed(cast: Cast, unit: Participation, **more: Any) -> int:
    indicator = sheets.item(unit).indicator.pk
    client = Client()
    client.force_login(cast.operator)
    address = reverse("verifikasi_answer", args=[unit.pk, indicator])
    return client.post(address, {"level": "", "note": "", "version": "0"} | more).status_code


@pytest.mark.parametrize("button", ["remove", "restore"])
@pytest.mark.parametrize("value", [NUL, HUGE, NO_DIGIT, LONG])
def test_small_button_of_the_answer(cast: Cast, button: str, value: str) -> None:
    assert _typed(cast, sheets.declared(cast), **{button: value}) in (200, 302, 404)


def test_description_of_a_file_with_a_nul(cast: Cast) -> None:
    unit = sheets.declared(cast)
    requirement = sheets.requirement(unit, "A1")
    files = {f"files-{requirement.pk}": SimpleUploadedFile("a\x00b.jpg", samples.photo(size=(320, 240)))}
    assert _typed(cast, unit, **{f"caption-{requirement.pk}": NUL}, **files) == 200
    assert unit.files.get().name == "ab.jpg"


@pytest.mark.parametrize("instant", [FIRST_DAY, LAST_DAY])
def test_instant_at_the_end_of_the_calendar(cast: Cast, instant: str) -> None:
    client = Client()
    client.force_login(cast.admin)
    notice = {"title": "Pengumuman", "body": "Isi", "role": "", "since": instant, "until": ""}
    assert "Tahun tidak boleh" in client.post(reverse("announcement_new"), notice).content.decode()
    window = cast.cycle.windows.all()[0]
    window_address = reverse("cycle_window", args=[window.pk])
    ends = {"opens_at": FIRST_DAY, "closes_at": LAST_DAY, "reason": "Coba."}
    assert "Tahun tidak boleh" in client.post(window_address, ends).content.decode()


@pytest.mark.parametrize("path", [NUL, "home", "tidak-ada", "//jahat.example/", "https://jahat.example/", "\\\\jahat"])
def test_way_back_that_is_no_path_of_the_portal(cast: Cast, path: str) -> None:
    client = Client()
    client.force_login(cast.operator)
    assert client.post(reverse("inbox_read"), {"next": path})["Location"] == reverse("inbox")


def test_lines_of_the_cycle_with_a_nul(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.admin)
    address = reverse("cycle_edit", args=[cast.cycle.pk])
    form = client.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {"legal_basis": NUL, "addressee": "Menteri"}
    assert client.post(address, typed).status_code == 200
    cast.cycle.refresh_from_db()
    assert NUL not in cast.cycle.legal_basis
