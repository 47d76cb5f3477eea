"""The instrument loads whole, is frozen once published, and is changed on a copy."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from indicators import workflow
from indicators.models import Criterion, EvidenceRequirement, Indicator, Instrument, Level
from tests import factories
from tests.cast import Cast
from units.models import Group
from units.reference import FOLDER


@pytest.fixture
def reference(db: None) -> Instrument:
    return workflow.load(json.loads((FOLDER / "instrument_2024.json").read_text(encoding="utf-8")))


def test_load_reference_instrument_whole_and_once(reference: Instrument) -> None:
    assert list(reference.criteria.values_list("code", flat=True)) == ["A", "B", "C"]
    assert Indicator.objects.count() == 25
    assert reference.provisional_note == "Rujukan awal, dapat diubah admin"
    again = workflow.load(json.loads((FOLDER / "instrument_2024.json").read_text(encoding="utf-8")))
    assert again == reference
    assert Indicator.objects.count() == 25


@pytest.mark.parametrize(
    ("groups", "number"),
    [
        ([Group.CORRECTIONS, Group.CUSTODY], 25),
        ([Group.CORRECTIONS], 23),
        ([Group.IMMIGRATION], 21),
        ([Group.KANWIL], 21),
        ([Group.REGION], 20),
    ],
)
def test_indicators_apply_by_group(reference: Instrument, groups: list[str], number: int) -> None:
    assert Indicator.objects.applicable_to(groups).count() == number


@pytest.mark.parametrize("model", [Instrument, Criterion, Indicator, Level, EvidenceRequirement])
def test_published_instrument_refuses_changes_in_the_database(db: None, model: Any) -> None:
    factories.instrument()
    field = "title" if hasattr(model, "title") else "label"
    for change in (lambda: model.objects.update(**{field: "Diubah"}), lambda: model.objects.all().delete()):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change()


def test_draft_instrument_takes_changes(db: None) -> None:
    factories.instrument(published=False)
    assert Indicator.objects.update(title="Diubah") == 4


def test_copy_to_draft_copies_everything_and_leaves_the_original(cast: Cast) -> None:
    original = cast.cycle.instrument
    draft = workflow.copy_to_draft(instrument=original, by=cast.admin)
    assert (draft.version, draft.status) == (original.version + 1, "draft")

    def shape(instrument: Instrument) -> list[Any]:
        return list(
            Indicator.objects.filter(criterion__instrument=instrument)
            .order_by("criterion__position", "position", "levels__position", "levels__requirements__position")
            .values_list(
                "criterion__code", "code", "required", "weight", "levels__code", "levels__value",
                "levels__requirements__code", "levels__requirements__minimum", "applicability__group",
            )
        )  # fmt: skip

    assert shape(draft) == shape(original)
    with pytest.raises(workflow.Refused):
        workflow.copy_to_draft(instrument=original, by=cast.admin)


def test_instrument_pages_copy_edit_and_publish(cast: Cast, client: Client) -> None:
    client.force_login(cast.admin)
    original = cast.cycle.instrument
    assert "Rujukan awal, dapat diubah admin" in client.get(reverse("instrument", args=[original.pk])).content.decode()
    response = client.post(reverse("instrument_copy", args=[original.pk]))
    draft = Instrument.objects.get(status="draft")
    assert response.headers["Location"] == reverse("instrument", args=[draft.pk])
    indicator = Indicator.objects.filter(criterion__instrument=draft).first()
    assert indicator is not None
    address = reverse("indicator_edit", args=[indicator.pk])
    page = client.get(address)
    data: dict[str, Any] = {}
    for part in (page.context["levels"], page.context["requirements"]):
        data |= {f"{part.prefix}-{key}": value for key, value in part.management_form.initial.items()}
        for form in part:
            data |= {form.add_prefix(name): field.initial for name, field in form.fields.items() if field.initial}
            data |= {form.add_prefix(name): value for name, value in form.initial.items() if value is not None}
            data[form.add_prefix("id")] = form.instance.pk
    data |= {"title": "Judul baru", "question": "Adakah?", "guidance": "", "weight": "2", "required": "on"}
    assert client.post(address, data).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.title, indicator.required) == ("Judul baru", True)
    client.post(reverse("instrument_publish", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.is_published
    assert "tidak dapat diubah" in client.post(address, data).content.decode()


def test_instrument_pages_are_closed_to_others(cast: Cast, client: Client) -> None:
    address = reverse("instrument", args=[cast.cycle.instrument.pk])
    for person in (cast.operator, cast.coordinator, cast.verifier, cast.nobody):
        client.force_login(person)
        assert client.get(address).status_code == 404
        assert client.post(reverse("instrument_copy", args=[cast.cycle.instrument.pk])).status_code == 404
