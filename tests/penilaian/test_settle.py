"""The lead settles: agreed levels as they are, differing ones with a reason, and the totals are the same everywhere."""

import random
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from assessments.cycle.states import Stage, State
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import queries, rules, workflow
from assessments.penilaian.models import Result, ResultLine
from assessments.penilaian.settlements import Choice
from tests import factories
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import AuditEntry, Posting, Role


def settle(participation, chosen=None, why="Setelah dibandingkan.", by=None, **more) -> Result:
    return workflow.settle(
        participation=participation,
        choices=scenes.choices(participation, chosen or {}, why),
        by=by,
        **more,
    )


def refused(participation, *args, **kwargs) -> list[str]:
    with pytest.raises(MoveRefused) as caught:
        settle(participation, *args, **kwargs)
    assert not Result.objects.exists()
    return caught.value.sentences


def test_settle_what_is_agreed(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    participation = scenes.scored(cast)
    with django_capture_on_commit_callbacks(execute=True):
        result = settle(participation, by=cast.lead)
    participation.refresh_from_db()
    assert participation.state == State.SETTLED
    assert (result.total, result.required_unmet, result.meets) == (Decimal("100.00"), [], True)
    assert [mail.to for mail in mailoutbox] == [[cast.admin.email]]


def test_settle_takes_the_assessors_words_as_the_reason_without_their_names(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"}, second={"A2": "proses"})
    settle(participation, by=cast.lead)
    line = ResultLine.objects.get(indicator__code="A2")
    assert line.reason == "Menurut Asih cukup.\nMenurut Anton cukup."
    assert line.lost == Decimal("8.3334")


def test_settle_with_a_difference_left_open(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    assert refused(participation, by=cast.lead) == [
        "A2: penilai berbeda pendapat. Pilih tingkat yang ditetapkan.",
        "A2: tuliskan alasan tingkat yang Anda tetapkan.",
    ]


def test_settle_a_difference_without_a_reason(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    assert refused(participation, {"A2": "ada"}, why=" ", by=cast.lead) == [
        "A2: tuliskan alasan tingkat yang Anda tetapkan."
    ]


def test_settle_a_difference_with_a_level_of_another_indicator(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    found = scenes.indicators(participation)
    wrong = {found["A2"].pk: Choice(scenes.level(found["A1"], "ada"), "Keliru.")}
    with pytest.raises(MoveRefused) as caught:
        workflow.settle(participation=participation, choices=wrong, by=cast.lead)
    assert caught.value.sentences == ["A2: penilai berbeda pendapat. Pilih tingkat yang ditetapkan."]


def test_settle_sets_another_indicator_only_with_a_reason(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    chosen = scenes.choices(participation, {"A2": "ada"}) | scenes.choices(participation, {"A1": "tidak"}, why=" ")
    with pytest.raises(MoveRefused) as caught:
        workflow.settle(participation=participation, choices=chosen, by=cast.lead)
    assert caught.value.sentences == ["A1: tuliskan alasan tingkat yang Anda tetapkan."]
    result = settle(participation, {"A2": "ada", "A1": "tidak"}, by=cast.lead)
    lines = {line.indicator.code: (line.level.code, line.reason) for line in result.lines.select_related("level")}
    assert lines["A1"] == ("tidak", "Setelah dibandingkan.")
    assert lines["A2"] == ("ada", "Setelah dibandingkan.")


def test_settle_before_all_are_done(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.complete(first)
    assert refused(first.participation, by=cast.lead) == [
        "Nilai baru dapat ditetapkan setelah semua penilai selesai. Sekarang 1 dari 2."
    ]


@pytest.mark.parametrize("who", ["admin", "verifier", "assessor", "leadership", "observer", "operator", "coordinator"])
def test_nobody_but_the_lead_settles(cast: Cast, who):
    sentences = refused(scenes.scored(cast), by=getattr(cast, who))
    assert sentences[0] == "Tetapkan nilai dilakukan oleh ketua tim penilai."


def test_settle_by_a_lead_who_scored_the_unit(cast: Cast):
    participation = scenes.scored(cast)
    Posting.objects.create(user=cast.assessor, role=Role.LEAD)
    assert refused(participation, by=scenes.anew(cast.assessor)) == [
        "Anda termasuk penilai unit ini, sehingga nilai penilai lain tidak ditampilkan kepada Anda."
    ]


def test_settle_by_a_lead_who_verified_the_unit(cast: Cast):
    participation = scenes.scored(cast)
    Posting.objects.create(user=cast.verifier, role=Role.LEAD)
    assert refused(participation, by=scenes.anew(cast.verifier)) == [
        "Anda ikut memeriksa unit ini pada tahap verifikasi, sehingga tidak dapat menetapkan nilainya."
    ]


def test_settle_by_a_lead_who_belonged_to_the_unit(cast: Cast):
    participation = scenes.scored(cast)
    Posting.objects.create(user=cast.lead, role=Role.HEAD, work_unit=cast.unit)
    assert refused(participation, by=scenes.anew(cast.lead))[0].startswith(
        "Anda bertugas atau pernah bertugas di unit ini "
    )


def test_settle_after_the_window_has_closed(cast: Cast):
    participation = scenes.scored(cast)
    factories.close_window(participation, Stage.PENILAIAN)
    assert refused(participation, by=cast.lead)[0].startswith("Tahap Penilaian sudah ditutup ")


def test_settle_when_nothing_applies(cast: Cast):
    participation = scenes.scored(cast, na=["A1", "A2", "B1", "C1"])
    assert refused(participation, by=cast.lead) == [
        "Tidak ada indikator yang berlaku bagi unit ini, sehingga nilainya tidak dapat dihitung."
    ]


def test_settle_twice_has_one_effect(cast: Cast):
    participation = scenes.settled(cast)
    with pytest.raises(MoveRefused) as caught:
        settle(participation, by=cast.lead)
    assert "Sekarang statusnya “Nilai ditetapkan”." in caught.value.sentences[0]
    assert (Result.objects.count(), AuditEntry.objects.filter(action="tetapkan_nilai").count()) == (1, 1)


def test_required_indicator_below_full_bars_the_predikat(cast: Cast):
    result = scenes.result(scenes.settled(cast, levels={"A1": "proses"}))
    assert (result.total, result.required_unmet, result.meets) == (Decimal("91.67"), ["A1"], False)


def test_not_applicable_line_is_kept_without_a_level(cast: Cast):
    result = scenes.result(scenes.settled(cast, na=["B1"]))
    line = result.lines.get(indicator__code="B1")
    assert (line.level, line.contribution, line.maximum) == (None, Decimal(0), Decimal(0))
    assert result.subtotals == {"A": ["50.00", "50.00"], "B": ["0.00", "0.00"], "C": ["50.00", "50.00"]}


@pytest.mark.parametrize("model", [Result, ResultLine])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_settled_rows_are_frozen_in_the_database(cast: Cast, model, act):
    scenes.settled(cast)
    rows = model.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        if act == "delete":
            rows._raw_delete(rows.db)
        elif model is Result:
            rows.update(total=1)
        else:
            rows.update(reason="diubah")


def test_two_assessors_more_than_the_sealed_query_needs(cast: Cast, django_assert_num_queries):
    scored = [scenes.scored(cast), scenes.scored(cast, cast.neighbour, first={"A1": "proses", "A2": "proses"})]
    for participation in scored:
        with django_assert_num_queries(6):
            assert queries.settlement(participation)


# --- the same figures everywhere -----------------------------------------------------------------------------------------
RECOMPUTED = """
    SELECT ROUND(CAST(SUM(criterion.weight * part.earned / part.possible) * 100 / SUM(criterion.weight) + 0.0000001
                 AS NUMERIC), 2)
    FROM indicators_criterion criterion JOIN (
        SELECT i.criterion_id, SUM(i.weight * v.value * 1.0) AS earned, SUM(i.weight * 1.0) AS possible
        FROM assessments_resultline l
        JOIN indicators_indicator i ON i.id = l.indicator_id
        JOIN indicators_level v ON v.id = l.level_id
        WHERE l.result_id = %s
        GROUP BY i.criterion_id
    ) part ON part.criterion_id = criterion.id
"""


@pytest.mark.parametrize("seed", range(8))
def test_totals_are_equal_on_page_in_rows_and_in_sql(cast: Cast, client, seed):
    dice = random.Random(seed)
    codes, names = ["A1", "A2", "B1", "C1"], ["ada", "proses", "tidak"]
    first, second = ({code: dice.choice(names) for code in codes} for _ in range(2))
    na = [code for code in codes if dice.random() < 0.2][:3]
    participation = scenes.scored(cast, first=first, second=second, na=na)
    settlement = queries.settlement(participation)
    assert settlement
    chosen = {found.item.indicator.code: dice.choice(names) for found in settlement.differing}
    ahead = settlement.scored(scenes.choices(participation, chosen))[0]
    result = settle(participation, chosen, by=cast.lead)

    with connection.cursor() as cursor:
        cursor.execute(RECOMPUTED, [result.pk])
        recomputed = Decimal(str(cursor.fetchone()[0])).quantize(Decimal("0.01"))
    stored = sum((line.contribution for line in result.lines.all()), Decimal())
    client.force_login(cast.lead)
    page = client.get(f"/penilaian/{participation.pk}/hasil/").content.decode()

    assert ahead.total == result.total == recomputed
    assert abs(stored - result.total) <= Decimal("0.005") + Decimal("0.00005") * len(codes)
    printed = str(result.total).replace(".", ",")
    assert f"<strong>{printed}</strong> (ambang predikat" in page
    for subtotal, maximum in result.subtotals.values():
        assert f": {subtotal} dari {maximum}</h3>".replace(".", ",") in page
    for line in result.lines.select_related("level"):
        assert (line.level is None) == (line.indicator.code in na)


def test_rule_leaves_choices_out_until_they_are_made(cast: Cast):
    participation = scenes.scored(cast, first={"A2": "proses"})
    assert rules.settle(participation, cast.lead, queries.settlement(participation), progress=(2, 2)) == []
