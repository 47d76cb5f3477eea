"""Many units at once: looked at, then exactly that; by sheet; stepping back, replacing, evening out."""

import io
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assessments.cycle.models import Participation, TimelineEntry
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import access, queries
from assessments.penilaian.models import Assignment, Score
from assessments.penilaian.queries import plans
from assessments.penilaian.queries.candidates import loads as loads_of
from assessments.penilaian.queries.plans import Wish
from assessments.penilaian.rules.distributing import checked
from assessments.penilaian.workflow import distributing, ending
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import AuditEntry, InboxMessage, Posting, Role, User

WISH = Wish(seed=7)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def three_units(cast: Cast) -> list[Participation]:
    return [scenes.passed(cast, unit) for unit in (cast.unit, cast.neighbour, cast.foreign_unit)]


def live(participation: Participation) -> list[str]:
    return sorted(participation.assignments.live().values_list("assessor__name", flat=True))


def test_plan_is_applied_exactly(cast: Cast, mailoutbox, django_capture_on_commit_callbacks):
    units = three_units(cast)
    Posting.objects.create(user=cast.assessor, role=Role.HEAD, work_unit=cast.unit)
    plan = plans.planned(cast.cycle, WISH, by=cast.lead)
    wanted = {gift.place.pk: sorted(one.name for one in gift.people) for gift in plan.gifts}
    assert wanted[units[0].pk] == ["Amir Penilai", "Anton Penilai"]
    with django_capture_on_commit_callbacks(execute=True):
        distributing.distribute(cycle=cast.cycle, wish=WISH, fingerprint=plan.fingerprint, by=cast.lead)
    assert {unit.pk: live(unit) for unit in units} == wanted
    for unit in units:
        unit.refresh_from_db()
        assert (unit.state, unit.turn) == (State.IN_SCORING, Role.ASSESSOR)
        assert unit.until is not None
        step = unit.timeline.get()
        assert (step.text, step.from_state, step.to_state) == ("2 penilai ditugaskan", State.PASSED, State.IN_SCORING)
    assert AuditEntry.objects.filter(action="bagikan_penilaian", actor=cast.lead).count() == 1
    # One message each, however many units.
    told = InboxMessage.objects.filter(subject__startswith="Anda ditugaskan menilai")
    assert told.count() == len({name for names in wanted.values() for name in names})


def test_stale_plan_is_refused_and_nothing_moves(cast: Cast):
    three_units(cast)
    plan = plans.planned(cast.cycle, WISH, by=cast.lead)
    Posting.objects.create(user=cast.assessor, role=Role.HEAD, work_unit=cast.unit)
    with pytest.raises(distributing.PlanChanged) as caught:
        distributing.distribute(cycle=cast.cycle, wish=WISH, fingerprint=plan.fingerprint, by=cast.lead)
    assert caught.value.sentences == [distributing.CHANGED]
    assert not Assignment.objects.exists()
    assert not TimelineEntry.objects.exists()


def test_only_the_lead_distributes(cast: Cast):
    three_units(cast)
    for who in (cast.admin, cast.assessor, cast.verifier):
        with pytest.raises(MoveRefused):
            distributing.distribute(cycle=cast.cycle, wish=WISH, fingerprint="", by=who)


def test_plan_leaves_out_regions_kinds_and_the_lead(cast: Cast):
    three_units(cast)
    Posting.objects.create(user=cast.lead, role=Role.ASSESSOR)
    scenes.member(cast, cast.lead, "Kementerian")
    plan = plans.planned(cast.cycle, Wish(regions=(cast.other_kanwil.pk,)), by=cast.lead)
    assert [gift.place.name for gift in plan.gifts] == ["Lapas Barito"]
    assert cast.lead.name not in [person.name for person in plan.people]
    assert plans.planned(cast.cycle, Wish(kinds=("kanim",)), by=cast.lead).gifts == []
    assert len(plans.planned(cast.cycle, Wish(provinces=("61",)), by=cast.lead).gifts) == 2


def test_plan_costs_the_same_for_one_and_three(cast: Cast, django_assert_num_queries):
    scenes.passed(cast)
    with django_assert_num_queries(11):
        plans.planned(cast.cycle, WISH, by=cast.lead)
    scenes.passed(cast, cast.neighbour)
    scenes.passed(cast, cast.foreign_unit)
    with django_assert_num_queries(11):
        assert plans.planned(cast.cycle, WISH, by=cast.lead).count == 3


