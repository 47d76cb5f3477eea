"""Postings, invitations by the admin, and what ends with a posting."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from p2ham.lib import dates
from tests import factories
from tests.cast import Cast
from units import workflow
from units.models import Invitation, OutgoingMail, Posting, Role, User


def test_posting_of_yesterday_gives_nothing(cast: Cast) -> None:
    yesterday = dates.today() - dt.timedelta(days=1)
    Posting.objects.filter(user=cast.operator).update(valid_until=yesterday)
    assert not User.objects.get(pk=cast.operator.pk).has_role(Role.OPERATOR)


def test_posting_of_tomorrow_gives_nothing_yet(cast: Cast) -> None:
    tomorrow = dates.today() + dt.timedelta(days=1)
    Posting.objects.create(user=cast.nobody, role=Role.ADMIN, valid_from=tomorrow)
    assert not User.objects.get(pk=cast.nobody.pk).has_role(Role.ADMIN)


def test_account_that_is_inactive_holds_no_role(cast: Cast) -> None:
    User.objects.filter(pk=cast.admin.pk).update(is_active=False)
    assert not User.objects.get(pk=cast.admin.pk).has_role(Role.ADMIN)


def test_relieve_ends_the_persons_sessions(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)
    assert client.get(reverse("home")).status_code == 200
    workflow.relieve(posting=cast.operator.postings.get(), by=cast.admin)
    assert client.get(reverse("home")).status_code == 302


def test_relieve_the_only_admin_is_refused(cast: Cast) -> None:
    with pytest.raises(workflow.Refused) as refused:
        workflow.relieve(posting=cast.admin.postings.get(), by=cast.admin)
    assert refused.value.sentences == [
        "Portal harus memiliki paling sedikit satu admin. Tunjuk admin lain lebih dahulu."
    ]


def test_post_by_somebody_else_than_an_admin_is_refused(cast: Cast) -> None:
    with pytest.raises(workflow.Refused):
        workflow.post(user=cast.nobody, role=Role.VERIFIER, work_unit=None, by=cast.verifier)


def test_post_a_coordinator_at_a_unit_that_coordinates_nobody(cast: Cast) -> None:
    with pytest.raises(workflow.Refused) as refused:
        workflow.post(user=cast.nobody, role=Role.COORDINATOR, work_unit=cast.unit, by=cast.admin)
    assert refused.value.sentences == ["Peran koordinator hanya untuk kantor wilayah atau sekretariat daerah."]


def test_person_page_gives_and_ends_a_role(cast: Cast, client: Client) -> None:
    client.force_login(cast.admin)
    address = reverse("person_post", args=[cast.nobody.pk])
    response = client.post(address, {"role": Role.OPERATOR, "work_unit": cast.kanim.short_name})
    assert response.status_code == 302
    posting = cast.nobody.postings.get()
    assert (posting.role, posting.work_unit) == (Role.OPERATOR, cast.kanim)
    client.post(reverse("posting_end", args=[posting.pk]))
    assert not User.objects.get(pk=cast.nobody.pk).current_postings


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"role": Role.OPERATOR, "work_unit": ""}, "Pilih unit kerja untuk peran ini."),
        ({"role": Role.VERIFIER, "work_unit": "Lapas Kapuas"}, "Peran pusat tidak terikat pada satu unit kerja."),
        ({"role": Role.OPERATOR, "work_unit": "Lapas"}, "Ada beberapa unit yang cocok."),
        ({"role": Role.OPERATOR, "work_unit": "Lapas Antah Berantah"}, "Unit ini tidak ditemukan."),
    ],
)
def test_person_page_refuses_with_a_sentence_and_keeps_the_text(
    cast: Cast, client: Client, data: dict[str, str], sentence: str
) -> None:
    client.force_login(cast.admin)
    page = client.post(reverse("person_post", args=[cast.nobody.pk]), data).content.decode()
    assert sentence in page
    assert data["work_unit"] in page


def test_invite_by_mail_sends_one_link_and_a_second_replaces_it(cast: Cast) -> None:
    fields: dict[str, Any] = {
        "email": "Baru@Contoh.test", "name": "Baru", "role": Role.VERIFIER, "work_unit": None, "by": cast.admin,
    }  # fmt: skip
    first, _ = workflow.invite(**fields)
    second, link = workflow.invite(**fields)
    first.refresh_from_db()
    assert first.withdrawn_at
    assert second.is_open
    assert link in OutgoingMail.objects.get(key=f"invitation:{second.pk}").body
    assert link.rsplit("/", 2)[1] not in second.token_hash


def test_accept_invitation_makes_account_and_posting_once(cast: Cast) -> None:
    _, link = workflow.invite(
        email="baru@contoh.test", name="Baru", role=Role.OPERATOR, work_unit=cast.kanim, by=cast.admin
    )
    token = link.rstrip("/").rsplit("/", 1)[1]
    user = workflow.accept_invitation(token=token, password="kata-sandi-panjang")
    assert user.has_role(Role.OPERATOR)
    assert user.check_password("kata-sandi-panjang")
    with pytest.raises(workflow.Refused) as refused:
        workflow.accept_invitation(token=token, password="kata-sandi-lain")
    assert "sudah dipakai" in refused.value.sentences[0]


def test_accept_invitation_for_a_known_address_needs_its_owner(cast: Cast) -> None:
    _, link = workflow.invite(email=cast.nobody.email, name="Siapa", role=Role.ADMIN, work_unit=None, by=cast.admin)
    token = link.rstrip("/").rsplit("/", 1)[1]
    with pytest.raises(workflow.Refused) as refused:
        workflow.accept_invitation(token=token, password="kata-sandi-panjang")
    assert "Masuk dahulu" in refused.value.sentences[0]


def test_person_invite_page_by_print_shows_the_link_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.admin)
    data = {
        "name": "Tamu", "email": "tamu@contoh.test", "phone": "", "role": Role.OPERATOR,
        "work_unit": cast.kanim.short_name, "by_mail": "print",
    }  # fmt: skip
    page = client.post(reverse("person_invite"), data).content.decode()
    assert "/undangan/" in page
    assert not OutgoingMail.objects.exists()
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize("number", [1, 3])
def test_people_queries_stay_constant(cast: Cast, client: Client, django_assert_num_queries: Any, number: int) -> None:
    for index in range(number):
        factories.posted(Role.OPERATOR, cast.kanim, f"Zeta {index}")
    client.force_login(cast.admin)
    with django_assert_num_queries(7):
        page = client.get(reverse("people"), {"q": "zeta"}).content.decode()
    assert page.count('<th scope="row"') == number
    assert cast.operator.name not in page


def test_people_pages_are_the_admins_alone(cast: Cast, client: Client) -> None:
    routes = [reverse("people"), reverse("person_invite"), reverse("person", args=[cast.operator.pk])]
    for name, person in cast.everybody.items():
        client.force_login(person)
        for route in routes:
            assert client.get(route).status_code == (200 if person == cast.admin else 404), (name, route)
