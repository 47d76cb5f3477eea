"""Revocation: proposed with a reason, decided by a second person, and told by the public page."""

import pytest
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.pembinaan import workflow
from assessments.penilaian import queries
from assessments.penilaian.models import Award
from assessments.penilaian.workflow import certificates
from tests.cast import Cast
from tests.pembinaan.scenes import WHY, certified, propose
from tests.penilaian import scenes
from units.models import Posting, Role


def refused(verb, *args, **kwargs) -> list[str]:
    with pytest.raises(MoveRefused) as caught:
        verb(*args, **kwargs)
    return caught.value.sentences


def test_revoke_by_two_people(cast: Cast, client, django_capture_on_commit_callbacks, mailoutbox):
    with django_capture_on_commit_callbacks(execute=True):
        participation = certified(cast)
    revocation = propose(cast, participation)
    assert Participation.objects.get(pk=participation.pk).state == State.AWARDED
    certificate = Document.objects.get(kind=Document.Kind.CERTIFICATE)
    public = reverse("verify_code", args=[certificate.code])
    assert "masih berlaku" in client.get(public).content.decode()
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.decide_revocation(revocation=revocation, by=cast.leadership, approve=True)
    participation.refresh_from_db()
    assert participation.state == State.REVOKED
    assert Award.objects.get().revoked_at
    certificate.refresh_from_db()
    assert certificate.standing == Document.Standing.REVOKED
    page = client.get(public).content.decode()
    assert "dicabut" in page
    assert WHY not in page
    step = participation.timeline.first()
    assert (step.actor, step.text, step.note) == (cast.leadership, "Predikat dicabut", WHY)
    assert {mail.to[0] for mail in mailoutbox} == {
        person.email for person in (cast.operator, cast.head, cast.coordinator, cast.coordinator_head)
    }


def test_revoke_before_the_certificate_was_issued(cast: Cast):
    participation = scenes.settled(cast)
    decree = scenes.decreed(cast, participation)
    revocation = propose(cast, participation)
    workflow.decide_revocation(revocation=revocation, by=cast.leadership, approve=True)
    assert queries.certificate_progress(decree) == {"all": 0, "issued": 0, "rendered": 0}
    assert refused(certificates.issue_certificates, decree=decree, by=cast.admin) == [
        "Tidak ada unit berpredikat dalam keputusan ini."
    ]


def test_propose_without_a_reason(cast: Cast):
    assert refused(propose, cast, scenes.released(cast), " ") == ["Tuliskan alasannya lebih dahulu."]


def test_propose_twice(cast: Cast):
    participation = scenes.released(cast)
    propose(cast, participation)
    assert refused(propose, cast, participation) == [
        "Sudah ada usulan untuk unit ini yang menunggu persetujuan orang kedua."
    ]


def test_propose_for_a_unit_without_the_predikat(cast: Cast):
    participation = scenes.released(cast, levels={"A1": "tidak"})
    assert "Sekarang statusnya “Belum berpredikat”." in refused(propose, cast, participation)[0]


@pytest.mark.parametrize("who", ["coordinator", "leadership", "lead", "verifier", "operator", "observer"])
def test_nobody_but_the_admin_proposes(cast: Cast, who):
    assert refused(propose, cast, scenes.released(cast), by=getattr(cast, who)) == [
        "Cabut predikat dilakukan oleh admin pusat."
    ]


def test_decide_by_the_proposer(cast: Cast):
    Posting.objects.create(user=cast.admin, role=Role.LEADERSHIP)
    revocation = propose(cast, scenes.released(cast))
    assert refused(workflow.decide_revocation, revocation=revocation, by=scenes.anew(cast.admin), approve=True) == [
        "Usulan Anda harus diputuskan oleh orang lain."
    ]


def test_decide_by_somebody_who_belonged_to_the_unit(cast: Cast):
    revocation = propose(cast, scenes.released(cast))
    Posting.objects.create(user=cast.leadership, role=Role.HEAD, work_unit=cast.unit)
    found = refused(workflow.decide_revocation, revocation=revocation, by=scenes.anew(cast.leadership), approve=True)
    assert found[0].startswith("Anda bertugas atau pernah bertugas di unit ini")


def test_refuse_needs_a_reason_and_leaves_everything_as_it_was(cast: Cast):
    participation = certified(cast)
    revocation = propose(cast, participation)
    verb = workflow.decide_revocation
    assert refused(verb, revocation=revocation, by=cast.leadership, approve=False) == ["Tuliskan alasan penolakan."]
    verb(revocation=revocation, by=cast.leadership, approve=False, note="Sudah diperbaiki.")
    participation.refresh_from_db()
    assert participation.state == State.AWARDED
    assert Document.objects.get(kind=Document.Kind.CERTIFICATE).standing == Document.Standing.VALID
    assert refused(verb, revocation=revocation, by=cast.leadership, approve=True) == ["Usulan ini sudah diputuskan."]
    assert propose(cast, participation, "Terjadi lagi.").pk != revocation.pk
