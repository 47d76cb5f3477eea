"""Objects of the play to which routes lead."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from assessments.cycle import extensions, schedules
from assessments.cycle.models import Extension, Participation, Window, WindowChange
from assessments.cycle.states import Stage
from assessments.pembinaan.models import ActionItem
from assessments.pencanangan.models import Application
from indicators.models import Indicator, IndicatorExample
from tests import factories
from tests.cast import Cast
from tests.pembinaan import scenes as coaching
from tests.pencanangan import scans as signed_pile
from tests.pencanangan import scenes
from tests.penilaian import scenes as scores
from units.models import Announcement, Category, Kind, Posting, Role


def proposed_window(cast: Cast) -> WindowChange | None:
    """A change of a running window that waits for its second person."""
    window = Window.objects.filter(cycle=cast.cycle)[0]
    later = {"opens_at": window.opens_at, "closes_at": window.closes_at + dt.timedelta(days=1)}
    return schedules.set_window(window=window, reason="Banjir", by=cast.admin, path="/siklus/", **later)


def proposed_extension(cast: Cast) -> Extension:
    """A later closing for one unit that waits for its second person."""
    return extensions.extend(
        cycle=cast.cycle,
        stage=Stage.PENCANANGAN,
        participation=cast.participation(),
        closes_at=timezone.now() + dt.timedelta(days=60),
        reason="Banjir",
        by=cast.admin,
        path="/siklus/",
    )


def draft_indicator(cast: Cast) -> Indicator:
    """An indicator that may still be edited."""
    return Indicator.objects.filter(criterion__instrument=factories.instrument(published=False))[0]


def example_photo(cast: Cast) -> IndicatorExample:
    """A photo that advises about an indicator of the running cycle."""
    indicator = Indicator.objects.filter(criterion__instrument=cast.cycle.instrument)[0]
    return indicator.examples.create(kind="baik", caption="Terbaca", alt="Papan", picture=b"jpeg", sha256="0" * 64)


def announcement(cast: Cast) -> Announcement:
    """An announcement for everybody."""
    return Announcement.objects.create(title="Pengumuman", body="Isi")


def at_the_secretariat(cast: Cast) -> dict[str, Any]:
    """The coordinator of the play also speaks for a regional secretariat."""
    setda = factories.unit("Setda Contoh", kind=Kind.SETDA, category=Category.REGION)
    Posting.objects.create(user=cast.coordinator, role=Role.COORDINATOR, work_unit=setda)
    return {}


def application(cast: Cast) -> Application:
    """The office's application for the unit of the play."""
    return scenes.applied(cast)


def declared(cast: Cast) -> Participation:
    """The unit of the play after its ceremony, with letter and signed scan."""
    return scenes.declared(cast)[0]


def ceremony_photo(cast: Cast) -> dict[str, Any]:
    """A photo of the ceremony of the unit of the play."""
    photo = scenes.photographed(cast)
    return {"pk": photo.ceremony.application_id, "photo": photo.pk}


def scanned_page(cast: Cast) -> dict[str, Any]:
    """A page of what came back for the office's ceremony."""
    page = signed_pile.one_page(cast)
    return {"pk": page.source.ceremony.application_id, "page": page.pk}


def scanned_source(cast: Cast) -> dict[str, Any]:
    """The upload of that page."""
    page = signed_pile.one_page(cast)
    return {"pk": page.source.ceremony.application_id, "source": page.source_id}


def of_scored(make: Callable[[Cast], Any], **more: Callable[[Participation], Any]) -> Callable[[Cast], dict[str, Any]]:
    """The arguments of a route about a unit on its way through the scoring, as ``make`` brings it there."""

    def kwargs(cast: Cast) -> dict[str, Any]:
        made = make(cast)
        unit = made[0].participation if isinstance(made, tuple) else made
        return {"pk": unit.pk} | {name: pick(unit) for name, pick in more.items()}

    return kwargs


def lost_indicator(unit: Participation) -> int:
    """The indicator on which the unit lost something."""
    return int(scores.indicators(unit)["A2"].pk)


def answered(cast: Cast) -> ActionItem:
    """An action item with the unit's answer."""
    item = coaching.ask(coaching.lossy(cast), cast.coordinator)
    coaching.answer(item, cast.operator)
    return item


def action_file(cast: Cast) -> dict[str, Any]:
    """A file of an answer to an action item."""
    item = answered(cast)
    return {"pk": item.pk, "file": item.replies.get().evidence.get().file_id, "variant": "kecil"}


def pile_made(cast: Cast) -> dict[str, Any]:
    """The pile of the ceremony of the play."""
    found = scenes.pile(cast)
    return {"pk": found.ceremony.application_id, "pile": found.pk}
