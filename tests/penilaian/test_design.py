"""The design of the certificate: adjusted by the admin, seen before it is used, frozen into what is issued."""

import base64
import io

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from assessments.cycle.states import State
from assessments.cycle.workflow import MoveRefused
from assessments.documents import rendering
from assessments.documents.models import Document
from assessments.penilaian import certificates
from assessments.penilaian.models import CertificateDesign
from assessments.penilaian.workflow import certificates as verbs
from assessments.penilaian.workflow import designing
from tests import samples
from tests.cast import Cast
from tests.penilaian import scenes
from units.models import AuditEntry

PAGE = "/penetapan/rancangan-piagam/"
TYPED = {
    "orientation": "tegak",
    "issuer": "Kementerian Contoh\r\nRepublik Indonesia",
    "heading": "Piagam Contoh",
    "given_to": "dianugerahkan kepada",
    "award_text": "sebagai Unit Teladan Tahun {tahun}",
    "closing_text": "Semoga bermanfaat.",
    "signature_place": "tengah",
    "emblem_text": "",
}


def pressed(client, act: str, **more):
    return client.post(PAGE, TYPED | {"act": act, "seen": ""} | more)


def adjusted(cast: Cast, **facts) -> CertificateDesign:
    design = certificates.design_of(cast.cycle)
    for name, value in facts.items():
        setattr(design, name, value)
    return designing.adjust(design=design, seen=design.changed_at if design.pk else None, by=cast.admin)


