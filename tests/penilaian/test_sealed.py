"""As an attacker would: nobody reads a score before its time, by no page, list, count, timeline, panel, mail or error."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from assessments.cycle.models import Approval, Participation, TimelineEntry
from assessments.cycle.workflow import MoveRefused
from assessments.penilaian import queries, workflow
from assessments.penilaian.models import Result
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import AuditEntry, InboxMessage, OutgoingMail, Posting, Role, User

SECRET = "RAHASIA-ANTON"
# Levels that no verification and nobody else gave, so that a total gives them away.
HIS = {"A1": "proses", "A2": "tidak", "B1": "tidak", "C1": "proses"}
HIS_TOTAL = "25,00"
EVERYBODY = [
    "operator", "head", "coordinator", "coordinator_head", "verifier", "second_verifier", "assessor", "second_assessor",
    "third_assessor", "lead", "admin", "leadership", "observer", "neighbour_operator", "foreign_operator",
    "foreign_coordinator", "nobody",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _sent(django_capture_on_commit_callbacks) -> Iterator[None]:
    """Whatever these stories tell by mail is really sent."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


def addresses(participation: Participation) -> list[str]:
    """Every address of the two rooms that could speak of this unit, with the general pages."""
    pk, indicator = participation.pk, scenes.indicators(participation)["A1"].pk
    named = [
        reverse(f"penilaian_{name}", args=[pk])
        for name in ("assign", "sheet", "settle", "settle_totals", "result", "certificate")
    ]
    named += [reverse(f"penilaian_{name}", args=[pk, indicator]) for name in ("score", "score_totals", "evidence")]
    lists = ["penilaian_lead", "penilaian_queue", "penilaian_decrees", "penilaian_decree_new", "home", "inbox"]
    lists += ["participations", "pembinaan_items", "pembinaan_units"]
    parts = ["berjalan", "siap", "selesai"]
    named += [reverse(name) for name in lists]
    named += [f"{reverse('penilaian_lead')}?bagian={part}" for part in parts]
    named += [f"{reverse('penilaian_queue')}?bagian=selesai"]
    named += [reverse("participation", args=[pk]), reverse("pembinaan_unit", args=[pk])]
    return named


def everything_read_by(person: User, participation: Participation) -> str:
    """All that the person gets to see, put together; pages that answer 404 say nothing."""
    client = Client()
    client.force_login(person)
    texts = []
    for address in addresses(participation):
        response = client.get(address)
        assert response.status_code in (200, 302, 404), address
        texts.append(response.content.decode())
    return "\n".join(texts)


def one_done(cast: Cast) -> Participation:
    """Anton is done, Asih has only begun."""
    first, second = scenes.assigned(cast)
    scenes.score(first, {"A1": "ada"})
    scenes.complete(second, HIS, SECRET)
    return Participation.objects.with_place().get(pk=first.participation_id)


def readers_of(cast: Cast, participation: Participation, *secrets: str) -> list[set[str]]:
    """Who of everybody reads each of the secrets anywhere."""
    texts = {who: everything_read_by(getattr(cast, who), participation) for who in EVERYBODY}
    return [{who for who, text in texts.items() if secret in text} for secret in secrets]


def test_nobody_reads_a_score_while_somebody_is_still_scoring(cast: Cast):
    assert readers_of(cast, one_done(cast), SECRET, HIS_TOTAL) == [{"second_assessor"}] * 2


def test_nobody_but_the_lead_reads_scores_when_all_are_done(cast: Cast):
    found = readers_of(cast, scenes.scored(cast, second=HIS), "Menurut Anton", HIS_TOTAL)
    assert found == [{"second_assessor", "lead"}] * 2


def test_a_lead_who_scored_the_unit_does_not_read_the_others(cast: Cast):
    participation = scenes.scored(cast, second=HIS)
    Posting.objects.create(user=cast.assessor, role=Role.LEAD)
    text = everything_read_by(scenes.anew(cast.assessor), participation)
    assert "Menurut Anton" not in text
    assert "nilai penilai lain tidak ditampilkan kepada Anda" in text


def settled_low(cast: Cast) -> Participation:
    """A settled result of 25,00 that no decree has released."""
    participation = scenes.scored(cast, first=HIS, second=HIS)
    workflow.settle(participation=participation, choices={}, by=cast.lead, note="CATATAN-KETUA")
    return Participation.objects.with_place().get(pk=participation.pk)


DECIDING = {"lead", "admin", "leadership"}


def statuses(cast: Cast, address: str) -> dict[str, int]:
    """What everybody gets at an address."""
    found = {}
    for who in EVERYBODY:
        client = Client()
        client.force_login(scenes.anew(getattr(cast, who)))
        found[who] = client.get(address).status_code
    return found


def test_the_settled_result_is_sealed_until_the_decree(cast: Cast):
    participation = settled_low(cast)
    # The sheets of the two assessors happen to say the same figure.
    assert readers_of(cast, participation, "CATATAN-KETUA", HIS_TOTAL) == [
        DECIDING,
        DECIDING | {"assessor", "second_assessor"},
    ]
    found = statuses(cast, reverse("penilaian_result", args=[participation.pk]))
    assert {who for who, status in found.items() if status != 404} == DECIDING


