"""Foreign keys point left only, like imports: a stage never hangs on a later one."""

import pytest
from django.apps import apps

# From left to right; what stands in no room (Django's and the libraries' models) lies below all of them.
ROOMS = [
    "units",
    "indicators",
    "assessments.cycle",
    "assessments.files",
    "assessments.documents",
    "assessments.pencanangan",
    "assessments.verifikasi",
    "assessments.penilaian",
    "assessments.pembinaan",
    "assessments.dashboards",
]
OURS = [
    model for model in apps.get_models() if model.__module__.split(".")[0] in ("units", "indicators", "assessments")
]


def room_of(model):
    """The place of the model's room in the list; -1 for a library's model."""
    found = [number for number, room in enumerate(ROOMS) if f"{model.__module__}.".startswith(f"{room}.")]
    return found[0] if found else -1


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_relations_point_left(model):
    assert room_of(model) >= 0, f"{model.__module__} is in no room"
    for field in model._meta.get_fields(include_parents=False):
        if field.is_relation and not field.auto_created and field.related_model:
            assert room_of(field.related_model) <= room_of(model), f"{model.__name__}.{field.name} points right"


def test_relations_name_their_target():
    """A generic foreign key would point anywhere."""
    generic = [f"{model.__name__}.{field.name}" for model in OURS for field in model._meta.private_fields]
    assert generic == []


def test_models_have_unique_names():
    names = [model.__name__ for model in OURS]
    assert sorted(names) == sorted(set(names))
