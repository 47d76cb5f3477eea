"""The arguments of routes about the sheet of a unit."""

from collections.abc import Callable
from typing import Any

from assessments.cycle.models import Participation
from assessments.verifikasi.models import ReadySentence
from assessments.verifikasi.workflow import decide
from tests import factories
from tests.cast import Cast
from tests.verifikasi import scenes as sheets
from units.models import Role


def of_sheet(**more: Callable[[Participation], Any]) -> Callable[[Cast], dict[str, Any]]:
    """The arguments of a route about the unit's sheet: handed in, with a photo; ``more`` picks a part of it."""

    def kwargs(cast: Cast) -> dict[str, Any]:
        unit = sheets.declared(cast)
        sheets.attach(unit, cast.operator)
        sheets.fill(unit, cast.operator)
        sheets.submit(unit, cast.operator)
        return {"pk": unit.pk} | {name: pick(unit) for name, pick in more.items()}

    return kwargs


def first_exhibit(unit: Participation) -> int:
    """A file of the first indicator of the sheet."""
    return sheets.item(unit).exhibits[0].pk


def first_indicator(unit: Participation) -> int:
    """The first indicator of the sheet."""
    return int(sheets.item(unit).indicator.pk)


def own_remark(unit: Participation) -> int:
    """A remark that a verifier wrote in this round."""
    holder = factories.posted(Role.VERIFIER, None, "Wida Verifikator")
    made = sheets.item(unit).answer.remarks.create(round=unit.round + 1, text="Dilihat lagi.", author=holder)
    return int(made.pk)


def ready_sentence(cast: Cast) -> dict[str, Any]:
    """A sentence that verifiers keep ready."""
    return {"pk": ReadySentence.objects.create(text="Foto buram.", changed_by=cast.verifier).pk}


def own_upload(cast: Cast) -> dict[str, Any]:
    """An upload of the operator that is not finished."""
    unit = sheets.declared(cast)
    meant = sheets.begin_upload(unit, cast.operator)
    return {"pk": unit.pk, "indicator": meant.indicator_id, "token": meant.upload.token}


def outcome_paper(cast: Cast) -> dict[str, Any]:
    """The paper of a unit that passed."""
    unit = sheets.proposed(cast)
    document = decide(approval=unit.approvals.get(), by=cast.leadership, approve=True)
    return {"pk": unit.pk, "document": document.pk if document else 0}
