"""Verbs of the instrument: load, publish, copy to a draft."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from indicators import rules
from indicators.models import Applicability, Criterion, EvidenceRequirement, Indicator, Instrument, Level
from units import audit
from units.models import User


class Refused(Exception):
    """A verb that the rules refuse; carries their sentences for the page."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@transaction.atomic
def load(data: dict[str, Any]) -> Instrument:
    """The instrument of a data file, published. One that is there already is left as it is: it is frozen."""
    known = Instrument.objects.filter(code=data["code"], version=data["version"]).first()
    if known:
        return known
    names = ("code", "version", "title", "legal_basis", "provisional_note", "threshold", "threshold_note")
    instrument = Instrument.objects.create(**{name: data[name] for name in names})
    for position, row in enumerate(data["criteria"]):
        criterion = Criterion.objects.create(
            instrument=instrument, code=row["code"], title=row["title"], weight=row["weight"], position=position
        )
        for index, indicator in enumerate(row["indicators"]):
            _load_indicator(criterion, index, indicator)
    return _freeze(instrument)


def _load_indicator(criterion: Criterion, position: int, data: dict[str, Any]) -> None:
    names = (
        "code", "title", "question", "guidance", "good_examples", "bad_examples", "weight", "required", "provenance",
    )  # fmt: skip
    indicator = Indicator.objects.create(criterion=criterion, position=position, **{name: data[name] for name in names})
    Applicability.objects.bulk_create(Applicability(indicator=indicator, group=group) for group in data["applies_to"])
    for index, row in enumerate(data["levels"]):
        requirements = row["requirements"]
        level = Level.objects.create(
            indicator=indicator, position=index, **{key: row[key] for key in row if key != "requirements"}
        )
        EvidenceRequirement.objects.bulk_create(
            EvidenceRequirement(level=level, position=place, **requirement)
            for place, requirement in enumerate(requirements)
        )


def _freeze(instrument: Instrument) -> Instrument:
    instrument.status, instrument.published_at = Instrument.Status.PUBLISHED, timezone.now()
    instrument.save(update_fields=["status", "published_at"])
    return instrument


@transaction.atomic
def publish(*, instrument: Instrument, by: User) -> Instrument:
    """Freeze a draft for use in cycles; raises ``Refused``."""
    instrument = Instrument.objects.select_for_update(no_key=True).get(pk=instrument.pk)
    if sentences := rules.publish(instrument, by):
        raise Refused(sentences)
    audit.record(by=by, action="terbitkan_instrumen", subject=f"instrument:{instrument.pk}")
    return _freeze(instrument)


@transaction.atomic
def copy_to_draft(*, instrument: Instrument, by: User) -> Instrument:
    """A new draft version with everything of ``instrument``; raises ``Refused``. Old totals keep their version."""
    instrument = Instrument.objects.select_for_update(no_key=True).get(pk=instrument.pk)
    if sentences := rules.copy_to_draft(instrument, by):
        raise Refused(sentences)
    latest = Instrument.objects.filter(code=instrument.code).aggregate(latest=Max("version"))["latest"]
    draft = Instrument.objects.create(
        code=instrument.code,
        version=latest + 1,
        title=instrument.title,
        legal_basis=instrument.legal_basis,
        provisional_note=instrument.provisional_note,
        threshold=instrument.threshold,
        threshold_note=instrument.threshold_note,
        copied_from=instrument,
    )
    for criterion in instrument.criteria.all():
        indicators = list(criterion.indicators.prefetch_related("applicability", "levels__requirements"))
        copied = _copied(criterion, instrument=draft)
        for indicator in indicators:
            new_indicator = _copied(indicator, criterion=copied)
            for row in indicator.applicability.all():
                _copied(row, indicator=new_indicator)
            for example in indicator.examples.all():
                _copied(example, indicator=new_indicator)
            for level in indicator.levels.all():
                new_level = _copied(level, indicator=new_indicator)
                for requirement in level.requirements.all():
                    _copied(requirement, level=new_level)
    audit.record(by=by, action="salin_instrumen", subject=f"instrument:{draft.pk}", data={"copied_from": instrument.pk})
    return draft


def _copied(row: Any, **parent: Any) -> Any:
    """A new row with the fields of ``row`` under another parent."""
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    for name in parent:
        fields.pop(f"{name}_id")
    return type(row).objects.create(**fields, **parent)


@transaction.atomic
def edit(*, instrument: Instrument, by: User, forms: list[Any], subject: str) -> None:
    """Save valid model forms and formsets of a draft; raises ``Refused`` when it was published meanwhile."""
    instrument = Instrument.objects.select_for_update(no_key=True).get(pk=instrument.pk)
    if sentences := rules.edit(instrument, by):
        raise Refused(sentences)
    for form in forms:
        form.save()
    audit.record(
        by=by,
        action="ubah_instrumen",
        subject=f"instrument:{instrument.pk}",
        data={"part": subject, "changed": [str(name) for form in forms for name in getattr(form, "changed_data", [])]},
    )
