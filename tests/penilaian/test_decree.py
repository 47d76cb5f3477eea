"""The decree: recorded by one person, decided by a second, and what it does to the units it names."""

import datetime as dt

import pytest
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents.models import Document
from assessments.penilaian import queries, rules, tasks
from assessments.penilaian.models import Award, Decree, DecreeItem
from assessments.penilaian.workflow import certificates, decrees
from p2ham.lib import dates
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import AuditEntry, Posting, Role


def state_of(participation: Participation) -> str:
    return Participation.objects.get(pk=participation.pk).state


def refused(verb, **kwargs) -> list[str]:
    with pytest.raises(MoveRefused) as caught:
        verb(**kwargs)
    return caught.value.sentences


def record(cast: Cast, *units: Participation, by=None, number=scenes.NUMBER, date=None) -> list[str]:
    facts = scenes.facts(number)
    if date:
        facts = decrees.DecreeFacts(**(vars(facts) | {"date": date}))
    return refused(decrees.record, cycle=cast.cycle, facts=facts, participations=units, by=by or cast.admin)


# --- recording ----------------------------------------------------------------------------------------------------------
def test_record_freezes_the_outcome_of_each_unit(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    good, weak = scenes.settled(cast), scenes.settled(cast, cast.neighbour, {"A1": "proses"})
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decree = scenes.proposed(cast, good, weak)
    assert {(item.participation_id, str(item.total), item.awarded) for item in decree.items.all()} == {
        (good.pk, "100.00", True),
        (weak.pk, "91.67", False),
    }
    assert scenes.decision_of(decree) == "pending"
    assert state_of(good) == State.SETTLED
    assert [mail.to for mail in mailoutbox] == [[cast.leadership.email]]
    assert not any(mail.to == [cast.operator.email] for mail in mailoutbox)


@pytest.mark.parametrize("who", ["lead", "verifier", "leadership", "observer", "coordinator", "operator", "assessor"])
def test_nobody_but_the_admin_records(cast: Cast, who):
    unit = scenes.settled(cast)
    assert record(cast, unit, by=getattr(cast, who)) == ["Keputusan dicatat oleh admin pusat."]


def test_record_without_units(cast: Cast):
    assert record(cast) == ["Pilih paling sedikit satu unit."]


def test_record_a_unit_that_is_not_settled(cast: Cast):
    unit = scenes.scored(cast)
    assert record(cast, unit) == ["Lapas Kapuas belum dapat ditetapkan, karena statusnya “Sedang dinilai”."]


def test_record_a_unit_of_another_decree(cast: Cast):
    unit = scenes.settled(cast)
    scenes.proposed(cast, unit)
    assert record(cast, unit, number="Lain") == ["Lapas Kapuas sudah tercantum dalam keputusan lain."]


def test_record_a_number_twice(cast: Cast):
    scenes.proposed(cast, scenes.settled(cast))
    other = scenes.settled(cast, cast.neighbour)
    assert record(cast, other) == ["Keputusan dengan nomor ini sudah dicatat."]
    assert Decree.objects.count() == 1


def test_record_a_date_in_the_future(cast: Cast):
    tomorrow = dates.today() + dt.timedelta(days=1)
    assert record(cast, scenes.settled(cast), date=tomorrow) == ["Tanggal keputusan tidak boleh sesudah hari ini."]


def test_record_a_date_before_the_cycle(cast: Cast):
    before = cast.cycle.first_day - dt.timedelta(days=1)
    assert record(cast, scenes.settled(cast), date=before) == [
        f"Tanggal keputusan tidak boleh sebelum tahun {cast.cycle.year}."
    ]


def test_record_in_an_archived_cycle(cast: Cast):
    unit = scenes.settled(cast)
    Cycle.objects.update(status=Cycle.Status.ARCHIVED)
    cast.cycle.refresh_from_db()
    assert record(cast, unit) == [f"Siklus {cast.cycle.year} sudah diarsipkan dan tidak dapat diubah."]


# --- deciding -----------------------------------------------------------------------------------------------------------
def test_approve_awards_those_who_meet_and_tells_everybody_theirs(
    cast: Cast, django_capture_on_commit_callbacks, mailoutbox
):
    good, weak = scenes.settled(cast), scenes.settled(cast, cast.neighbour, {"A1": "proses"})
    decree = scenes.proposed(cast, good, weak)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decrees.decide(decree=decree, by=cast.leadership, approve=True)
    assert (state_of(good), state_of(weak)) == (State.AWARDED, State.NOT_AWARDED)
    assert list(Award.objects.values_list("participation", flat=True)) == [good.pk]
    assert good.timeline.first().text == f"Predikat diberikan dengan Keputusan {scenes.NUMBER}"
    assert weak.timeline.first().text == f"Belum berpredikat dengan Keputusan {scenes.NUMBER}"
    told = {mail.to[0]: mail for mail in mailoutbox}
    assert told[cast.operator.email].subject == "Selamat, Lapas Kapuas meraih predikat P2HAM"
    assert told[cast.neighbour_operator.email].subject == "Hasil penilaian P2HAM Lapas Landak"
    assert "Lapas Landak" not in told[cast.operator.email].body
    assert "Lapas Kapuas: berpredikat\n- Lapas Landak: belum berpredikat" in told[cast.coordinator.email].body
    assert cast.foreign_operator.email not in told
    assert len([mail for mail in mailoutbox if mail.to == [cast.coordinator.email]]) == 1


def test_approve_issues_the_annex_with_the_awarded_units_only(cast: Cast, django_capture_on_commit_callbacks):
    good, weak = scenes.settled(cast), scenes.settled(cast, cast.neighbour, {"A1": "proses"})
    with django_capture_on_commit_callbacks(execute=True):
        decree = scenes.decreed(cast, good, weak)
    annex = Document.objects.get(kind=Document.Kind.DECREE_ANNEX)
    assert decree.annex == annex
    assert annex.is_rendered
    assert [row["name"] for row in annex.context["units"]] == ["Lapas Kapuas"]
    assert annex.number_text == scenes.NUMBER


def test_approve_by_the_proposer(cast: Cast):
    Posting.objects.create(user=cast.admin, role=Role.LEADERSHIP)
    decree = scenes.proposed(cast, scenes.settled(cast))
    assert refused(decrees.decide, decree=decree, by=scenes.anew(cast.admin), approve=True) == [
        "Usulan Anda harus diputuskan oleh orang lain."
    ]


@pytest.mark.parametrize("who", ["lead", "verifier", "admin", "observer", "coordinator", "operator", "assessor"])
def test_nobody_but_the_leadership_decides(cast: Cast, who):
    decree = scenes.proposed(cast, scenes.settled(cast))
    assert refused(decrees.decide, decree=decree, by=getattr(cast, who), approve=True) == [
        "Usulan ini diputuskan oleh pimpinan."
    ]


@pytest.mark.parametrize("place", ["unit", "kanwil"])
def test_approve_by_somebody_bound_to_one_of_the_units(cast: Cast, place):
    decree = scenes.proposed(cast, scenes.settled(cast), scenes.settled(cast, cast.foreign_unit))
    Posting.objects.create(
        user=cast.leadership,
        role=Role.COORDINATOR_HEAD if place == "kanwil" else Role.HEAD,
        work_unit=getattr(cast, place),
        valid_from=cast.cycle.first_day,
        valid_until=cast.cycle.first_day,
    )
    year = cast.cycle.year
    assert refused(decrees.decide, decree=decree, by=scenes.anew(cast.leadership), approve=True) == [
        f"Anda bertugas atau pernah bertugas pada tahun {year} di unit yang tercantum atau di koordinatornya: "
        "Lapas Kapuas. Keputusan ini diputuskan oleh pimpinan lain."
    ]


def test_approve_twice_has_one_effect(cast: Cast):
    decree = scenes.decreed(cast, scenes.settled(cast))
    assert refused(decrees.decide, decree=decree, by=cast.leadership, approve=True) == ["Usulan ini sudah diputuskan."]
    assert (Award.objects.count(), AuditEntry.objects.filter(action="beri_predikat").count()) == (1, 1)


def test_refuse_without_a_reason(cast: Cast):
    decree = scenes.proposed(cast, scenes.settled(cast))
    assert refused(decrees.decide, decree=decree, by=cast.leadership, approve=False) == ["Tuliskan alasan penolakan."]


def test_refuse_frees_units_and_number(cast: Cast):
    unit = scenes.settled(cast)
    decree = scenes.proposed(cast, unit)
    assert not queries.settled_units(cast.cycle).exists()
    decrees.decide(decree=decree, by=cast.leadership, approve=False, note="Nomor keliru.")
    assert state_of(unit) == State.SETTLED
    assert list(queries.settled_units(cast.cycle)) == [unit]
    again = scenes.decreed(cast, unit)
    assert again.number == decree.number
    assert DecreeItem.objects.filter(participation=unit, is_live=True).get().decree == again


# --- certificates -------------------------------------------------------------------------------------------------------
def test_certificates_take_numbers_without_gaps_in_the_order_of_names(cast: Cast, django_capture_on_commit_callbacks):
    units = [scenes.settled(cast, unit) for unit in (cast.neighbour, cast.unit)]
    decree = scenes.decreed(cast, *units, scenes.settled(cast, cast.foreign_unit, {"A1": "tidak"}))
    with django_capture_on_commit_callbacks(execute=True):
        assert certificates.issue_certificates(decree=decree, by=cast.admin) == 2
    year = cast.cycle.year
    papers = Document.objects.filter(kind=Document.Kind.CERTIFICATE).order_by("number")
    assert [(c.number_text, c.context["unit"], c.is_rendered) for c in papers] == [
        (f"P2HAM-PG.0001/{year}", "Lapas Kapuas", True),
        (f"P2HAM-PG.0002/{year}", "Lapas Landak", True),
    ]
    assert papers[0].public_facts == {
        "unit": "Lapas Kapuas",
        "institution": "Kementerian Contoh",
        "title": f"Unit Kerja Pelayanan Publik Berbasis HAM Tahun {year}",
        "year": str(year),
    }
    assert papers[0].participation.award.certificate == papers[0]
    assert papers[0].participation.timeline.first().text == f"Piagam nomor P2HAM-PG.0001/{year} diterbitkan"
    assert queries.certificate_progress(decree) == {"all": 2, "issued": 2, "rendered": 2}


def test_certificates_tell_the_units(cast: Cast, django_capture_on_commit_callbacks, mailoutbox):
    decree = scenes.decreed(cast, scenes.settled(cast))
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        certificates.issue_certificates(decree=decree, by=cast.admin)
    assert {mail.to[0] for mail in mailoutbox} == {cast.operator.email, cast.head.email}


def test_certificates_twice_issue_once(cast: Cast):
    decree = scenes.decreed(cast, scenes.settled(cast))
    certificates.issue_certificates(decree=decree, by=cast.admin)
    assert refused(certificates.issue_certificates, decree=decree, by=cast.admin) == [
        "Semua piagam dalam keputusan ini sudah diterbitkan."
    ]
    assert Document.objects.filter(kind=Document.Kind.CERTIFICATE).count() == 1


def test_certificates_go_on_after_an_interruption(cast: Cast, monkeypatch):
    decree = scenes.decreed(cast, scenes.settled(cast), scenes.settled(cast, cast.neighbour))
    issue, calls = certificates.papers.issue_certificate, []

    def broken(award, *, by):
        calls.append(award)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return issue(award, by=by)

    monkeypatch.setattr(certificates.papers, "issue_certificate", broken)
    with pytest.raises(RuntimeError):
        certificates.issue_certificates(decree=decree, by=cast.admin)
    assert queries.certificate_progress(decree)["issued"] == 1
    assert certificates.issue_certificates(decree=decree, by=cast.admin) == 1
    numbers = Document.objects.filter(kind=Document.Kind.CERTIFICATE).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2]