def test_page_shows_the_plan_and_applies_it(cast: Cast):
    units = three_units(cast)
    client, address = signed_in(cast.lead), reverse("penilaian_distribute")
    assert client.get(address).context["plan"] is None
    page = client.get(address, {"benih": "7", "pengganti": "on"})
    assert "3 unit dibagikan, 0 tersisa" in page.content.decode()
    plan = re.search(r'name="rencana" value="(\w+)"', page.content.decode())
    assert plan
    stale = client.post(f"{address}?benih=7&pengganti=on", {"rencana": "0" * 32})
    assert "Keadaan berubah sejak simulasi dibuat." in stale.content.decode()
    answer = client.post(f"{address}?benih=7&pengganti=on", {"rencana": plan[1]})
    assert answer["Location"] == reverse("penilaian_lead")
    assert Assignment.objects.count() == 2 * len(units)


def rows_of(content: bytes) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()]


def book(rows: list[list[object]]) -> SimpleUploadedFile:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    sheet = made.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    made.close()
    return SimpleUploadedFile("susunan.xlsx", out.getvalue())


def test_sheet_goes_out_is_edited_and_comes_back(cast: Cast):
    units = three_units(cast)
    client, address = signed_in(cast.lead), reverse("penilaian_distribution_import")
    out = client.get(reverse("penilaian_distribution_sheet"), {"benih": "7", "pengganti": "on"})
    rows = rows_of(out.content)
    head = rows[4]
    first, second = head.index("Surel penilai 1"), head.index("Surel penilai 2")
    for row in rows[5:]:
        row[first], row[second] = cast.assessor.email, cast.second_assessor.email
    bad = [list(row) for row in rows]
    bad[5][second] = cast.assessor.email
    bad[6][first] = "siapa@contoh.test"
    page = client.post(address, {"sheet": book(bad)})
    text = page.content.decode()
    assert "2 dari 3 baris perlu diperbaiki. Belum ada yang ditugaskan." in text
    assert "tulis penilai yang berbeda-beda" in text
    assert "Tidak ada akun dengan surel siapa@contoh.test." in text
    assert page.context["plan"] is None
    page = client.post(address, {"sheet": book(rows)})
    assert "3 unit siap dibagikan" in page.content.decode()
    assert not Assignment.objects.exists()
    answer = client.post(address, {"susunan": page.context["chosen"]})
    assert answer["Location"] == reverse("penilaian_lead")
    assert [live(unit) for unit in units] == [["Anton Penilai", "Asih Penilai"]] * 3
    again = client.post(address, {"susunan": page.context["chosen"]})
    assert "tidak sedang memerlukan penilai" in again.content.decode()
    assert Assignment.objects.count() == 6


def test_sheet_is_judged_by_the_same_rules(cast: Cast):
    unit = scenes.passed(cast)
    scenes.member(cast, cast.assessor, quota=1)
    scenes.assigned(cast, cast.foreign_unit)
    Posting.objects.create(user=cast.second_assessor, role=Role.HEAD, work_unit=cast.unit)
    people = [cast.assessor.pk, cast.second_assessor.pk]
    _, problems = checked(cast.cycle, {unit.pk: people}, cast.lead)
    assert [text.split(" (")[0] for text in problems[unit.pk]] == [
        "Kuota Asih Penilai penuh",
        f"Anton Penilai bertugas di unit ini pada tahun {cast.cycle.year}",
    ]
    with pytest.raises(MoveRefused):
        distributing.distribute_chosen(cycle=cast.cycle, chosen={unit.pk: people}, by=cast.lead)


