"""The last sheet of a unit shows where assessors differ: a third is drawn, or the lead decides; the seal holds meanwhile."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation, TimelineEntry
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import queries, workflow
from assessments.penilaian.models import Assignment, Divergence, Result, TeamMember
from assessments.penilaian.queries import Deliberation
from tests import factories
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import AuditEntry, InboxMessage, OutgoingMail, Posting, Role


def ruled(cast: Cast, **rule: object) -> None:
    """The cycle's rule, before anything is scored."""
    Cycle.objects.filter(pk=cast.cycle.pk).update(**rule)
    cast.cycle.refresh_from_db()


def drawn_of(participation: Participation) -> Assignment | None:
    return participation.assignments.filter(kind=Assignment.Kind.DRAWN).first()


# --- combining within the allowed spread -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("combine", "total"), [("median", "95.83"), ("rata_rata", "95.83")])
def test_settle_combines_what_is_within_the_allowed_spread(cast: Cast, combine, total):
    ruled(cast, combine=combine, gap_indicator=Decimal("0.5"))
    participation = scenes.scored(cast, first={"A1": "proses"})
    assert not Divergence.objects.exists()
    result = workflow.settle(participation=participation, choices={}, by=cast.lead)
    line = result.lines.get(indicator__code="A1")
    assert (line.level, line.value, line.label) == (None, Decimal("0.7500"), "Gabungan: 0,75")
    assert line.words("Ada, Proses") == "Gabungan: 0,75 (Ada, Proses)"
    assert (str(result.total), result.required_unmet) == (total, ["A1"])
    assert line.reason == "Menurut Asih cukup.\nMenurut Anton cukup."


def test_settled_page_says_what_was_combined(cast: Cast, client):
    ruled(cast, gap_indicator=Decimal("0.5"))
    participation = scenes.scored(cast, first={"A1": "proses"})
    workflow.settle(participation=participation, choices={}, by=cast.lead)
    client.force_login(cast.lead)
    page = client.get(reverse("penilaian_result", args=[participation.pk])).content.decode()
    assert "Gabungan: 0,75 (Ada, Proses)" in page
    assert cast.assessor.name not in page


def test_value_of_a_level_is_shown_as_that_level(cast: Cast):
    ruled(cast, gap_indicator=Decimal(1))
    participation = scenes.scored(cast, first={"A2": "tidak"})
    result = workflow.settle(participation=participation, choices={}, by=cast.lead)
    line = result.lines.select_related("level").get(indicator__code="A2")
    assert (line.label, line.value) == ("Proses", Decimal("0.5000"))


# --- found with the last sheet -------------------------------------------------------------------------------------------
def test_divergences_are_found_with_the_last_sheet_only(cast: Cast):
    first, second = scenes.assigned(cast)
    scenes.complete(first, {"A1": "proses", "A2": "tidak"})
    assert not Divergence.objects.exists()
    scenes.complete(second)
    found = [(row.indicator.code, row.spread, row.allowed) for row in Divergence.objects.select_related("indicator")]
    assert found == [("A1", Decimal("0.5"), Decimal(0)), ("A2", Decimal(1), Decimal(0))]


def test_divergence_of_the_total_beside_allowed_indicators(cast: Cast):
    ruled(cast, gap_indicator=Decimal("0.5"), gap_total=Decimal("10"))
    participation = scenes.scored(cast, first={"A1": "proses", "A2": "proses", "B1": "proses"})
    row = Divergence.objects.get()
    assert (row.indicator, row.spread, row.allowed) == (None, Decimal("33.33"), Decimal(10))
    with pytest.raises(MoveRefused) as caught:
        workflow.settle(participation=participation, choices={}, by=cast.lead)
    assert caught.value.sentences == [
        "Nilai akhir para penilai berselisih 33,33, lebih dari 10,00. Tetapkan tingkat sebuah indikator, atau tuliskan "
        "mengapa nilai gabungannya berlaku."
    ]
    workflow.settle(participation=participation, choices={}, by=cast.lead, total_reason="Keduanya beralasan.")
    assert participation.settling_note.total_reason == "Keduanya beralasan."


def test_total_within_its_bound_is_no_divergence(cast: Cast):
    ruled(cast, gap_indicator=Decimal("0.5"), gap_total=Decimal("8.34"))
    scenes.scored(cast, first={"A1": "proses"})
    assert not Divergence.objects.exists()


# --- a third assessor ------------------------------------------------------------------------------------------------------
def diverging(cast: Cast, **more: object) -> Participation:
    """Two assessors a level apart on A1, in a cycle that draws a third."""
    ruled(cast, on_gap=Cycle.OnGap.DRAW)
    return scenes.scored(cast, first={"A1": "tidak"}, **more)  # type: ignore[arg-type]


