"""Who comes in, told like a play: what is not theirs does not exist."""

import pytest
from django.urls import reverse

from assessments.cycle.states import State
from assessments.files.models import FileView
from assessments.verifikasi import queries, workflow
from tests.verifikasi import scenes

THE_UNIT = {"operator", "head", "coordinator", "coordinator_head"}
NATIONAL = {"verifier", "second_verifier", "lead", "admin", "leadership", "observer"}
CHECKERS = {"verifier", "second_verifier", "leadership"}


@pytest.fixture
def play(cast):
    """A unit with a file, a submission and an issued paper, and the addresses of all that."""
    unit = scenes.declared(cast)
    scenes.fill(unit, cast.operator, missing=("C1",))
    scenes.answer(unit, cast.operator, "C1", "ada")
    evidence = scenes.attach(unit, cast.operator, "C1", scenes.pdf(), kind="document")
    submission = scenes.submit(unit, cast.operator)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    for code, level in (("A1", "tidak"), ("A2", "tidak"), ("B1", "tidak"), ("C1", "ada")):
        scenes.judge(unit, cast.verifier, code, name=level)
    approval = workflow.propose_pass(participation=scenes.fresh(unit), by=cast.verifier)
    document = workflow.decide(approval=approval, by=cast.leadership, approve=True)
    indicator = scenes.item(unit, "C1").indicator.pk
    own = THE_UNIT | NATIONAL
    return {
        reverse("verifikasi_sheet", args=[unit.pk]): own,
        reverse("verifikasi_answer", args=[unit.pk, indicator]): own,
        reverse("verifikasi_submit", args=[unit.pk]): own,
        reverse("verifikasi_receipt", args=[unit.pk, submission.pk]): own,
        reverse("verifikasi_evidence", args=[unit.pk, evidence.pk, "asli"]): own,
        reverse("verifikasi_evidence", args=[unit.pk, evidence.pk, "gambar"]): own,
        reverse("verifikasi_evidence", args=[unit.pk, evidence.pk, "kecil"]): own,
        reverse("verifikasi_paper", args=[unit.pk, document.pk]): own,
        reverse("verifikasi_queue"): CHECKERS,
        reverse("verifikasi_finish", args=[unit.pk]): CHECKERS,
        reverse("verifikasi_check", args=[unit.pk, indicator]): CHECKERS,
        reverse("verifikasi_decide", args=[approval.pk]): CHECKERS,
    }


def test_everybody_sees_what_is_theirs_and_nothing_else(cast, client, play):
    for name, person in cast.everybody.items():
        client.force_login(person)
        for address, insiders in play.items():
            status = client.get(address).status_code
            assert (status in (200, 202)) is (name in insiders), f"{name} {address}: {status}"
            assert status in (200, 202, 404), f"{name} {address}: {status}"


def test_what_is_not_theirs_looks_like_what_does_not_exist(cast, client, play):
    client.force_login(cast.foreign_operator)
    unknown = client.get("/tidak-ada/").content.decode().replace("/tidak-ada/", "")
    for address in play:
        assert client.get(address).content.decode().replace(address, "") == unknown


@pytest.mark.parametrize("name", ["withdraw", "start", "take_over"])
def test_posts_of_strangers_are_unknown(cast, client, name):
    unit = scenes.submitted(cast)
    for person in (cast.foreign_operator, cast.neighbour_operator, cast.foreign_coordinator, cast.nobody):
        client.force_login(person)
        assert client.post(reverse(f"verifikasi_{name}", args=[unit.pk])).status_code == 404
    assert scenes.fresh(unit).state == State.SUBMITTED


@pytest.mark.parametrize("name", ["start", "take_over"])
def test_verifiers_verbs_are_unknown_to_the_unit(cast, client, name):
    unit = scenes.submitted(cast)
    for person in (cast.operator, cast.coordinator, cast.admin, cast.leadership):
        client.force_login(person)
        assert client.post(reverse(f"verifikasi_{name}", args=[unit.pk])).status_code == 404


