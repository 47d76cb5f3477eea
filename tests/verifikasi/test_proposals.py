"""The outcomes of a whole region are proposed at one press: what the rules of one unit allow, and nothing else."""

import pytest
from django.urls import reverse

from assessments.cycle.models import Approval, Cycle
from assessments.cycle.queries import known, windows_of
from assessments.cycle.states import MoveName, Stage, State
from assessments.verifikasi import papers, queries, rules, workflow
from assessments.verifikasi.models import Verdict
from assessments.verifikasi.queries import proposals
from tests import factories
from tests.cast import Cast
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body
from units.models import InboxMessage, Role

Decision = Verdict.Decision


def checked(cast, place=None, by=None, **others):
    """A unit of the region whose indicators are all decided; ``others`` as ``judge_all`` takes them."""
    unit = cast.participation(State.DECLARED, place)
    operator = factories.posted(Role.OPERATOR, unit.work_unit, f"Operator {unit.work_unit.short_name}")
    by = by or cast.verifier
    scenes.fill(unit, operator)
    scenes.submit(unit, operator)
    workflow.start_check(participation=scenes.fresh(unit), by=by)
    scenes.judge_all(unit, by, **others)
    return scenes.fresh(unit)


def address(cast, kind=""):
    return f"{reverse('verifikasi_proposals')}?koordinator={cast.kanwil.pk}&jenis={kind}"


@pytest.fixture
def page(cast, client):
    client.force_login(cast.verifier)
    return client


def ticks(*units, move=MoveName.PASS):
    return [f"{move}:{unit.pk}" for unit in units]


def proposed():
    return set(Approval.objects.values_list("participation", "move"))


# --- what is ready -----------------------------------------------------------------------------------------------------
def test_region_shows_what_is_ready_and_one_sentence_for_the_rest(cast, page):
    good = checked(cast)
    half = checked(cast, cast.neighbour)
    Verdict.objects.filter(answer__participation=half, answer__indicator__code__in=["A2", "B1"]).delete()
    cast.participation(State.DECLARED, cast.kanim)
    checked(
        cast, factories.unit("Rutan Sambas", short_name="Rutan Sambas", coordinator=cast.kanwil), cast.second_verifier
    )
    checked(cast, cast.foreign_unit)
    html = body(page.get(address(cast)))
    assert "Siap diusulkan lolos (1)" in html
    assert f'value="loloskan:{good.pk}" id="usulan-{good.pk}" checked' in html
    assert reverse("verifikasi_preview", args=[good.pk, "loloskan"]) in html
    assert "Belum siap (3)" in html
    assert "Lapas Landak</a><br>Masih ada 2 indikator yang belum diputuskan: A2, B1." in html
    assert "Kanim Singkawang</a><br>Belum menyampaikan data dukung." in html
    assert "Rutan Sambas</a><br>Pemeriksaan unit ini dipegang Vino Verifikator." in html
    assert "Lapas Barito" not in html


def test_filter_by_kind_and_the_region_tells_how_many_one_holds(cast, page):
    checked(cast)
    checked(cast, cast.kanim)
    html = body(page.get(reverse("verifikasi_proposals")))
    assert "Kantor Wilayah Khatulistiwa (2 Anda pegang)" in html
    assert "Siap diusulkan" not in html
    html = body(page.get(address(cast, "kanim")))
    assert "Siap diusulkan lolos (1)" in html and "Kanim Singkawang" in html and "Lapas Kapuas" not in html
    for mangled in (
        "?koordinator=x",
        "?koordinator=99999",
        "?koordinator=%00",
        f"?koordinator={cast.kanwil.pk}&jenis=x",
    ):
        assert page.get(f"{reverse('verifikasi_proposals')}{mangled}").status_code == 200


def test_failing_units_come_with_drafted_reasons_and_only_the_certain_are_ticked(cast, page):
    lost = checked(cast, A1=Decision.REPAIR)
    either = checked(cast, cast.neighbour, A1=Decision.UNMET)
    html = body(page.get(address(cast)))
    assert "Siap diusulkan tidak lolos (2)" in html
    assert "A1 masih dapat dikembalikan kepada unit untuk diperbaiki." in html
    assert "Juga dapat diusulkan lolos, dari halaman unitnya." in html
    assert "2 indikator" not in html and html.count("1 dari 4 indikator belum terpenuhi:") == 2
    assert "checked" not in html.partition("Siap diusulkan tidak lolos")[2]
    factories.close_window(lost, Stage.VERIFIKASI)
    html = body(page.get(address(cast)))
    assert f'value="gagalkan:{lost.pk}" id="usulan-{lost.pk}" checked' in html
    assert f'value="gagalkan:{either.pk}" id="usulan-{either.pk}">' in html


