"""The six papers: valid, accessible, complete, literal, and dignified with the longest and the emptiest values."""

import io
import json
import logging
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache

import page
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from assessments.documents import contexts
from assessments.documents.models import Document
from assessments.documents.queries import code_of
from assessments.documents.rendering import render
from p2ham.lib import qr
from tests.documents import papers
from tests.lib.test_pdf import Ear, watched

KINDS = list(papers.FILLED)
CODED = [kind for kind in KINDS if contexts.PAPERS[kind].codes_pages]
VARIANTS = {"filled": papers.FILLED, "empty": papers.EMPTY, "longest": papers.LONGEST}
HOSTILE = "<img src=file:///etc/passwd> & <b>http://127.0.0.1/</b> {{ 7 }} javascript:alert(1)"


@cache
def made(paper: contexts.Paper, title: str = "Naskah") -> bytes:
    return render(paper.kind, paper.to_json(), title=title)


def text(data: bytes) -> str:
    """All text in one line, as a reader's program hears it."""
    with pypdfium2.PdfDocument(data) as document:
        return " ".join(" ".join(each.get_textpage().get_text_bounded() for each in document).split())


def pages(data: bytes) -> int:
    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def test_every_kind_has_a_paper():
    assert set(contexts.PAPERS) == set(KINDS)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", KINDS)
def test_paper_survives_json(kind, variant):
    paper = VARIANTS[variant][kind]
    assert contexts.from_json(kind, json.loads(json.dumps(paper.to_json()))) == paper


def test_unknown_and_missing_keys_of_an_older_paper():
    frozen = papers.FILLED["piagam"].to_json() | {"tidak_dikenal": 1}
    del frozen["region"]
    paper = contexts.from_json("piagam", frozen)
    assert isinstance(paper, contexts.Certificate)
    assert paper.region == ""


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", KINDS)
def test_paper_passes_pdf_ua_without_a_warning(kind, variant):
    made.cache_clear()
    with Ear(logging.getLogger("weasyprint"), logging.WARNING) as ear:
        data = made(VARIANTS[variant][kind])
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert ear.heard == []


@pytest.mark.parametrize(
    ("kind", "variant", "count"),
    [
        ("permohonan", "empty", 1),
        ("permohonan", "filled", 2),
        ("surat_pernyataan", "filled", 1),
        ("surat_pernyataan", "empty", 1),
        ("berita_acara", "empty", 1),
        ("surat_keterangan", "empty", 1),
        ("piagam", "filled", 1),
        ("piagam", "empty", 1),
        ("piagam", "longest", 1),
        ("lampiran_keputusan", "filled", 1),
    ],
)
def test_paper_fits_its_sheets(kind, variant, count):
    assert pages(made(VARIANTS[variant][kind])) == count


@pytest.mark.parametrize("size", ["A4", "F4"])
@pytest.mark.parametrize("acknowledged", [None, papers.HEAD])
def test_letter_that_four_witness_stays_on_one_sheet(size, acknowledged):
    letter = papers.FILLED["surat_pernyataan"]
    rules = ("Undang-Undang Dasar Negara Republik Indonesia Tahun 1945", "Undang-Undang Nomor 25 Tahun 2009")
    witnesses = [*papers.WITNESSES, *(replace(each, identity_number="197009121993031001") for each in papers.WITNESSES)]
    full = replace(
        letter,
        page_size=size,
        legal_basis=(*rules, *papers.BASIS),  # type: ignore[call-arg]
        acknowledged_by=acknowledged,
        witnesses=tuple(witnesses),
    )
    assert pages(made(full)) == 1
    assert "NIP/NRP 19700912 199303 1 001" in text(made(full))


def test_kinds_of_documents_are_papers_and_three_lists_are_not_documents():
    assert set(Document.Kind.values) < set(contexts.PAPERS)
    assert set(contexts.PAPERS) - set(Document.Kind.values) == {
        "sampul_pencanangan",
        "daftar_hadir",
        "lembar_kunjungan",
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("size", "sheet"), [("A4", (210, 297)), ("F4", (210, 330))])
def test_sheet_size(kind, size, sheet):
    with pypdfium2.PdfDocument(made(replace(papers.FILLED[kind], page_size=size))) as document:
        across, down = (round(side / 72 * 25.4) for side in document[0].get_size())
    assert (across, down) == (sheet[::-1] if kind == "piagam" else sheet)


