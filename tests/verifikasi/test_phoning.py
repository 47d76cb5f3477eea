"""Photos from a phone without an account: exactly this requirement, for a quarter of an hour, and nothing else."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import TimelineEntry
from assessments.cycle.states import Stage
from assessments.cycle.workflow import MoveRefused
from assessments.files.models import FileView, StoredFile
from assessments.verifikasi import handoffs, workflow
from assessments.verifikasi.models import Evidence, HandOff
from tests import factories
from tests.verifikasi import scenes
from units.models import AuditEntry

OVER = "Tautan ini sudah berakhir"


@pytest.fixture
def unit(cast):
    return scenes.declared(cast)


@pytest.fixture
def made(cast, unit):
    return begun(unit, cast.operator)


@pytest.fixture
def phone():
    """A browser without any session."""
    return Client(enforce_csrf_checks=True)


def begun(unit, by, code="A1", kind="photo"):
    here = scenes.item(unit, code)
    return workflow.begin_hand_off(
        participation=unit, indicator=here.indicator, requirement=scenes.requirement(unit, code, kind), by=by
    )


def address(hand_off):
    return handoffs.address(hand_off).removeprefix("http://localhost:8000").removeprefix("http://testserver")


def path_of(hand_off):
    return reverse("verifikasi_phone", args=[handoffs.token_of(hand_off.seed)])


def send(phone, hand_off, *photos, description=""):
    return phone.post(path_of(hand_off), {"photos": list(photos), "description": description})


def body(response):
    return " ".join(response.content.decode().split())


# --- what the phone may ------------------------------------------------------------------------------------------------
def test_phone_adds_photos_in_the_name_of_who_handed_over(cast, unit, made, phone):
    response = send(phone, made, scenes.photo(1), scenes.photo(2), description="Pintu depan")
    assert response.status_code == 200
    assert "2 foto tersimpan" in body(response)
    pieces = Evidence.objects.order_by("pk")
    assert [(p.hand_off, p.added_by, p.requirement, p.description) for p in pieces] == [
        (made, cast.operator, made.requirement, "Pintu depan")
    ] * 2
    assert all(piece.file.receipt_number in body(response) for piece in pieces)
    attached = AuditEntry.objects.filter(action="lampirkan_berkas")
    assert [entry.data["hand_off"] for entry in attached] == [made.pk] * 2


def test_phone_page_tells_what_it_is_for_and_leads_nowhere(cast, unit, made, phone):
    response = phone.get(path_of(made))
    html = body(response)
    for words in (unit.work_unit.short_name, "A1", made.requirement.title, "menit lagi", "Belum ada."):
        assert words in html
    assert "<a " not in html.replace('<a class="skip-link" href="#isi">', "")
    assert cast.operator.name not in html
    assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_phone_gets_no_session_even_after_sending(made, phone):
    send(phone, made, scenes.photo(1))
    assert not phone.cookies
    assert phone.get(reverse("home")).status_code == 302


def test_phone_does_not_show_what_others_added(cast, unit, made, phone):
    other = scenes.attach(unit, cast.operator, file=scenes.photo(5, "milik-komputer.jpg"))
    html = body(phone.get(path_of(made)))
    assert "milik-komputer" not in html
    assert other.file.receipt_number not in html


def test_token_may_be_typed_in_any_case_and_with_dashes(made, phone):
    token = handoffs.token_of(made.seed).lower()
    assert phone.get(reverse("verifikasi_phone", args=["-".join(token)])).status_code == 200


def test_same_photo_twice_is_stored_once(made, phone):
    send(phone, made, scenes.photo(1))
    response = send(phone, made, scenes.photo(1))
    assert "tidak disimpan dua kali" in body(response)
    assert Evidence.objects.count() == StoredFile.objects.count() == 1


# --- what it may not ---------------------------------------------------------------------------------------------------
def test_pdf_is_refused_and_the_photo_beside_it_stays(made, phone):
    response = send(phone, made, scenes.pdf(), scenes.photo(1))
    assert "di sini diperlukan foto" in body(response)
    assert [file.kind for file in StoredFile.objects.all()] == ["photo"]


def test_pdf_is_refused_even_where_documents_are_asked_for(cast, unit, phone):
    made = begun(unit, cast.operator, kind="document")
    assert "di sini diperlukan foto" in body(send(phone, made, scenes.pdf()))
    assert not StoredFile.objects.exists()


def test_nothing_chosen_says_so(made, phone):
    assert "Belum ada foto yang dipilih" in body(phone.post(path_of(made), {}))


def test_too_many_at_once_stores_the_first_ten_and_says_which_not(made, phone):
    response = send(phone, made, *(scenes.photo(n) for n in range(1, 13)))
    assert "10 foto tersimpan" in body(response)
    assert "2 foto terakhir belum tersimpan" in body(response)
    assert Evidence.objects.count() == 10


def test_more_files_than_the_indicator_takes_are_refused(made, phone, settings):
    settings.INDICATOR_MAX_FILES = 1
    response = send(phone, made, scenes.photo(1), scenes.photo(2))
    assert "Indikator ini sudah memuat 1 berkas" in body(response)
    assert Evidence.objects.count() == 1


def test_quota_of_the_unit_holds_for_the_phone(made, phone, settings):
    settings.UNIT_MAX_BYTES = 1000
    assert "Ruang berkas unit ini" in body(send(phone, made, scenes.photo(1)))
    assert not StoredFile.objects.exists()


def over(phone, hand_off):
    """The page for everybody who comes too late, whatever the reason; and nothing is stored."""
    answers = [phone.get(path_of(hand_off)), send(phone, hand_off, scenes.photo(1))]
    assert [answer.status_code for answer in answers] == [410, 410]
    for answer in answers:
        assert OVER in body(answer)
        assert hand_off.participation.work_unit.short_name not in body(answer)
    assert not StoredFile.objects.exists()


def test_expired_is_over(made, phone):
    HandOff.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    over(phone, made)


def test_it_lasts_a_quarter_of_an_hour(made):
    assert made.expires_at - made.made_at == dt.timedelta(minutes=15)


def test_ended_is_over_at_once(cast, made, phone):
    workflow.end_hand_off(hand_off=made, by=cast.operator)
    over(phone, made)


def test_relieved_maker_takes_the_phone_along(cast, made, phone):
    cast.operator.postings.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    over(phone, made)


def test_deactivated_maker_takes_the_phone_along(cast, made, phone):
    cast.operator.is_active = False
    cast.operator.save()
    over(phone, made)


def test_closed_window_closes_the_phone(unit, made, phone):
    factories.close_window(unit, Stage.VERIFIKASI)
    over(phone, made)


def test_indicator_that_was_not_returned_is_closed_for_the_phone(cast, phone):
    unit = scenes.returned(cast, "A1")
    made = begun(unit, cast.operator, "A1")
    assert phone.get(path_of(made)).status_code == 200
    unit.answers.filter(indicator=made.indicator).update(is_open=False)
    over(phone, made)


def test_sheet_that_was_handed_in_is_closed_for_the_phone(cast, unit, made, phone):
    scenes.fill(unit, cast.operator)
    scenes.submit(unit, cast.operator)
    over(phone, made)


def test_ending_while_a_photo_is_read_keeps_it_out(cast, made, monkeypatch):
    received = workflow.phoning.files.receive

    def slow(**given):
        stored = received(**given)
        workflow.end_hand_off(hand_off=made, by=cast.operator)
        return stored

    monkeypatch.setattr(workflow.phoning.files, "receive", slow)
    with pytest.raises(MoveRefused):
        workflow.take_photo(hand_off=made, upload=scenes.photo(1))
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("token", ["TIDAK-ADA", "0" * 16, "x" * 300, "a\x00b", "%F0%9F%98%80", "..%2f"])
def test_unknown_token_is_an_unknown_page(made, phone, token):
    answer = phone.get(f"/telepon/{token}/")
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in body(answer)


@pytest.mark.django_db
def test_wrong_and_unreadable_tokens_cost_the_same(django_assert_num_queries, phone):
    for token in ("0" * 16, "pendek"):
        with django_assert_num_queries(1):
            phone.get(reverse("verifikasi_phone", args=[token]))


def test_row_does_not_hold_the_token(made):
    kept = " ".join(str(value) for value in HandOff.objects.values_list().get(pk=made.pk))
    assert handoffs.token_of(made.seed) not in kept


def test_row_under_another_secret_opens_nothing(made, phone, settings):
    here = path_of(made)
    settings.SECRET_KEY = "another" * 8
    assert path_of(made) != here


def test_guessing_is_slowed_down(made, phone):
    statuses = [phone.get(reverse("verifikasi_phone", args=[f"{n:016}"])).status_code for n in range(32)]
    assert set(statuses[:30]) == {404}
    assert statuses[30:] == [429, 429]
    assert phone.get(path_of(made)).status_code == 200, "a guesser in the same network locks nobody out"


def test_sending_without_end_is_slowed_down(made, phone, monkeypatch):
    monkeypatch.setattr("assessments.verifikasi.views.phoning.LIMITS", {"stray": "30/15m/ip", "send": "2/15m/key"})
    assert [phone.post(path_of(made), {}).status_code for _ in range(3)] == [200, 200, 429]


def test_token_of_one_requirement_adds_to_no_other(cast, unit, phone):
    first, second = begun(unit, cast.operator, "A1"), begun(unit, cast.operator, "A2")
    phone.post(path_of(first), {"photos": [scenes.photo(1)], "requirement": second.requirement_id})
    assert Evidence.objects.get().requirement == first.requirement
    assert scenes.item(unit, "A2").exhibits == []


def test_phone_of_a_signed_in_stranger_shows_no_menu_and_uses_no_right_of_theirs(cast, made, client):
    client.force_login(cast.verifier)
    html = body(client.get(path_of(made)))
    assert cast.verifier.name not in html
    send(client, made, scenes.photo(1))
    assert Evidence.objects.get().added_by == cast.operator


# --- at the desk -------------------------------------------------------------------------------------------------------
@pytest.fixture
def desk(cast, client):
    client.force_login(cast.operator)
    return client


def desk_address(unit, code="A1"):
    here = scenes.item(unit, code)
    return reverse("verifikasi_hand_off", args=[unit.pk, here.indicator.pk, scenes.requirement(unit, code).pk])


def test_desk_shows_the_code_after_a_press_and_not_before(unit, desk):
    here = desk_address(unit)
    assert "data:image/png" not in body(desk.get(here))
    assert HandOff.objects.count() == 0
    html = body(desk.post(here, follow=True))
    made = HandOff.objects.get()
    assert f'alt="Kode QR untuk {handoffs.address(made)}"' in html
    assert "14 menit lagi" in html


def test_pressing_twice_shows_the_same_code(unit, desk):
    desk.post(desk_address(unit))
    desk.post(desk_address(unit))
    assert HandOff.objects.count() == 1


def test_pressing_late_gives_a_new_code_and_ends_the_old(unit, desk, phone):
    desk.post(desk_address(unit))
    old = HandOff.objects.get()
    HandOff.objects.update(expires_at=timezone.now() + dt.timedelta(minutes=2))
    desk.post(desk_address(unit))
    assert HandOff.objects.count() == 2
    over(phone, old)


def test_desk_shows_what_arrived(unit, desk, phone):
    desk.post(desk_address(unit))
    send(phone, HandOff.objects.get(), scenes.photo(1, "dari-telepon.jpg"))
    assert "dari-telepon.jpg" in body(desk.get(desk_address(unit)))
    assert "lewat telepon" in body(desk.get(scenes.item(unit, "A1").url))


def test_desk_ends_it(unit, desk, phone):
    desk.post(desk_address(unit))
    desk.post(desk_address(unit), {"act": "end"})
    over(phone, HandOff.objects.get())
    assert "Tautan sebelumnya sudah berakhir" in body(desk.get(desk_address(unit)))


def test_desk_closed_says_why(unit, desk):
    factories.close_window(unit, Stage.VERIFIKASI)
    assert "Tahap Verifikasi sudah ditutup" in body(desk.get(desk_address(unit)))
    desk.post(desk_address(unit))
    assert not HandOff.objects.exists()


def test_desk_of_another_indicator_is_unknown(unit, desk):
    wrong = reverse(
        "verifikasi_hand_off",
        args=[unit.pk, scenes.item(unit, "A2").indicator.pk, scenes.requirement(unit, "A1").pk],
    )
    assert desk.get(wrong).status_code == 404


def test_stored_by_phone_leaves_no_view_and_no_step(unit, made, phone):
    steps = TimelineEntry.objects.count()
    send(phone, made, scenes.photo(1))
    assert (FileView.objects.count(), TimelineEntry.objects.count()) == (0, steps)