def test_third_assessor_is_drawn_and_told_but_not_why(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    with django_capture_on_commit_callbacks(execute=True):
        participation = diverging(cast)
    drawn = drawn_of(participation)
    assert drawn
    assert (drawn.assessor, drawn.assigned_by, participation.state) == (cast.third_assessor, None, State.IN_SCORING)
    assert set(Divergence.objects.values_list("drawn", flat=True)) == {drawn.pk}
    mail = next(mail for mail in mailoutbox if mail.to == [cast.third_assessor.email])
    assert "Anda ditugaskan menilai" in mail.subject
    assert not any(word in mail.body.casefold() for word in ("selisih", "berbeda", "tambahan"))


@pytest.mark.parametrize("name", ["assessor", "third_assessor"])
def test_lead_who_scores_the_unit_too_is_not_told_that_others_differ(cast: Cast, name):
    Posting.objects.create(user=getattr(cast, name), role=Role.LEAD)
    diverging(cast)
    told = InboxMessage.objects.filter(key__startswith="drawn-lead:")
    assert [row.user for row in told] == [cast.lead]


def test_drawn_unit_stays_sealed_for_everybody(cast: Cast):
    participation = diverging(cast)
    assert queries.settlement(participation) is None
    with pytest.raises(MoveRefused) as caught:
        workflow.settle(participation=participation, choices={}, by=cast.lead)
    assert caught.value.sentences == ["Nilai baru dapat ditetapkan setelah semua penilai selesai. Sekarang 2 dari 3."]
    told = [*TimelineEntry.objects.values_list("text", flat=True), *map(str, AuditEntry.objects.values_list("data"))]
    assert not any("selisih" in text or "Semua penilai selesai" in text for text in told)
    for person in (cast.operator, cast.coordinator, cast.verifier, cast.admin, cast.assessor, cast.third_assessor):
        texts = InboxMessage.objects.filter(user=person).values_list("subject", "body")
        assert not any("selisih" in " ".join(pair) for pair in texts)
    assert not InboxMessage.objects.filter(user=cast.lead, subject__startswith="Semua penilai").exists()


def test_three_are_combined_by_the_rule_and_nothing_is_left_to_decide(cast: Cast):
    participation = diverging(cast)
    scenes.complete(drawn_of(participation), {"A1": "proses"})
    assert InboxMessage.objects.filter(user=cast.lead, subject__startswith="Semua penilai selesai").count() == 1
    settlement = queries.settlement(participation)
    assert settlement
    assert ([found.item.indicator.code for found in settlement.differing], settlement.to_decide) == (["A1"], [])
    result = workflow.settle(participation=participation, choices={}, by=cast.lead)
    assert result.lines.get(indicator__code="A1").level.code == "proses"
    assert participation.assignments.count() == 3


def test_mean_of_three_is_exact_and_below_full(cast: Cast):
    ruled(cast, combine="rata_rata")
    participation = diverging(cast)
    scenes.complete(drawn_of(participation))
    result = workflow.settle(participation=participation, choices={}, by=cast.lead)
    line = result.lines.get(indicator__code="A1")
    assert (line.level, line.value, result.required_unmet) == (None, Decimal("0.6667"), ["A1"])
    assert str(result.total) == "94.44"


def test_lead_may_still_set_a_level_with_a_reason_after_the_third(cast: Cast):
    participation = diverging(cast)
    scenes.complete(drawn_of(participation))
    chosen = scenes.choices(participation, {"A1": "proses"}, why="Fotonya kabur.")
    result = workflow.settle(participation=participation, choices=chosen, by=cast.lead)
    line = result.lines.select_related("level").get(indicator__code="A1")
    assert (line.level.code, line.reason) == ("proses", "Fotonya kabur.")


def test_nobody_to_draw_is_told_to_the_lead_who_decides(cast: Cast):
    ruled(cast, on_gap=Cycle.OnGap.DRAW)
    first, second = scenes.assigned(cast)
    TeamMember.objects.filter(user=cast.third_assessor).update(left_at=timezone.now(), left_reason="Pindah tugas.")
    scenes.complete(first, {"A1": "tidak"})
    scenes.complete(second)
    participation = first.participation
    assert drawn_of(participation) is None
    message = InboxMessage.objects.get(user=cast.lead, subject__startswith="Semua penilai selesai")
    assert "Penilai tambahan tidak dapat ditugaskan: 2 anggota sudah menjadi penilai unit ini." in message.body
    client = Client()
    client.force_login(cast.lead)
    page = client.get(reverse("penilaian_settle", args=[participation.pk])).content.decode()
    assert "Unit ini tidak memperoleh penilai tambahan." in page
    with pytest.raises(MoveRefused):
        workflow.settle(participation=participation, choices={}, by=cast.lead)
    chosen = scenes.choices(participation, {"A1": "ada"})
    assert workflow.settle(participation=participation, choices=chosen, by=cast.lead).total == 100


def test_agreement_draws_nobody(cast: Cast):
    ruled(cast, on_gap=Cycle.OnGap.DRAW)
    assert drawn_of(scenes.scored(cast)) is None


def test_third_who_differs_too_draws_no_fourth(cast: Cast):
    participation = diverging(cast)
    fourth = factories.posted(Role.ASSESSOR, None, "Ani Penilai")
    scenes.member(cast, fourth)
    scenes.complete(drawn_of(participation), {"A1": "proses", "A2": "tidak"})
    assert participation.assignments.count() == 3


# --- moderating --------------------------------------------------------------------------------------------------------------
def typed(participation: Participation, levels: scenes.Levels, why: str = "Sementara.", **more: str) -> Deliberation:
    return Deliberation(scenes.choices(participation, levels, why), **more)


def test_moderation_is_kept_as_it_goes_and_counts_nothing(cast: Cast):
    participation = scenes.scored(cast, first={"A1": "tidak", "A2": "proses"})
    found = scenes.indicators(participation)
    half = Deliberation(
        {
            found["A1"].pk: scenes.Choice(scenes.level(found["A1"], "ada")),
            found["A2"].pk: scenes.Choice(None, "Nanti."),
        },
        note="Pertahankan.",
    )
    kept = workflow.moderate(participation=participation, typed=half, version="", by=cast.lead)
    assert (kept.choices, kept.note) == (half.choices, "Pertahankan.")
    assert (Result.objects.count(), Participation.objects.get(pk=participation.pk).state) == (0, State.IN_SCORING)
    whole = scenes.choices(participation, {"A1": "ada", "A2": "ada"})
    result = workflow.settle(participation=participation, choices=whole, by=cast.lead)
    assert (result.note, result.total) == ("Pertahankan.", Decimal(100))


def test_moderation_saved_before_is_used_when_settling(cast: Cast):
    participation = scenes.scored(cast, first={"A1": "tidak"})
    workflow.moderate(participation=participation, typed=typed(participation, {"A1": "ada"}), version="", by=cast.lead)
    assert workflow.settle(participation=participation, choices={}, by=cast.lead).total == 100


def test_moderation_taken_back_is_gone(cast: Cast):
    participation = scenes.scored(cast)
    kept = workflow.moderate(
        participation=participation, typed=typed(participation, {"A1": "tidak"}), version="", by=cast.lead
    )
    kept = workflow.moderate(participation=participation, typed=Deliberation(), version=kept.version, by=cast.lead)
    assert (kept, participation.moderations.count()) == (Deliberation(), 0)
    assert workflow.settle(participation=participation, choices={}, by=cast.lead).total == 100


def test_moderation_from_a_stale_page_is_refused_with_what_is_stored(cast: Cast):
    participation = scenes.scored(cast, first={"A1": "tidak"})
    first = workflow.moderate(
        participation=participation, typed=typed(participation, {"A1": "ada"}), version="", by=cast.lead
    )
    with pytest.raises(workflow.DeliberationChanged) as caught:
        workflow.moderate(
            participation=participation, typed=typed(participation, {"A1": "tidak"}), version="", by=cast.lead
        )
    assert caught.value.stored.version == first.version
    # The same content again, as after a lost answer, overtakes nobody.
    again = workflow.moderate(
        participation=participation, typed=typed(participation, {"A1": "ada"}), version="", by=cast.lead
    )
    assert again.saved_at == first.saved_at


def test_moderation_before_the_seal_opens(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.complete(first)
    with pytest.raises(MoveRefused):
        workflow.moderate(
            participation=first.participation,
            typed=typed(first.participation, {"A1": "ada"}),
            version="",
            by=cast.lead,
        )
    assert not first.participation.moderations.exists()


@pytest.mark.parametrize("who", ["admin", "assessor", "leadership", "operator", "verifier"])
def test_nobody_but_the_lead_moderates(cast: Cast, who):
    participation = scenes.scored(cast)
    with pytest.raises(MoveRefused):
        workflow.moderate(
            participation=participation,
            typed=typed(participation, {"A1": "tidak"}),
            version="",
            by=getattr(cast, who),
        )


def test_mails_of_a_drawn_unit_name_no_score(cast: Cast):
    diverging(cast)
    text = " ".join(" ".join(pair) for pair in OutgoingMail.objects.values_list("subject", "body"))
    assert not any(word in text for word in ("Menurut", "Ada", "Tidak", "Proses", "83,33"))


def test_client_of_the_drawn_assessor_opens_the_sheet(cast: Cast):
    participation = diverging(cast)
    client = Client()
    client.force_login(cast.third_assessor)
    page = client.get(reverse("penilaian_sheet", args=[participation.pk]))
    assert page.status_code == 200
    assert "Menurut Asih" not in page.content.decode()