# --- what they say --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "phrases"),
    [
        (
            "permohonan",
            ["Nomor : W.16-HA.02.01-123", "Pontianak, 4 Maret 2024", "5 (lima) unit kerja", "Kamis, 28 Maret 2024"],
        ),
        (
            "surat_pernyataan",
            ["SURAT PERNYATAAN PENCANANGAN", "TAHUN 2024", "19780304 200003 1 002", "lanjut usia, anak, wanita hamil"],
        ),
        (
            "berita_acara",
            [
                "Sabtu, tanggal dua puluh delapan bulan September tahun dua ribu dua puluh empat",
                "21 (dua puluh satu) indikator",
                "Ada 16, Proses 5",
                "dinyatakan memenuhi",
            ],
        ),
        (
            "acara_pencanangan",
            ["Kamis, tanggal dua puluh delapan bulan Maret tahun dua ribu dua puluh empat", "5 (lima) unit kerja"],
        ),
        ("sampul_pencanangan", ["Kamis, 28 Maret 2024", "Surat ditandatangani", "Belum ada dalam tumpukan ini"]),
        ("daftar_hadir", ["Kamis, 28 Maret 2024", "(daring)", "Kepala Balai Harta Peninggalan Contoh", "17."]),
        ("surat_keterangan", ["belum memenuhi syarat", "mulai 2 Januari 2025", "Cara mengikuti kembali"]),
        (
            "piagam",
            [
                "PIAGAM PENGHARGAAN",
                "Nomor: 0001/P2HAM/2024",
                "Unit Kerja Pelayanan Publik Berbasis HAM Tahun 2024",
                "tanggal 5 Desember 2024",
                "Jakarta, 10 Desember 2024",
            ],
        ),
        ("lampiran_keputusan", ["Jumlah: 5 (lima) unit kerja.", "BERBASIS HAK ASASI MANUSIA TAHUN 2024"]),
    ],
)
def test_paper_says(kind, phrases):
    said = text(made(papers.FILLED[kind]))
    for phrase in phrases:
        assert phrase in said


@pytest.mark.parametrize("kind", KINDS)
def test_paper_claims_no_electronic_signature_and_no_article(kind):
    said = text(made(papers.FILLED[kind])).lower()
    for word in ("bsre", "elektronik", "pasal", "ayat"):
        assert word not in said


@pytest.mark.parametrize("kind", KINDS)
def test_empty_fields_are_dots_for_the_pen(kind):
    said = text(made(papers.EMPTY[kind]))
    assert "....." in said
    assert "None" not in said


def test_single_unit_is_named_in_the_letter():
    letter = papers.FILLED["permohonan"]
    assert isinstance(letter, contexts.ApplicationLetter)
    data = made(replace(letter, units=papers.UNITS[:1]))
    assert pages(data) == 1
    assert "bagi Lembaga Pemasyarakatan Kelas IIA Contoh Kota, Kementerian Imigrasi dan Pemasyarakatan." in text(data)
    assert "Lampiran : -" in text(data)


def test_several_units_become_an_annex():
    letter = papers.FILLED["permohonan"]
    assert isinstance(letter, contexts.ApplicationLetter)
    said = text(made(replace(letter, units=papers.MANY_UNITS)))
    assert "Lampiran : 1 (satu) daftar" in said
    assert "44 (empat puluh empat) unit kerja sebagaimana tercantum dalam lampiran surat ini" in said
    assert "44." in said


def test_heads_of_tables_repeat_on_every_page():
    data = made(papers.LONGEST["lampiran_keputusan"])
    with pypdfium2.PdfDocument(data) as document:
        heads = [each.get_textpage().get_text_bounded().count("Unit kerja") for each in document]
    assert len(heads) > 5
    assert all(heads[:-1])


def test_witnesses_are_at_least_two():
    declaration = contexts.DeclarationLetter(unit="U", institution="I", year=2024, witnesses=(contexts.Witness(),))
    assert len(declaration.witness_rows) == 2
    more = replace(declaration, witnesses=(contexts.Witness(name="A"),) * 4)
    assert len(more.witness_rows) == 4


@pytest.mark.parametrize(("length", "step"), [(10, "short"), (60, "medium"), (90, "long"), (120, "longest")])
def test_size_of_the_name_follows_its_length(length, step):
    certificate = papers.FILLED["piagam"]
    assert isinstance(certificate, contexts.Certificate)
    assert replace(certificate, unit="x" * length).name_step == step


def test_certificate_with_an_emblem():
    certificate = replace(papers.FILLED["piagam"], emblem=qr.data_uri("lambang"))  # type: ignore[call-arg]
    report = page.validate_pdf_bytes(made(certificate), profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant


@pytest.mark.parametrize("emblem", ["file:///etc/passwd", "http://127.0.0.1/a.png", "data:image/svg+xml,<svg/>", "x"])
def test_emblem_from_elsewhere_refused(emblem):
    with pytest.raises(ValueError, match="emblem"):
        replace(papers.FILLED["piagam"], emblem=emblem)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("nip", "shown"),
    [
        ("196610181992031001", "19661018 199203 1 001"),
        ("19661018 199203 1 001", "19661018 199203 1 001"),
        ("NRP 77010203", "NRP 77010203"),
        ("", ""),
    ],
)
def test_nip_in_groups(nip, shown):
    assert contexts.spaced_nip(nip) == shown


@pytest.mark.parametrize(
    ("items", "phrase"),
    [((), ""), (("a",), "a"), (("a", "b"), "a dan b"), (("a", "b", "c"), "a, b, dan c")],
)
def test_enumeration(items, phrase):
    assert contexts.enumeration(items) == phrase