def test_certificates_before_the_decree_is_approved(cast: Cast):
    decree = scenes.proposed(cast, scenes.settled(cast))
    assert rules.issue_certificates(decree, cast.admin) == [
        "Piagam baru dapat diterbitkan setelah keputusan ini disetujui pimpinan."
    ]


def test_certificates_when_nobody_was_awarded(cast: Cast):
    decree = scenes.decreed(cast, scenes.settled(cast, levels={"A1": "tidak"}))
    assert rules.issue_certificates(decree, cast.admin) == ["Tidak ada unit berpredikat dalam keputusan ini."]
    assert decree.annex is None


@pytest.mark.parametrize("who", ["leadership", "lead", "coordinator", "operator"])
def test_nobody_but_the_admin_issues_certificates(cast: Cast, who):
    decree = scenes.decreed(cast, scenes.settled(cast))
    assert rules.issue_certificates(decree, getattr(cast, who)) == ["Piagam diterbitkan oleh admin pusat."]


def test_certificates_are_ordered_and_issued_by_a_worker(cast: Cast, django_capture_on_commit_callbacks):
    decree = scenes.decreed(cast, scenes.settled(cast), scenes.settled(cast, cast.neighbour))
    with django_capture_on_commit_callbacks(execute=True):
        decrees.order_certificates(decree=decree, by=cast.admin)
        assert queries.certificate_progress(decree)["issued"] == 0
    assert queries.certificate_progress(decree) == {"all": 2, "issued": 2, "rendered": 2}
    assert set(Document.objects.filter(kind="piagam").values_list("issued_by", flat=True)) == {cast.admin.pk}
    assert refused(decrees.order_certificates, decree=decree, by=cast.admin) == [
        "Semua piagam dalam keputusan ini sudah diterbitkan."
    ]