def test_a_proposed_decree_changes_nothing_for_those_outside(cast: Cast):
    participation = settled_low(cast)
    decree = scenes.proposed(cast, participation)
    found = statuses(cast, reverse("penilaian_decree", args=[decree.pk]))
    assert {who for who, status in found.items() if status != 404} == {"admin", "leadership"}
    assert set(statuses(cast, reverse("penilaian_decree_annex", args=[decree.pk])).values()) == {404}
    found = statuses(cast, reverse("penilaian_result", args=[participation.pk]))
    assert {who for who, status in found.items() if status != 404} == DECIDING
    for who in set(EVERYBODY) - {"admin", "leadership"}:
        client = Client()
        client.force_login(getattr(cast, who))
        answer = client.post(reverse("penilaian_decree_decide", args=[decree.pk]), {"decision": "approve"})
        assert (who, answer.status_code) == (who, 404)


READERS = {
    "operator", "head", "coordinator", "coordinator_head", "verifier", "second_verifier", "observer", *DECIDING
}  # fmt: skip


def test_the_result_is_read_after_the_decree_by_those_who_see_the_unit(cast: Cast):
    participation = scenes.released(cast, levels=HIS)
    found = statuses(cast, reverse("penilaian_result", args=[participation.pk]))
    assert {who for who, status in found.items() if status == 200} == READERS
    assert {found[who] for who in set(EVERYBODY) - READERS} == {404}


def test_the_released_result_names_no_assessor(cast: Cast):
    participation = scenes.released(cast, levels=HIS)
    client = Client()
    client.force_login(cast.operator)
    page = client.get(reverse("penilaian_result", args=[participation.pk])).content.decode()
    assert HIS_TOTAL in page
    for person in (cast.assessor, cast.second_assessor):
        assert person.name not in page
        assert person.name not in client.get(reverse("participation", args=[participation.pk])).content.decode()


def test_the_neighbour_reads_nothing_after_the_decree(cast: Cast):
    participation = scenes.released(cast, levels=HIS)
    for person in (cast.neighbour_operator, cast.foreign_operator, cast.foreign_coordinator, cast.nobody):
        text = everything_read_by(person, participation)
        assert HIS_TOTAL not in text
        assert "Lapas Kapuas" not in text


# --- side channels ------------------------------------------------------------------------------------------------------
def test_timeline_mails_inbox_approvals_and_trail_carry_no_score(cast: Cast):
    participation = settled_low(cast)
    scenes.proposed(cast, participation)
    told = [
        *TimelineEntry.objects.values_list("text", "note"),
        *OutgoingMail.objects.values_list("subject", "body"),
        *InboxMessage.objects.values_list("subject", "body"),
        *Approval.objects.values_list("note", "decision_note"),
    ]
    trail = json.dumps(list(AuditEntry.objects.values_list("data", flat=True)))
    text = json.dumps(told, ensure_ascii=False) + trail
    for secret in ("25,00", "25.00", "Menurut", "CATATAN-KETUA", "proses", "tidak_terpenuhi", scenes.WHY):
        assert secret not in text


def test_the_settlement_query_itself_is_sealed(cast: Cast):
    participation = one_done(cast)
    assert queries.settlement(participation) is None
    assert queries.progress(participation) == (1, 2)


def test_refusals_name_no_score(cast: Cast):
    participation = one_done(cast)
    with pytest.raises(MoveRefused) as caught:
        workflow.settle(participation=participation, choices={}, by=cast.lead)
    assert caught.value.sentences == ["Nilai baru dapat ditetapkan setelah semua penilai selesai. Sekarang 1 dari 2."]


def test_lists_cannot_be_sorted_or_filtered_by_score(cast: Cast):
    participation = settled_low(cast)
    client = Client()
    client.force_login(cast.lead)
    plain = client.get(reverse("penilaian_lead"), {"bagian": "selesai"}).content.decode()
    for query in ({"o": "result__total"}, {"result__total__lt": "30"}, {"urut": "-nilai"}):
        page = client.get(reverse("penilaian_lead"), {"bagian": "selesai", **query}).content.decode()
        assert page.count(participation.work_unit.short_name) == plain.count(participation.work_unit.short_name)


def test_results_visible_to_follows_the_seal(cast: Cast):
    participation = settled_low(cast)
    seen = {name for name in EVERYBODY if queries.results_visible_to(getattr(cast, name)).exists()}
    assert seen == DECIDING
    scenes.decreed(cast, participation)
    seen = {name for name in EVERYBODY if queries.results_visible_to(scenes.anew(getattr(cast, name))).exists()}
    assert seen == READERS
    assert Result.objects.count() == 1


def test_assessors_see_only_units_assigned_to_them(cast: Cast):
    first, _ = scenes.assigned(cast)
    scenes.passed(cast, cast.neighbour)
    assert list(queries.participations_visible_to(cast.assessor)) == [first.participation]
    assert not queries.participations_visible_to(cast.third_assessor).exists()
    Posting.objects.filter(user=cast.assessor).update(valid_until=cast.cycle.first_day)
    assert not queries.participations_visible_to(scenes.anew(cast.assessor)).exists()
