"""Those who judge a unit take its evidence along as a ZIP; nobody else does."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from assessments.files.models import FileView
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import Posting, Role, User

pytestmark = pytest.mark.django_db(transaction=True)


def addresses(participation, code: str = "A1") -> list[str]:
    """Of the whole unit, and of one indicator."""
    indicator = scenes.indicators(participation)[code].pk
    return [
        reverse("penilaian_bundle", args=[participation.pk]),
        reverse("penilaian_bundle_of_indicator", args=[participation.pk, indicator]),
    ]


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def names_in(address: str, user: User) -> list[str]:
    response = browser(user).get(address)
    assert response.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response)))
    assert archive.testzip() is None
    return archive.namelist()


def test_assessor_takes_the_unit_or_one_indicator_and_each_file_is_recorded(cast: Cast):
    first, _ = scenes.assigned(cast)
    unit = first.participation
    pieces = [scenes.attach(unit, cast.operator, code, seed) for code, seed in (("A1", 1), ("A2", 2))]
    whole, single = addresses(unit)
    assert [name.partition(" ")[0] for name in names_in(whole, cast.assessor)] == ["A1", "A2", "daftar.xlsx"]
    assert [name.partition(" ")[0] for name in names_in(single, cast.second_assessor)] == ["A1", "daftar.xlsx"]
    views = [(view.user, view.file_id, view.variant) for view in FileView.objects.order_by("pk")]
    assert views == [
        (cast.assessor, pieces[0].file_id, "asli"),
        (cast.assessor, pieces[1].file_id, "asli"),
        (cast.second_assessor, pieces[0].file_id, "asli"),
    ]
    assert names_in(whole, cast.lead)


def test_others_find_nothing(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.attach(first.participation, cast.operator)
    for person in (cast.third_assessor, cast.operator, cast.coordinator, cast.verifier, cast.admin):
        for address in addresses(first.participation):
            assert browser(person).get(address).status_code == 404, (person, address)
    assert not FileView.objects.exists()


def test_assessor_of_another_unit_finds_nothing(cast: Cast):
    first, _ = scenes.assigned(cast)
    other = scenes.passed(cast, cast.neighbour)
    for address in addresses(other):
        assert browser(first.assessor).get(address).status_code == 404


def test_assessor_who_became_bound_to_the_unit_finds_nothing(cast: Cast):
    first, _ = scenes.assigned(cast)
    Posting.objects.create(user=cast.assessor, role=Role.HEAD, work_unit=cast.unit)
    for address in addresses(first.participation):
        assert browser(cast.assessor).get(address).status_code == 404
        assert browser(cast.second_assessor).get(address).status_code == 200


def test_assessor_whose_role_or_assignment_ended_finds_nothing(cast: Cast):
    first, second = scenes.assigned(cast)
    Posting.objects.filter(user=cast.assessor).delete()
    second.delete()
    for address in addresses(first.participation):
        assert browser(cast.assessor).get(address).status_code == 404
        assert browser(cast.second_assessor).get(address).status_code == 404


def test_indicator_of_another_kind_of_unit_is_not_there(cast: Cast):
    first, _ = scenes.assigned(cast)
    address = reverse("penilaian_bundle_of_indicator", args=[first.participation_id, 999_999])
    assert browser(cast.assessor).get(address).status_code == 404


def test_pages_lead_to_the_zip(cast: Cast):
    first, _ = scenes.assigned(cast)
    unit = first.participation
    whole, single = addresses(unit)
    indicator = scenes.indicators(unit)["A1"].pk
    score = reverse("penilaian_score", args=[unit.pk, indicator])
    assert single not in browser(cast.assessor).get(score).content.decode()
    scenes.attach(unit, cast.operator)
    assert whole in browser(cast.assessor).get(reverse("penilaian_sheet", args=[unit.pk])).content.decode()
    assert single in browser(cast.assessor).get(score).content.decode()
    evidence = reverse("penilaian_evidence", args=[unit.pk, indicator])
    assert single in browser(cast.lead).get(evidence).content.decode()