STANDINGS = {
    "fits": {},
    "unmet": {"A1": Decision.UNMET},
    "repair": {"A1": Decision.REPAIR},
    "both": {"A1": Decision.UNMET, "B1": Decision.REPAIR},
}


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("person", ["verifier", "second_verifier", "leadership"])
def test_outlook_of_many_is_what_the_rules_of_one_say(cast, standing, person):
    """With facts read for all of them at once, and with none: belonging, a proposal, an undecided indicator, an archive."""
    unit = checked(cast, **STANDINGS[standing])
    user = getattr(cast, person)

    def agree():
        (row,) = proposals.of_region(cast.cycle, cast.kanwil.pk, "", user)
        windows_of([row])
        sheet, facts = proposals.judged([row])[row.pk], known([row], user)[row.pk]
        many = rules.outlook(row, sheet, proposals.hold_of(row), user, facts)
        alone, whole = scenes.fresh(unit), queries.sheet(scenes.fresh(unit), drafts=True)
        assert many == rules.outlook(alone, whole, queries.holder(alone), user)
        assert papers.reasons(sheet) == papers.reasons(whole)
        return many

    first = agree()
    assert (first.move is None) is (person != "verifier")
    propose = Approval.objects.create(move=MoveName.PASS, cycle=cast.cycle, participation=unit, proposed_by=cast.admin)
    assert agree().move is None
    propose.delete()
    posting = user.postings.create(role=Role.HEAD, work_unit=cast.kanwil, valid_from=cast.cycle.first_day)
    assert agree().move is None
    posting.delete()
    Cycle.objects.update(status=Cycle.Status.ARCHIVED)
    cast.cycle.refresh_from_db()
    assert agree().move is None
    Cycle.objects.update(status=Cycle.Status.OPEN)
    Verdict.objects.filter(answer__participation=unit, answer__indicator__code="C1").delete()
    assert agree().move is None


# --- the press ---------------------------------------------------------------------------------------------------------
def test_one_press_proposes_each_and_tells_the_second_person_once(cast, page):
    good, other = checked(cast), checked(cast, cast.neighbour)
    lost = checked(cast, cast.kanim, A1=Decision.REPAIR)
    InboxMessage.objects.all().delete()
    sent = {"usulan": [*ticks(good, other), *ticks(lost, move=MoveName.FAIL)], f"alasan-{lost.pk}": "Foto\r\nburam."}
    html = body(page.post(address(cast), sent, follow=True))
    assert "3 usulan menunggu keputusan orang kedua." in html
    assert proposed() == {(good.pk, "loloskan"), (other.pk, "loloskan"), (lost.pk, "gagalkan")}
    assert queries.pending_outcome(lost).note == "Foto\nburam."
    assert [unit.timeline.first().text for unit in (good, other, lost)] == [workflow.deciding.PROPOSED] * 3
    for person in (cast.second_verifier, cast.leadership):
        told = InboxMessage.objects.get(user=person)
        assert told.subject == "Menunggu persetujuan Anda: 3 usulan hasil verifikasi · Kantor Wilayah Khatulistiwa"
        assert "Lapas Kapuas, Lapas Landak" in told.body
        assert told.path == f"{reverse('verifikasi_outcomes')}?koordinator={cast.kanwil.pk}"
    assert not InboxMessage.objects.filter(user__in=[cast.verifier, cast.operator])


def test_second_person_then_approves_the_region(cast, page):
    good, lost = checked(cast), checked(cast, cast.neighbour, A1=Decision.UNMET)
    sent = {"usulan": [*ticks(good), *ticks(lost, move=MoveName.FAIL)], f"alasan-{lost.pk}": "Tidak terbukti."}
    page.post(address(cast), sent)
    page.force_login(cast.leadership)
    approvals = Approval.objects.values_list("pk", flat=True)
    page.post(f"{reverse('verifikasi_outcomes')}?koordinator={cast.kanwil.pk}", {"usulan": list(approvals)})
    assert (scenes.fresh(good).state, scenes.fresh(lost).state) == (State.PASSED, State.FAILED)