def test_the_clock_sends_a_worker_again_when_one_was_killed(cast: Cast, django_capture_on_commit_callbacks):
    decree = scenes.decreed(cast, scenes.settled(cast))
    decrees.order_certificates(decree=decree, by=cast.admin)  # its worker never comes: nothing is committed here
    assert tasks.enqueue_uncertified() == 0
    Decree.objects.update(certificates_wanted_at=timezone.now() - tasks.PATIENCE)
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.enqueue_uncertified() == 1
    assert queries.certificate_progress(decree)["issued"] == 1
    Decree.objects.update(certificates_wanted_at=timezone.now() - tasks.PATIENCE)
    assert tasks.enqueue_uncertified() == 0


def test_a_right_that_ended_stops_the_worker(cast: Cast):
    decree = scenes.decreed(cast, scenes.settled(cast))
    decrees.order_certificates(decree=decree, by=cast.admin)
    Posting.objects.filter(user=cast.admin).update(valid_until=cast.cycle.first_day)
    tasks.certify.func(decree.pk)
    assert queries.certificate_progress(decree)["issued"] == 0


def test_nobody_asked_nothing_is_issued(cast: Cast):
    decree = scenes.decreed(cast, scenes.settled(cast))
    tasks.certify.func(decree.pk)
    assert queries.certificate_progress(decree)["issued"] == 0