def test_mangled_list_is_refused(cast: Cast):
    scenes.passed(cast)
    for text in ("", "[", "[[1,2]]", '{"a": 1}'):
        page = signed_in(cast.lead).post(reverse("penilaian_distribution_import"), {"susunan": text})
        assert "Tidak ada unit yang dibagikan." in page.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "{}",
        "[[1]]",
        '[["1", [2]]]',
        "[[1, 2]]",
        "[[0, [1]]]",
        "[[1e400, [1]]]",
        f"[[{10**40}, [1]]]",
        "[" * 100_000,
    ],
)
def test_list_that_the_page_never_sent_assigns_nothing(cast: Cast, text):
    scenes.passed(cast)
    page = signed_in(cast.lead).post(reverse("penilaian_distribution_import"), {"susunan": text})
    assert "Tidak ada unit yang dibagikan." in page.content.decode()


def test_list_with_somebody_unknown_is_refused(cast: Cast):
    unit = scenes.passed(cast)
    text = f"[[{unit.pk}, [{cast.assessor.pk}, 987654]]]"
    page = signed_in(cast.lead).post(reverse("penilaian_distribution_import"), {"susunan": text})
    assert f"{unit.work_unit.short_name}: penilai tidak dikenal." in page.content.decode()
    assert not Assignment.objects.exists()


def test_recusal_puts_the_unit_back_and_makes_a_stranger(cast: Cast):
    one, two = scenes.assigned(cast)
    scenes.score(one, {"A1": "proses"})
    scenes.complete(two)
    client = signed_in(cast.assessor)
    address = reverse("penilaian_recuse", args=[one.participation_id])
    assert "Tuliskan alasan Anda mengundurkan diri." in client.post(address, {"reason": " "}).content.decode()
    assert client.post(address, {"reason": "Ipar kepala unit."}).status_code == 302
    unit = Participation.objects.with_place().get(pk=one.participation_id)
    counts = queries.counts_to_score(cast.cycle)
    assert (counts["pengganti"], counts["siap"], counts["berjalan"]) == (1, 0, 0)
    assert [row.pk for row in queries.units_to_score(cast.cycle, part="pengganti")] == [unit.pk]
    # The place still owes a sheet, so nothing opens.
    assert queries.progress(unit) == (1, 2)
    assert queries.settlement(unit) is None
    assert "Ipar kepala unit." in InboxMessage.objects.get(user=cast.lead, key__startswith="place-free").body
    step = unit.timeline.first()
    assert step is not None
    assert (step.actor, step.text, step.note) == (None, "Menunggu penilai pengganti", "")
    for route in ("penilaian_sheet", "penilaian_recuse"):
        assert client.get(reverse(route, args=[unit.pk])).status_code == 404
    with pytest.raises(access.Http404):
        access.judged_or_404(scenes.anew(cast.assessor), unit.pk)
    with pytest.raises(MoveRefused):
        scenes.score(one, {"A2": "ada"})
    assert not {row.user.name: row.is_able for row in queries.candidates(unit)}["Asih Penilai"]


def test_finished_or_foreign_work_cannot_be_recused(cast: Cast):
    one, two = scenes.assigned(cast)
    scenes.complete(one)
    with pytest.raises(MoveRefused) as caught:
        ending.recuse(assignment=one, reason="Terlambat.", by=cast.assessor)
    assert "sudah selesai" in caught.value.sentences[0]
    with pytest.raises(MoveRefused):
        ending.recuse(assignment=two, reason="Bukan saya.", by=cast.assessor)


def test_substitute_fills_the_place_and_the_old_scores_never_count(cast: Cast):
    one, two = scenes.assigned(cast)
    scenes.score(one, {"A1": "tidak"})
    ending.recuse(assignment=one, reason="Sakit.", by=cast.assessor)
    made = ending.replace(assignment=one, to=cast.third_assessor, by=cast.lead)
    assert (made.kind, made.replaces) == (Assignment.Kind.FIRST, one)
    scenes.complete(two)
    scenes.complete(made)
    found = queries.settlement(made.participation)
    assert found is not None
    assert {score.assignment_id for row in found.judged for score in row.scores} == {two.pk, made.pk}
    assert Score.objects.filter(assignment=one, is_current=True).exists()
    with pytest.raises(MoveRefused) as caught:
        ending.replace(assignment=one, to=cast.third_assessor, by=cast.lead)
    assert "Tempat ini sudah diisi penilai pengganti." in caught.value.sentences