def test_file_of_the_neighbour_under_the_own_unit_is_unknown(cast, client):
    unit, neighbour = scenes.declared(cast), cast.participation(State.DECLARED, cast.neighbour)
    theirs = scenes.attach(neighbour, cast.neighbour_operator)
    client.force_login(cast.operator)
    for variant in ("asli", "gambar", "kecil"):
        for pk in (unit.pk, neighbour.pk):
            assert client.get(reverse("verifikasi_evidence", args=[pk, theirs.pk, variant])).status_code == 404


def test_file_in_an_unknown_variant_is_unknown(cast, client):
    unit = scenes.declared(cast)
    evidence = scenes.attach(unit, cast.operator)
    client.force_login(cast.operator)
    assert client.get(reverse("verifikasi_evidence", args=[unit.pk, evidence.pk, "mentah"])).status_code == 404


def test_receipt_and_paper_of_the_neighbour_under_the_own_unit_are_unknown(cast, client):
    unit, neighbour = scenes.proposed(cast), cast.participation(State.DECLARED, cast.neighbour)
    document = workflow.decide(approval=queries.pending_outcome(unit), by=cast.leadership, approve=True)
    client.force_login(cast.neighbour_operator)
    for name, pk in (("receipt", unit.submissions.get().pk), ("paper", document.pk)):
        assert client.get(reverse(f"verifikasi_{name}", args=[neighbour.pk, pk])).status_code == 404


def test_indicator_that_does_not_apply_is_unknown(cast, client):
    kanim = cast.participation(State.DECLARED, cast.kanim)
    prisons_only = scenes.item(scenes.declared(cast), "B1").indicator.pk
    client.force_login(cast.coordinator)
    assert client.get(reverse("verifikasi_answer", args=[kanim.pk, prisons_only])).status_code == 404


@pytest.mark.parametrize("state", [State.REGISTERED, State.APPLIED, State.ACCEPTED])
def test_sheet_does_not_exist_before_the_stage(cast, client, state):
    unit = cast.participation(state)
    client.force_login(cast.operator)
    assert client.get(reverse("verifikasi_sheet", args=[unit.pk])).status_code == 404


def test_draft_verdicts_are_kept_from_the_unit_on_every_page(cast, client):
    unit = scenes.in_check(cast)
    scenes.judge_all(unit, cast.verifier, A1="perbaiki")
    for person in ("operator", "head", "coordinator", "coordinator_head", "admin", "observer"):
        client.force_login(getattr(cast, person))
        for address in (
            reverse("verifikasi_sheet", args=[unit.pk]),
            scenes.item(unit).url,
            reverse("participation", args=[unit.pk]),
            reverse("verifikasi_receipt", args=[unit.pk, unit.submissions.get().pk]),
        ):
            html = client.get(address).content.decode()
            assert "Yang kurang pada A1." not in html, f"{person} {address}"
            assert "Sesuai" not in html, f"{person} {address}"


def test_views_of_files_are_recorded(cast, client):
    unit = scenes.declared(cast)
    evidence = scenes.attach(unit, cast.operator, file=scenes.pdf(), kind="document")
    client.force_login(cast.coordinator)
    client.get(reverse("verifikasi_evidence", args=[unit.pk, evidence.pk, "asli"]))
    view = FileView.objects.get()
    assert (view.user, view.file, view.variant) == (cast.coordinator, evidence.file, "asli")


def test_a_right_that_ends_is_gone_at_the_next_request(cast, client):
    unit = scenes.declared(cast)
    client.force_login(cast.operator)
    address = reverse("verifikasi_sheet", args=[unit.pk])
    assert client.get(address).status_code == 200
    cast.operator.postings.update(valid_until=cast.cycle.first_day, valid_from=cast.cycle.first_day)
    assert client.get(address).status_code == 404
