"""The code on a paper of the outcome, read from the picture of its page, leads anybody to the truth about it."""

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.documents.models import Document
from assessments.verifikasi import queries, workflow
from assessments.verifikasi.models import Verdict
from tests.cast import Cast
from tests.verifikasi import scenes
from tests.verifikasi.test_filling_pages import body
from units.models import User

pytestmark = pytest.mark.django_db(transaction=True)

HOLDS = "Keaslian naskah: berlaku"


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = "https://p2ham.contoh.go.id"
    return settings.SITE_URL


def scanned(unit: Participation, paper: Document, reader: User, site: str) -> str:
    """Open the paper as its reader does, and read the code of every sheet from its picture; tells the path."""
    client = Client()
    client.force_login(reader)
    response = client.get(reverse("verifikasi_paper", args=[unit.pk, paper.pk]))
    assert response["Content-Type"] == "application/pdf"
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    with pypdfium2.PdfDocument(content) as document:
        pictures = [sheet.render(scale=2, grayscale=True).to_pil() for sheet in document]
    codes = [found.text for picture in pictures for found in zxingcpp.read_barcodes(picture)]
    assert codes == [f"{site}/v/{paper.code}/"] * len(pictures)
    return codes[0].removeprefix(site)


def opened(path: str) -> str:
    """What somebody without an account reads there."""
    response = Client().get(path)
    assert response.status_code == 200
    return body(response)


@pytest.mark.parametrize("passes", [True, False])
def test_code_of_the_paper_leads_anybody_to_what_holds(cast: Cast, address: str, passes: bool) -> None:
    unit = scenes.proposed(cast, passes=passes)
    approval = queries.pending_outcome(unit)
    assert approval
    paper = workflow.decide(approval=approval, by=cast.leadership, approve=True)
    assert paper
    text = opened(scanned(unit, paper, cast.operator, address))
    for words in (paper.number_text, paper.get_kind_display(), cast.unit.name, HOLDS):
        assert words in text
    for secret in (cast.head.name, cast.verifier.name, cast.leadership.name, "Maklumat tidak terbukti."):
        assert secret not in text


def test_code_of_the_old_paper_leads_to_the_new_one(cast: Cast, address: str) -> None:
    unit = scenes.proposed(cast, passes=True)
    old = workflow.decide(approval=queries.pending_outcome(unit), by=cast.leadership, approve=True)  # type: ignore[arg-type]
    assert old
    where = scanned(unit, old, cast.operator, address)
    again = workflow.propose_reopen(participation=scenes.fresh(unit), note="Foto unit lain.", by=cast.verifier)
    workflow.decide_reopen(approval=again, by=cast.leadership, approve=True)
    assert HOLDS not in opened(where)
    workflow.take_over(participation=scenes.fresh(unit), by=cast.verifier)
    scenes.judge(unit, cast.verifier, "A1", Verdict.Decision.UNMET, note="Bukan foto unit ini.")
    proposal = workflow.propose_fail(participation=scenes.fresh(unit), note="Foto unit lain.", by=cast.verifier)
    new = workflow.decide(approval=proposal, by=cast.leadership, approve=True)
    assert new
    text = opened(where)
    assert "Keaslian naskah: sudah diganti" in text and f"/v/{new.code}/" in text
    assert HOLDS in opened(scanned(unit, new, cast.operator, address))
    # The old sheet itself stays what it was.
    assert scanned(unit, old, cast.operator, address) == where