def test_refused_unit_stops_no_other_and_the_typed_reasons_stay(cast, page):
    good, taken = checked(cast), checked(cast, cast.neighbour)
    empty = checked(cast, cast.kanim, A1=Decision.UNMET)
    place = factories.unit("Rutan Sambas", short_name="Rutan Sambas", coordinator=cast.kanwil)
    left = checked(cast, place, A1=Decision.UNMET)
    workflow.take_over(participation=taken, by=cast.second_verifier)
    sent = {
        "usulan": [*ticks(good, taken), *ticks(empty, move=MoveName.FAIL)],
        f"alasan-{empty.pk}": " ",
        f"alasan-{left.pk}": "Sudah saya tulis sendiri.",
    }
    html = body(page.post(address(cast), sent))
    assert "1 usulan menunggu keputusan orang kedua" in html
    assert "Pemeriksaan unit ini dipegang Vino Verifikator." in html
    assert "Tuliskan alasannya lebih dahulu." in html
    assert "Sudah saya tulis sendiri.</textarea>" in html
    assert f'id="usulan-{empty.pk}" checked' in html and f'id="usulan-{left.pk}">' in html
    assert proposed() == {(good.pk, "loloskan")}


def test_same_press_twice_is_one_effect_and_no_refusal(cast, page):
    units = [checked(cast), checked(cast, cast.neighbour)]
    InboxMessage.objects.all().delete()
    pages = [body(page.post(address(cast), {"usulan": ticks(*units)}, follow=True)) for _ in range(3)]
    assert all("2 usulan menunggu keputusan orang kedua." in html for html in pages)
    assert Approval.objects.count() == 2
    assert InboxMessage.objects.filter(user=cast.leadership).count() == 1


def test_proposal_of_a_colleague_in_between_is_a_sentence(cast, page):
    unit = checked(cast)
    workflow.take_over(participation=unit, by=cast.second_verifier)
    workflow.propose_pass(participation=scenes.fresh(unit), by=cast.second_verifier)
    html = body(page.post(address(cast), {"usulan": ticks(unit)}))
    assert "Sudah ada usulan untuk unit ini yang menunggu persetujuan orang kedua." in html


def test_nothing_ticked_and_reasons_too_long_are_told(cast, page):
    unit = checked(cast, A1=Decision.UNMET)
    assert "Pilih sedikitnya satu unit yang siap." in body(page.post(address(cast), {}))
    sent = {"usulan": ticks(unit, move=MoveName.FAIL), f"alasan-{unit.pk}": "kata " * 500}
    html = body(page.post(address(cast), sent))
    assert "kata kata" in html and not proposed()
    assert 'class="callout callout--danger' in html


@pytest.mark.parametrize("why", ["region", "foreign", "own", "undecided", "not met", "state"])
def test_what_a_single_proposal_refuses_is_not_proposed(cast, page, why):
    """A crafted press: boxes that the page never offered."""
    place = cast.foreign_unit if why == "foreign" else None
    unit = checked(cast, place, **({"A1": Decision.REPAIR} if why == "not met" else {}))
    if why == "own":
        cast.verifier.postings.create(role=Role.OPERATOR, work_unit=cast.unit, valid_from=cast.cycle.first_day)
    if why == "region":
        cast.verifier.postings.create(role=Role.HEAD, work_unit=cast.kanwil, valid_from=cast.cycle.first_day)
    if why == "undecided":
        Verdict.objects.filter(answer__participation=unit).first().delete()
    if why == "state":
        scenes.judge(unit, cast.verifier, "A1", Decision.REPAIR, note="Kurang.")
        workflow.give_back(participation=scenes.fresh(unit), by=cast.verifier)
    page.post(address(cast), {"usulan": [*ticks(unit), f"gagalkan:{10**30}", "x", "loloskan:"]})
    assert not proposed()


@pytest.mark.parametrize("person", ["leadership", "coordinator", "operator", "admin"])
def test_page_is_the_verifiers(cast, client, person):
    client.force_login(getattr(cast, person))
    assert client.get(address(cast)).status_code == client.post(address(cast)).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_region_costs_the_same_with_one_and_three(db, client, django_assert_num_queries, more):
    cast = Cast()
    checked(cast, A1=Decision.REPAIR)
    for place in (cast.neighbour, cast.kanim)[:more]:
        checked(cast, place)
    client.force_login(cast.verifier)
    client.get(address(cast))
    with django_assert_num_queries(15):
        client.get(address(cast))