def test_signed_for_another_by_an_acting_head():
    signatory = contexts.Signatory(title="Sekretaris", name="A", capacity="Plh.", on_behalf="Direktur Jenderal")
    said = text(made(replace(papers.FILLED["surat_keterangan"], signatory=signatory)))  # type: ignore[call-arg]
    assert "a.n. Direktur Jenderal Plh. Sekretaris," in said


# --- QR, privacy, literal text --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Document.Kind.values)
def test_qr_on_every_page_leads_to_the_public_page(kind):
    data = made(papers.FILLED[kind])
    with pypdfium2.PdfDocument(data) as document:
        for number, each in enumerate(document, start=1):
            (found,) = zxingcpp.read_barcodes(each.render(scale=3).to_pil().convert("L"))
            assert found.text == papers.VERIFY_URL + (f"#{number}" if kind in CODED else "")
            assert papers.CODE in each.get_textpage().get_text_bounded()


@pytest.mark.parametrize("kind", CODED)
def test_code_of_each_page_is_read_from_a_coarse_scan(kind):
    data = made(papers.LONGEST[kind])
    with pypdfium2.PdfDocument(data) as document:
        read = []
        for number, each in enumerate(document, start=1):
            (found,) = zxingcpp.read_barcodes(each.render(scale=150 / 72).to_pil().convert("L"))
            read.append(code_of(found.text))
            said = each.get_textpage().get_text_bounded()
            assert said.replace(papers.VERIFY_URL, "").count(papers.CODE) == 1
            assert f"Halaman {number}" in said
            assert papers.VERIFY_URL in said
    assert read == [(papers.CODE, number) for number in range(1, len(read) + 1)]
    assert len(read) > 1


def test_later_sheets_of_a_letter_name_its_unit():
    letter = papers.LONGEST["surat_pernyataan"]
    with pypdfium2.PdfDocument(made(letter)) as document:
        said = [" ".join(each.get_textpage().get_text_bounded().split()) for each in document]
    heading = f"Surat pernyataan {letter.unit}"  # type: ignore[attr-defined]
    assert len(said) > 1
    assert heading not in said[0]
    assert all(heading in sheet for sheet in said[1:])


@pytest.mark.parametrize("kind", CODED)
def test_preview_says_so_and_carries_no_code(kind):
    data = made(replace(papers.FILLED[kind], preview=True, code="", verify_url="", number=""))
    with pypdfium2.PdfDocument(data) as document:
        for each in document:
            said = each.get_textpage().get_text_bounded()
            assert "PRATINJAU, belum diterbitkan" in said
            assert "Kode" not in said
            assert zxingcpp.read_barcodes(each.render(scale=3).to_pil().convert("L")) == []
    assert page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1).is_compliant


@pytest.mark.parametrize("kind", [kind for kind in Document.Kind.values if kind not in CODED])
def test_alternative_text_of_the_qr_tells_its_address(kind):
    with pikepdf.open(io.BytesIO(made(papers.FILLED[kind]))) as document:
        texts = [str(each.Alt) for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
        reachable = _alternatives(document.Root.StructTreeRoot)
    assert texts
    assert set(texts) == set(reachable) == {f"Kode QR menuju {papers.VERIFY_URL}"}


def _alternatives(node) -> list[str]:
    """The alternative texts that a reader's program comes by when it walks through the paper."""
    found = [str(node.Alt)] if "/Alt" in node else []
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/K" in child:
            found += _alternatives(child)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_metadata_names_nobody(kind):
    data = made(papers.FILLED[kind], title="Naskah 12/2024")
    with pikepdf.open(io.BytesIO(data)) as document:
        described = document.Root.Metadata.read_bytes().decode() + text_of(document.docinfo)
    assert "Naskah 12/2024" in described
    for personal in ("Contoh", "1966", "1978", "1970", "@", "0800"):
        assert personal not in described


def text_of(entries) -> str:
    """The values of a PDF dictionary."""
    return " ".join(str(value) for _, value in entries.items())


def poisoned(value):
    """The same paper with every text replaced by a hostile one."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, tuple):
        return tuple(poisoned(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"page_size", "emblem", "verify_url", "code"}
        changed = {f.name: poisoned(getattr(value, f.name)) for f in fields(value) if f.name not in kept}
        return replace(value, **changed)
    return value


@pytest.mark.parametrize("kind", KINDS)
def test_user_text_is_literal(kind):
    made(papers.FILLED[kind])
    with watched() as seen:
        made.cache_clear()
        said = text(made(poisoned(papers.FILLED[kind]), title=HOSTILE))
    assert "<img src=file:///etc/passwd>" in said.replace("IMG SRC=FILE:///ETC/PASSWD", "img src=file:///etc/passwd")
    assert "{{ 7 }}" in said
    assert [each for each in seen if "passwd" in each or "connect" in each or "urllib" in each] == []


def test_dates_come_from_the_calendar():
    minutes = papers.FILLED["berita_acara"]
    assert isinstance(minutes, contexts.VerificationMinutes)
    assert replace(minutes, dated=date(2024, 2, 29)).opening.startswith(
        "Kamis, tanggal dua puluh sembilan bulan Februari"
    )