def words(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return " ".join(" ".join(each.get_textpage().get_text_bounded() for each in document).split())


@pytest.fixture
def admin(client, cast: Cast):
    cast.participation()
    client.force_login(cast.admin)
    return client


def test_address_is_what_the_tests_use():
    assert reverse("penilaian_design") == PAGE


def test_page_shows_the_longest_and_the_shortest_name(admin, cast: Cast):
    long, short = (cast.participation(State.PASSED, unit) for unit in (cast.kanim, cast.neighbour))
    long.work_unit.name, short.work_unit.name = "Unit " + "Panjang " * 12, "Unit X"
    long.work_unit.save()
    short.work_unit.save()
    response = admin.get(PAGE)
    assert [(one.which, one.participation.pk, one.fits) for one in response.context["shown"]] == [
        ("terpanjang", long.pk, True),
        ("terpendek", short.pk, True),
    ]
    assert all(one.picture.startswith("data:image/jpeg;base64,") for one in response.context["shown"])
    assert "Belum ada piagam yang terbit" in response.content.decode()


def test_trying_stores_nothing_and_keeps_what_was_typed(admin, cast: Cast):
    response = pressed(admin, "lihat")
    assert response.status_code == 200
    assert not CertificateDesign.objects.exists()
    text = response.content.decode()
    assert "dianugerahkan kepada" in text
    picture = base64.b64decode(response.context["shown"][0].picture.partition(",")[2])
    with Image.open(io.BytesIO(picture)) as image:
        assert image.height > image.width  # the upright sheet that was typed, not the one that is saved


def test_trying_as_pdf_says_that_it_is_not_issued(admin):
    response = pressed(admin, "pdf-terpanjang")
    assert response["Content-Type"] == "application/pdf"
    found = words(response.content)
    assert "pratinjau, belum diterbitkan" in found
    assert "Unit Teladan Tahun" in found
    assert not Document.objects.exists()


def test_saving_is_kept_and_recorded(admin, cast: Cast):
    assert pressed(admin, "simpan").status_code == 302
    design = CertificateDesign.objects.get()
    assert (design.orientation, design.issuer, design.changed_by) == (
        "tegak",
        ["Kementerian Contoh", "Republik Indonesia"],
        cast.admin,
    )
    assert AuditEntry.objects.filter(action="ubah_rancangan_piagam", actor=cast.admin).count() == 1


def test_saving_over_the_newer_design_of_somebody_else_keeps_both(admin, cast: Cast):
    adjusted(cast, heading="Punya orang lain")
    response = pressed(admin, "simpan")
    assert response.context["refusal"][0].startswith("Rancangan ini baru saja diubah oleh")
    assert "Piagam Contoh" in response.content.decode()
    assert CertificateDesign.objects.get().heading == "Punya orang lain"
    assert pressed(admin, "simpan", seen=response.context["seen"]).status_code == 302


def test_saving_what_does_not_fit_is_refused_by_name(admin, cast: Cast):
    response = pressed(admin, "simpan", award_text="Kata panjang " * 45, closing_text="Penutup panjang " * 24)
    if response.status_code == 302:  # upright there is room; on its side there is not
        response = pressed(
            admin,
            "simpan",
            orientation="mendatar",
            issuer="A\r\nB\r\nC\r\nD",
            award_text="Kata panjang " * 45,
            closing_text="Penutup panjang " * 24,
            seen=CertificateDesign.objects.get().changed_at.isoformat(),
        )
    assert response.status_code == 200
    assert response.context["refusal"][0].startswith("Teks tidak muat pada satu lembar untuk ")
    assert not response.context["shown"][0].fits


def test_archived_cycle_keeps_its_design(cast: Cast):
    cast.cycle.status = "archived"
    with pytest.raises(MoveRefused) as refused:
        adjusted(cast, heading="X")
    assert refused.value.sentences == [f"Siklus {cast.cycle.year} sudah diarsipkan dan tidak dapat diubah."]


def test_emblem_is_small_bare_and_spoken(admin, cast: Cast):
    upload = SimpleUploadedFile("lambang.png", samples.png(seed=3, size=(900, 700), mode="RGBA"))
    refused = pressed(admin, "simpan", emblem_file=upload)
    assert refused.context["form"].errors["emblem_text"]
    kept = refused.context["form"].keeps
    assert kept  # chosen once is enough
    assert pressed(admin, "simpan", emblem_kept=kept, emblem_text="Lambang contoh").status_code == 302
    stored = bytes(CertificateDesign.objects.get().emblem)
    with Image.open(io.BytesIO(stored)) as image:
        assert (image.format, image.mode, max(image.size) <= 420) == ("JPEG", "RGB", True)
    assert b"Exif" not in stored
    spoken = certificates.preview(certificates.design_of(cast.cycle), certificates.examples(cast.cycle)[0][1])[0]
    assert "Lambang contoh".encode("utf-16-be") in spoken or b"Lambang contoh" in _opened(spoken)
    seen = CertificateDesign.objects.get().changed_at.isoformat()
    assert pressed(admin, "simpan", emblem_removed="on", seen=seen).status_code == 302
    assert CertificateDesign.objects.get().emblem is None


def _opened(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [("lambang.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("lambang.pdf", samples.scanned_pdf())],
)
def test_emblem_of_another_kind_is_refused_and_the_text_stays(admin, name, data):
    response = pressed(admin, "simpan", emblem_file=SimpleUploadedFile(name, data), emblem_text="X")
    assert response.context["form"].errors["emblem_file"]
    assert "Piagam Contoh" in response.content.decode()
    assert not CertificateDesign.objects.exists()


def test_forged_kept_emblem_is_refused(admin):
    response = pressed(admin, "simpan", emblem_kept=base64.b64encode(b"<svg/>").decode(), emblem_text="X")
    assert response.context["form"].errors["emblem_kept"] == ["Pilih lagi gambar lambangnya."]


def test_issued_certificates_keep_the_design_they_were_issued_with(
    admin, cast: Cast, django_capture_on_commit_callbacks
):
    first = scenes.decreed(cast, scenes.settled(cast, cast.neighbour), number="Satu")
    with django_capture_on_commit_callbacks(execute=True):
        verbs.issue_certificates(decree=first, by=cast.admin)
    before = Document.objects.get(kind="piagam")
    adjusted(cast, heading="Piagam Baru", orientation="tegak")
    second = scenes.decreed(cast, scenes.settled(cast, cast.kanim), number="Dua")
    with django_capture_on_commit_callbacks(execute=True):
        verbs.issue_certificates(decree=second, by=cast.admin)
    after = Document.objects.filter(kind="piagam").exclude(pk=before.pk).get()
    now = Document.objects.get(pk=before.pk)
    assert (now.sha256, now.context) == (before.sha256, before.context)
    assert (now.context["heading"], after.context["heading"]) == ("Piagam Penghargaan", "Piagam Baru")
    assert "PIAGAM BARU" in words(rendering.render("piagam", after.context, title="x")).upper()
    text = admin.get(PAGE).content.decode()
    assert "2 piagam sudah terbit dan tidak berubah" in text


def test_progress_reloads_itself_only_for_whoever_asks_and_only_until_it_is_done(
    admin, cast: Cast, django_capture_on_commit_callbacks
):
    decree = scenes.decreed(cast, scenes.settled(cast, cast.neighbour))
    address = reverse("penilaian_decree", args=[decree.pk])
    assert "Refresh" not in admin.get(address)
    assert admin.get(address, {"pantau": "ya"})["Refresh"] == "5"
    with django_capture_on_commit_callbacks(execute=True):
        verbs.issue_certificates(decree=decree, by=cast.admin)
    assert "Refresh" not in admin.get(address, {"pantau": "ya"})
