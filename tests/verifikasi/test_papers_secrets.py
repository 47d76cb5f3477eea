"""What only those who check may read stays out of every paper and file that leaves the portal; a preview tells no more."""

import re

import pypdfium2
import pytest
from django.urls import reverse

from assessments.cycle.states import MoveName
from assessments.documents.rendering import render
from assessments.verifikasi import papers, queries, workflow
from assessments.verifikasi.models import Remark, Verdict
from tests.verifikasi import scenes
from tests.verifikasi.test_remarks import write

pytestmark = pytest.mark.django_db

Decision = Verdict.Decision
INTERNAL, ADVICE, DRAFT = "RAHASIA-DALAM", "RAHASIA-SARAN", "RAHASIA-RANCANGAN"
SECRETS = (INTERNAL, ADVICE, DRAFT)


@pytest.fixture
def unit(cast):
    """In check, with all that the unit must not read: internal remarks, finished advice, and a verdict of this round."""
    unit = scenes.declared(cast)
    scenes.attach(unit, cast.operator, description="Tampak depan gedung")
    scenes.fill(unit, cast.operator)
    scenes.submit(unit, cast.operator)
    for item in queries.sheet(scenes.fresh(unit)).items:
        workflow.save_advice(
            participation=scenes.fresh(unit),
            indicator=item.indicator,
            recommendation=Decision.REPAIR,
            note=f"{ADVICE} {item.indicator.code}",
            by=cast.coordinator,
        )
    write(unit, cast.coordinator, f"{INTERNAL} wilayah", Remark.Visibility.INTERNAL)
    workflow.finish_voice(participation=scenes.fresh(unit), by=cast.coordinator)
    workflow.start_check(participation=scenes.fresh(unit), by=cast.verifier)
    write(unit, cast.verifier, f"{INTERNAL} pusat", Remark.Visibility.INTERNAL)
    write(unit, cast.verifier, f"{DRAFT} catatan")
    scenes.judge(unit, cast.verifier, "A1", Decision.UNMET, note=f"{DRAFT} alasan")
    return scenes.fresh(unit)


def told(secrets, text):
    return [secret for secret in secrets if secret in text]


def spoken(content):
    with pypdfium2.PdfDocument(content) as document:
        return " ".join(" ".join(leaf.get_textpage().get_text_bounded() for leaf in document).split())


def judged(unit, by, *, passes):
    scenes.judge_all(unit, by)
    if not passes:
        scenes.judge(unit, by, "A1", Decision.UNMET, note="Maklumat tidak terbukti.")
    return queries.sheet(scenes.fresh(unit), drafts=True)


def propose(unit, by, *, passes):
    if passes:
        return workflow.propose_pass(participation=scenes.fresh(unit), by=by)
    return workflow.propose_fail(participation=scenes.fresh(unit), note="Maklumat tidak terbukti.", by=by)


# --- papers ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("passes", [True, False])
def test_paper_and_preview_keep_internal_remarks_and_advice(cast, unit, passes):
    found = judged(unit, cast.verifier, passes=passes)
    # The sheet from which they are drawn does hold them.
    assert told([INTERNAL], str([entry.remark.text for entry in found.items[0].thread]))
    assert told([ADVICE], found.items[0].advice.note)
    move = MoveName.PASS if passes else MoveName.FAIL
    assert not told(SECRETS, papers.reasons(found))
    draft = papers.draft(scenes.fresh(unit), move, papers.reasons(found), found, by=cast.verifier)
    approval = propose(unit, cast.verifier, passes=passes)
    document = workflow.decide(approval=approval, by=cast.leadership, approve=True)
    for context in (draft.to_json(), document.context):
        assert not told(SECRETS, str(context))
        assert not told(SECRETS, spoken(render(document.kind, context, title="Naskah")))
    assert not told(SECRETS, f"{document.title} {document.public_facts}")


@pytest.mark.parametrize("passes", [True, False])
def test_preview_says_what_the_paper_says_but_for_mark_number_and_code(cast, unit, client, passes):
    judged(unit, cast.verifier, passes=passes)
    move, note = ("loloskan", "") if passes else ("gagalkan", "Maklumat tidak terbukti.")
    client.force_login(cast.verifier)
    seen = client.post(reverse("verifikasi_preview", args=[unit.pk, move]), {"note": note})
    assert seen["Content-Type"] == "application/pdf"
    approval = propose(unit, cast.verifier, passes=passes)
    document = workflow.decide(approval=approval, by=cast.leadership, approve=True)
    issued = spoken(render(document.kind, document.context, title="Naskah"))
    preview = spoken(seen.content)
    assert "PRATINJAU, belum diterbitkan" in preview
    assert "PRATINJAU" not in issued
    assert document.number_text in issued
    assert document.code not in preview
    assert bare(preview, number="." * 40) == bare(issued, number=document.number_text)


def bare(text, *, number):
    mark = r"(Kode verifikasi|PRATINJAU, belum).*?(/v/[\w-]+/|memuat kode verifikasi\.)"
    return " ".join(re.sub(mark, "", text).replace(f"Nomor: {number}", "Nomor:").split())


# --- files -------------------------------------------------------------------------------------------------------------
def test_unit_takes_along_no_word_of_those_who_check(cast, unit, client):
    for person in (cast.operator, cast.head, cast.verifier):
        client.force_login(person)
        archive = b"".join(client.get(reverse("verifikasi_bundle", args=[unit.pk])).streaming_content)
        text = scenes.packed(archive)
        assert "1 berkas" in text and "Tampak depan gedung" in text
        assert not told(SECRETS, text)
        assert not told([cast.verifier.name, cast.coordinator.name], text)


@pytest.mark.parametrize("route", ["board_export", "progress_export", "ageing_export", "board_recap"])
def test_overviews_tell_no_draft_no_advice_and_no_internal_remark(cast, unit, client, route):
    for person in (cast.coordinator, cast.leadership, cast.verifier):
        client.force_login(person)
        response = client.get(reverse(route))
        text = spoken(response.content) if route == "board_recap" else scenes.packed(response.content)
        assert "Lapas Kapuas" in text or route == "progress_export"
        assert not told(SECRETS, text)
        # What the verifier decided in this round is told only when the round ends.
        assert "Tidak terpenuhi" not in text
        if route == "board_export":
            assert "Disampaikan" in text
        if route == "board_recap":
            assert re.search(r"Sedang diperiksa.*?- M M M M|Lapas Kapuas .*? M M M M", text)
            assert " X " not in text.partition("Lapas Kapuas")[2].partition("belum diisi")[0]