def test_lead_replaces_with_a_reason_and_never_finished_work(cast: Cast):
    one, two = scenes.assigned(cast)
    scenes.complete(two)
    with pytest.raises(MoveRefused) as caught:
        ending.replace(assignment=two, to=cast.third_assessor, reason="Tukar.", by=cast.lead)
    assert "Penilai ini sudah selesai. Pekerjaan yang selesai tidak berpindah." in caught.value.sentences
    client = signed_in(cast.lead)
    places = client.get(reverse("penilaian_places", args=[one.participation_id])).content.decode()
    assert "Belum mulai" in places
    address = reverse("penilaian_replace", args=[one.participation_id, one.pk])
    page = client.post(address, {"to": cast.third_assessor.pk})
    assert "Tuliskan alasan penggantian." in page.content.decode()
    assert client.post(address, {"to": cast.second_assessor.pk, "reason": "Tukar."}).status_code == 200
    assert client.post(address, {"to": cast.third_assessor.pk, "reason": "Cuti panjang."}).status_code == 302
    one.refresh_from_db()
    assert (one.ending, one.ending_reason, one.ended_by) == (Assignment.Ending.REPLACED, "Cuti panjang.", cast.lead)
    assert live(one.participation) == ["Amir Penilai", "Anton Penilai"]
    assert InboxMessage.objects.filter(user=cast.assessor, key=f"relieved:{one.pk}").count() == 1


def test_distribution_fills_places_that_somebody_left(cast: Cast):
    one, _ = scenes.assigned(cast)
    ending.recuse(assignment=one, reason="Sakit.", by=cast.assessor)
    assert plans.planned(cast.cycle, Wish(vacancies=False), by=cast.lead).gifts == []
    plan = plans.planned(cast.cycle, WISH, by=cast.lead)
    assert [[person.name for person in gift.people] for gift in plan.gifts] == [["Amir Penilai"]]
    distributing.distribute(cycle=cast.cycle, wish=WISH, fingerprint=plan.fingerprint, by=cast.lead)
    assert Assignment.objects.get(assessor=cast.third_assessor).replaces == one
    assert queries.counts_to_score(cast.cycle)["pengganti"] == 0


def test_evening_out_moves_only_what_is_not_begun(cast: Cast):
    units = [cast.unit, cast.neighbour, cast.kanim, cast.foreign_unit]
    pairs = [scenes.assigned(cast, unit) for unit in units]
    scenes.score(pairs[0][0], {"A1": "ada"})
    scenes.complete(pairs[1][0])
    found = plans.evened(cast.cycle, by=cast.lead)
    moved = {row.held.pk for row in found.transfers}
    assert moved
    assert not moved & {pairs[0][0].pk, pairs[1][0].pk}
    with pytest.raises(distributing.PlanChanged):
        distributing.even_out(cycle=cast.cycle, fingerprint="0" * 32, by=cast.lead)
    page = signed_in(cast.lead).get(reverse("penilaian_even_out"))
    assert found.fingerprint in page.content.decode()
    answer = signed_in(cast.lead).post(reverse("penilaian_even_out"), {"rencana": found.fingerprint})
    assert answer["Location"] == reverse("penilaian_team")
    loads = loads_of(cast.cycle)
    assert max(loads.values()) - min(loads.values()) <= 1
    for unit in units:
        assert Assignment.objects.live().filter(participation__work_unit=unit).count() == 2
    assert Assignment.objects.filter(ending_reason=distributing.EVENED).count() == len(moved)
    assert plans.evened(cast.cycle, by=cast.lead).transfers == []


def test_drafted_work_counts_as_begun(cast: Cast):
    one, two = scenes.assigned(cast)
    scenes.assigned(cast, cast.neighbour)
    for row in Assignment.objects.all():
        row.drafts.create(indicator=scenes.indicators(one.participation)["A1"], justification="…")
    assert plans.evened(cast.cycle, by=cast.lead).transfers == []
    assert two.pk


def test_lead_sees_no_values_and_no_time_on_the_places_of_a_unit(cast: Cast):
    one, _ = scenes.assigned(cast)
    scenes.complete(one, {"A1": "tidak"}, why="Rahasia penilai.")
    page = signed_in(cast.lead).get(reverse("penilaian_places", args=[one.participation_id])).content.decode()
    assert "Selesai" in page
    assert "Rahasia penilai." not in page
    assert "Tidak</" not in page
