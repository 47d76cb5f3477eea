"""A gallery of every component with plain objects: the pages that the tests of the look render and open."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory
from django.utils import timezone

from p2ham.lib import http

ROOT = Path(__file__).resolve().parents[2]
LEVELS = [("ada", "Ada"), ("proses", "Proses"), ("tidak", "Tidak")]
HINTS = {
    "ada": "Sudah tersedia dan dipakai. Perlu minimal 3 foto.",
    "proses": "Sedang disiapkan. Perlu rencana dengan tanggal selesai.",
    "tidak": "Belum ada. Tulis satu kalimat, tanpa berkas.",
}


def engine() -> DjangoTemplates:
    """The portal's templates and the gallery's, without context processors."""
    return DjangoTemplates(
        {
            "NAME": "gallery",
            "DIRS": [ROOT / "templates", Path(__file__).parent / "templates"],
            "APP_DIRS": True,
            "OPTIONS": {"builtins": ["p2ham.templatetags.ui"]},
        }
    )


class AnswerForm(forms.Form):
    level = forms.ChoiceField(label="Tingkat pemenuhan", choices=LEVELS, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Keterangan", help_text="Tulis keadaan sebenarnya dalam satu atau dua kalimat.", widget=forms.Textarea
    )
    day = forms.DateField(label="Tanggal foto", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.CharField(label="Tempat", max_length=80)
    kind = forms.ChoiceField(label="Cara", choices=[("", "Pilih"), ("luring", "Luring"), ("daring", "Daring")])
    groups = forms.MultipleChoiceField(
        label="Kelompok yang dilayani",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("l", "Lanjut usia"),
            ("a", "Anak"),
            ("w", "Wanita hamil dan menyusui"),
            ("d", "Penyandang disabilitas"),
        ],
    )
    photos = forms.FileField(label="Foto", required=False)
    honest = forms.BooleanField(label="Saya menyatakan isian ini sesuai keadaan di lapangan.")


class FilterForm(forms.Form):
    q = forms.CharField(label="Cari unit", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label="Keadaan", required=False, choices=[("", "Semua"), ("v", "Perlu diperiksa")])
    kind = forms.ChoiceField(label="Jenis", required=False, choices=[("", "Semua"), ("r", "Rumah tahanan negara")])


def shell(**changes: Any) -> Thing:
    """What the context processor gives to every page."""
    given: dict[str, Any] = {
        "nav": [
            ("Tugas saya", "#", True, 3),
            ("Kepesertaan", "#", False, None),
            ("Pencanangan", "#", False, 12),
            ("Butir pembinaan", "#", False, None),
            ("Naskah", "#", False, None),
            ("Bantuan", "#", False, None),
        ],
        "user_name": "Nur Aini Hasanah, S.H., M.H.",
        "role_labels": ["Operator, Rutan Kelas IIA Kendari"],
        "inbox_unread": 4,
        "demo": False,
        "demo_accounts": [],
        "announcements": [
            Thing(
                title="Jendela verifikasi",
                body="Dibuka sampai 30 September 2026.",
            )
        ],
    }
    return Thing(**{**given, **changes})


def stages(state: str = "current") -> list[Thing]:
    """The four stages with the second one in the given state."""
    return [
        Thing(label="Pencanangan", state="done", note="28 Maret 2026"),
        Thing(label="Verifikasi", state=state, note="18 dari 25 indikator lengkap"),
        Thing(label="Penilaian", state="upcoming", note=""),
        Thing(label="Pembinaan dan pengawasan", state="upcoming", note=""),
    ]


def files() -> list[Thing]:
    """Evidence in every shape."""
    now = timezone.now()
    return [
        Thing(
            name="toilet-ramah-disabilitas-pintu-geser-90-cm.jpg", url="#", thumb_url="/thumb.svg", kind="Foto", size=2_516_582,
            at=now, status="Diterima", tone="success", notes=[], detail_url="#", remove_url="/hapus/1/",
        ),
        Thing(
            name="IMG_20260314_0932.jpg", url="#", thumb_url="/thumb.svg", kind="Foto", size=3_916_582, at=now,
            status="Perlu dilihat", tone="attention",
            notes=["Foto ini mirip dengan foto pada indikator B2 Ruang laktasi."], detail_url="", remove_url="/hapus/2/",
        ),
        Thing(
            name="SK penunjukan petugas layanan prioritas.pdf", url="#", thumb_url="", kind="PDF", size=412_000, at=now,
            status="Sedang diproses", tone="waiting", notes=[], detail_url="", remove_url="",
        ),
    ]  # fmt: skip


def scores() -> Thing:
    """A small score table."""
    one = Decimal(1)
    rows = [
        ("A1", "Maklumat pelayanan dipasang dan dapat dibaca", one, one, Decimal("4.17"), Decimal(0), ""),
        ("A2", "Informasi layanan (jenis, alur, biaya, waktu)", one, Decimal("0.5"), Decimal("2.08"), Decimal("2.08"), "Papan alur belum memuat biaya."),
        ("A9", "Pos pengaduan HAM terpisah", one, None, None, None, "Tidak berlaku bagi jenis unit ini."),
    ]  # fmt: skip
    more = [
        ("B1", "Toilet ramah disabilitas", Decimal(2), one, Decimal("5.56"), Decimal(0), ""),
        ("B2", "Ruang laktasi", one, Decimal(0), Decimal(0), Decimal("2.78"), "Belum ada ruang tertutup."),
    ]
    return Thing(
        criteria=[
            Thing(label="A. Ketersediaan aksesibilitas", subtotal=Decimal("31.25"), rows=rows),
            Thing(label="B. Ketersediaan sarana dan prasarana", subtotal=Decimal("30.56"), rows=more),
        ],
        total=Decimal("86.81"),
        threshold=Decimal(75),
        formula="Nilai akhir = jumlah (bobot × nilai) dibagi jumlah bobot yang berlaku, dikali 100.",
    )


def verdicts() -> list[Thing]:
    """The four public answers."""
    facts = [
        ("Unit kerja", "Rumah Tahanan Negara Kelas IIA Kendari"),
        ("Predikat", "Unit Kerja Pelayanan Publik Berbasis HAM Tahun 2026"),
        ("Nomor", "P2HAM-2026-000241"),
        ("Ditetapkan", "Kamis, 10 Desember 2026"),
    ]
    give: Callable[..., Thing] = lambda outcome, title, text, url="": Thing(  # noqa: E731
        outcome=outcome,
        title=title,
        text=text,
        facts=facts if outcome != "unknown" else [],
        url=url,
        url_label="Buka piagam penggantinya",
    )
    return [
        give(
            "valid",
            "Piagam penghargaan ini asli dan masih berlaku.",
            "Cocokkan keterangan di bawah ini dengan kertas yang Anda pegang.",
        ),
        give(
            "replaced",
            "Piagam ini asli, tetapi sudah diganti.",
            "Piagam diterbitkan ulang karena perbaikan nama unit.",
            "#",
        ),
        give(
            "revoked",
            "Predikat ini telah dicabut.",
            "Piagam ini asli, tetapi tidak berlaku lagi sejak 3 Februari 2027.",
        ),
        give(
            "unknown",
            "Tidak ada naskah dengan kode ini.",
            "Periksa ejaan kodenya. Bila kode benar, naskah ini bukan terbitan portal.",
        ),
    ]


def tasks() -> list[Thing]:
    """Three things to do."""
    now = timezone.now()
    return [
        Thing(title="Betulkan 3 indikator yang dikembalikan", url="#", unit="Rutan Kelas IIA Kendari", state="Perlu diperbaiki",
              text="Verifikator memberi catatan pada B1, B4, dan C2.", tone="attention", until=now + timedelta(days=2, hours=3), tz="Asia/Makassar"),
        Thing(title="Lengkapi isian indikator", url="#", unit="Rutan Kelas IIA Kendari", state="Sedang diisi",
              text="18 dari 25 indikator lengkap.", tone="info", until=now + timedelta(days=41), tz=None),
        Thing(title="Unggah surat pernyataan bertanda tangan", url="#", unit="", state="Menunggu unggahan",
              text="", tone="waiting", until=None, tz=None),
    ]  # fmt: skip


def timeline() -> list[Thing]:
    """Three things that happened."""
    now = timezone.now()
    return [
        Thing(at=now, title="Dikembalikan untuk diperbaiki", actor="Verifikator Ditjen HAM", tone="attention",
              note="Foto toilet belum memperlihatkan pegangan rambat.\nMohon satu foto dari arah pintu."),
        Thing(at=now - timedelta(days=3), title="Isian dikirim", actor="Nur Aini Hasanah", tone="info", note=""),
        Thing(at=now - timedelta(days=60), title="Unit dicanangkan", actor="Kanwil Sulawesi Tenggara", tone="success", note=""),
    ]  # fmt: skip


def _answer(**changes: Any) -> AnswerForm:
    data = {
        "level": "ada",
        "note": "Maklumat terpasang di ruang tunggu.",
        "place": "Aula",
        "kind": "luring",
        "honest": "on",
    }
    return AnswerForm({**data, **changes})


def _base(signed_in: bool, **extra: Any) -> dict[str, Any]:
    request = RequestFactory().get("/")
    user: Any = AnonymousUser()
    if signed_in:
        user = Thing(is_authenticated=True, email="nur@contoh.go.id", last_login=timezone.now())
    request.user = user
    return {"request": request, "user": user, "shell": shell(), "messages": [], "csrf_token": "token", **extra}


def contexts() -> dict[str, tuple[str, dict[str, Any]]]:
    """Each page of the gallery: its template and its context."""
    from allauth.account.forms import LoginForm

    broken = _answer(note="", place="", level="", day="31-31", honest="")
    until = timezone.now() + timedelta(days=2, hours=5)
    missing = [
        ("A3 Informasi dalam format ramah disabilitas: pilih tingkat pemenuhan.", "#"),
        ("B1 Toilet ramah disabilitas: unggah minimal 3 foto. Baru ada 1.", "#"),
        ("C2 Kompetensi petugas: unggah sertifikat atau surat tugas.", ""),
    ]
    tone_messages = [
        Message(constants.SUCCESS, "Isian indikator A1 tersimpan."),
        Message(constants.WARNING, "Satu foto mirip dengan foto lain."),
        Message(constants.ERROR, "Berkas laporan.exe tidak diterima: kirim PDF."),
    ]
    demo = [
        ("Operator unit", "operator.kendari@contoh.id", "peragaan-p2ham", "Rutan Kelas IIA Kendari, sedang mengisi"),
        ("Pejabat Kanwil", "kanwil.sultra@contoh.id", "peragaan-p2ham", "Mendampingi unit di Sulawesi Tenggara"),
        ("Verifikator", "verifikator@contoh.id", "peragaan-p2ham", ""),
    ]
    public = {"form": LoginForm(), "redirect_field": ""}
    return {
        "participation": (
            "gallery/participation.html",
            _base(True, stages=stages(), missing=missing, until=until, files=files(), entries=timeline(), form=AnswerForm(), hints=HINTS,
                  tabs=[("Ringkasan", "#", True, None), ("Indikator", "#", False, 25), ("Riwayat", "#", False, None)]),
        ),
        "tasks": ("gallery/tasks.html", _base(True, tasks=tasks(), filter=FilterForm(), filtered=False, messages=tone_messages)),
        "form": ("gallery/form.html", _base(True, form=broken, refusal=["Unggah minimal 3 foto. Baru ada 1.", ("Indikator C2 belum diisi.", "#")])),
        "scores": ("gallery/scores.html", _base(True, table=scores(), failed=stages("failed"))),
        "verification": ("gallery/verification.html", _base(False, verdicts=verdicts())),
        "receipt": ("gallery/receipt.html", _base(True, now=timezone.now())),
        "login": ("account/login.html", _base(False, **public, shell=shell(demo=True, demo_accounts=demo, announcements=[]))),
        "login-error": ("account/login.html", _base(False, **{**public, "form": LoginForm({"login": "a", "password": ""})})),
    }  # fmt: skip


def pages() -> dict[str, str]:
    """Every page of the gallery, and every error page, as HTML."""
    rendered = {
        name: engine().get_template(template).render(context) for name, (template, context) in contexts().items()
    }
    request = RequestFactory().get("/indikator/7/")
    rendered["error-404"] = http.page_not_found(request).content.decode()
    rendered["error-409"] = http.conflict(request, {"Keterangan": "Maklumat terpasang."}).content.decode()
    rendered["error-403-csrf"] = http.csrf_failure(request).content.decode()
    return rendered
