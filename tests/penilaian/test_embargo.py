"""A decree under embargo: approved, and told to nobody before its instant; then to all of its units at once."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.penilaian import queries, rules
from assessments.penilaian.models import Award, Decree
from assessments.penilaian.workflow import decrees
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import User

SOON = dt.timedelta(hours=2)


def embargoed(cast: Cast, *units: Participation, number: str = scenes.NUMBER) -> Decree:
    """A decree that the leadership has approved and that is released in two hours."""
    facts = decrees.DecreeFacts(**(vars(scenes.facts(number)) | {"embargo_until": timezone.now() + SOON}))
    decree = decrees.record(cycle=cast.cycle, facts=facts, participations=units, by=cast.admin)
    return decrees.decide(decree=decree, by=cast.leadership, approve=True)


def over(decree: Decree) -> None:
    """As if the embargo had just ended."""
    Decree.objects.filter(pk=decree.pk).update(embargo_until=timezone.now())


def states(*units: Participation) -> list[str]:
    found = dict(Participation.objects.values_list("pk", "state"))
    return [found[unit.pk] for unit in units]


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_approved_decree_tells_nobody_before_its_instant(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    good, weak = scenes.settled(cast), scenes.settled(cast, cast.neighbour, {"A1": "proses"})
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decree = embargoed(cast, good, weak)
        assert decrees.release_due() == 0
    assert states(good, weak) == [State.SETTLED, State.SETTLED]
    assert not Award.objects.exists()
    assert not Document.objects.filter(kind=Document.Kind.DECREE_ANNEX).exists()
    assert {mail.to[0] for mail in mailoutbox} == {cast.leadership.email}
    for person in (cast.operator, cast.coordinator, cast.observer, cast.verifier, cast.assessor):
        assert not queries.results_visible_to(scenes.anew(person)).exists()
    page = signed_in(cast.operator).get(reverse("participation", args=[good.pk])).content.decode()
    assert "Berpredikat" not in page and decree.number not in page
    assert rules.issue_certificates(decree, cast.admin) == [
        "Piagam baru dapat diterbitkan setelah hasil keputusan ini diumumkan."
    ]


def test_units_under_embargo_are_not_offered_to_another_decree(cast: Cast):
    unit = scenes.settled(cast)
    embargoed(cast, unit)
    assert not queries.settled_units(cast.cycle).exists()


def test_clock_releases_all_units_at_once_and_only_once(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    good, weak = scenes.settled(cast), scenes.settled(cast, cast.neighbour, {"A1": "proses"})
    decree = embargoed(cast, good, weak)
    over(decree)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert decrees.release_due() == 1
        assert decrees.release_due() == 0
    assert states(good, weak) == [State.AWARDED, State.NOT_AWARDED]
    assert Award.objects.count() == 1
    assert [mail.to[0] for mail in mailoutbox].count(cast.operator.email) == 1
    assert good.timeline.first().actor == cast.leadership
    released = Decree.objects.get(pk=decree.pk)
    assert released.released_at is not None and released.annex is not None


def test_two_decrees_of_one_instant_are_released_by_one_tick(cast: Cast):
    first = embargoed(cast, scenes.settled(cast))
    second = embargoed(cast, scenes.settled(cast, cast.neighbour), number="Contoh kedua")
    over(first)
    over(second)
    assert decrees.release_due() == 2


def test_refused_decree_is_never_released(cast: Cast):
    unit = scenes.settled(cast)
    facts = decrees.DecreeFacts(**(vars(scenes.facts()) | {"embargo_until": timezone.now() + SOON}))
    decree = decrees.record(cycle=cast.cycle, facts=facts, participations=[unit], by=cast.admin)
    decrees.decide(decree=decree, by=cast.leadership, approve=False, note="Lampirannya keliru.")
    over(decree)
    assert decrees.release_due() == 0
    assert states(unit) == [State.SETTLED]


def test_decree_approved_after_its_instant_is_released_at_once(cast: Cast):
    unit = scenes.settled(cast)
    facts = decrees.DecreeFacts(**(vars(scenes.facts()) | {"embargo_until": timezone.now() + SOON}))
    decree = decrees.record(cycle=cast.cycle, facts=facts, participations=[unit], by=cast.admin)
    over(decree)
    decrees.decide(decree=decree, by=cast.leadership, approve=True)
    assert states(unit) == [State.AWARDED]


def test_embargo_in_the_past_is_refused_when_recorded(cast: Cast):
    facts = decrees.DecreeFacts(**(vars(scenes.facts()) | {"embargo_until": timezone.now()}))
    with pytest.raises(MoveRefused) as caught:
        decrees.record(cycle=cast.cycle, facts=facts, participations=[scenes.settled(cast)], by=cast.admin)
    assert caught.value.sentences == [
        "Waktu pengumuman harus sesudah sekarang. Kosongkan bila hasil diumumkan begitu disetujui."
    ]


@pytest.mark.parametrize("who", ["admin", "lead", "verifier", "operator"])
def test_release_early_is_for_the_leadership(cast: Cast, who):
    unit = scenes.settled(cast)
    decree = embargoed(cast, unit)
    with pytest.raises(MoveRefused) as caught:
        decrees.release(decree=decree, by=getattr(cast, who))
    assert caught.value.sentences == ["Hasil diumumkan lebih cepat hanya oleh pimpinan."]
    assert states(unit) == [State.SETTLED]


def test_release_early_on_the_page(cast: Cast):
    unit = scenes.settled(cast)
    decree = embargoed(cast, unit)
    boss, address = signed_in(cast.leadership), reverse("penilaian_decree", args=[decree.pk])
    page = boss.get(address).content.decode()
    assert "Menunggu diumumkan" in page and "Umumkan sekarang" in page
    assert "Hasil diumumkan lebih cepat hanya oleh pimpinan." in signed_in(cast.admin).get(address).content.decode()
    boss.post(reverse("penilaian_decree_release", args=[decree.pk]))
    assert states(unit) == [State.AWARDED]
    again = boss.post(reverse("penilaian_decree_release", args=[decree.pk]))
    assert "Hasil keputusan ini sudah diumumkan." in again.content.decode()


def test_form_keeps_the_instant_and_reads_it_as_jakarta_time(cast: Cast):
    unit = scenes.settled(cast)
    data = {key: str(value) for key, value in vars(scenes.facts()).items() if value is not None}
    year = timezone.now().year + 1
    answer = signed_in(cast.admin).post(
        reverse("penilaian_decree_new"), data | {"units": [unit.pk], "embargo_until": f"{year}-12-10T09:00"}
    )
    assert answer.status_code == 302
    expected = dt.datetime(year, 12, 10, 2, tzinfo=dt.UTC)
    assert Decree.objects.get().embargo_until == expected


def test_annex_stands_by_office_and_province_on_paper_and_in_the_workbook(cast: Cast):
    units = [scenes.settled(cast, one) for one in (cast.unit, cast.foreign_unit, cast.neighbour)]
    decree = scenes.decreed(cast, *units)
    rows = [(row["group"], row["name"]) for row in Decree.objects.get(pk=decree.pk).annex.context["units"]]
    assert rows == [
        ("Kantor Wilayah Andalas", "Lapas Barito"),
        ("Kantor Wilayah Khatulistiwa", "Lapas Kapuas"),
        ("Kantor Wilayah Khatulistiwa", "Lapas Landak"),
    ]
    answer = signed_in(cast.operator).get(reverse("penilaian_decree_annex_sheet", args=[decree.pk]))
    cells = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    head = next(number for number, row in enumerate(cells) if row[0] == "No.")
    assert [(row[3], row[1]) for row in cells[head + 1 :]] == rows
    assert "Lapas Kapuas" in str(cells) and "100" not in str(cells)
