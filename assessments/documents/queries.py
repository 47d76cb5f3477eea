"""Questions to the papers, among them the public one: does this paper hold?"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from assessments.documents.models import Document, SignedPaper
from p2ham.lib import codes, dates

# What may be said to the public about a paper, in this order, and nothing else: no name, no number of a person.
PUBLIC_FACTS = {
    "unit": "Unit kerja",
    "units": "Jumlah unit kerja",
    "institution": "Instansi induk",
    "title": "Tentang",
    "year": "Tahun",
}
CODE_LETTERS = 16
_ANY = "X"
_MOST_DIGITS = 4


@dataclass(frozen=True)
class Verdict:
    """The public answer about a code, as ``components/_verification.html`` shows it."""

    outcome: str
    title: str
    text: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""
    url_label: str = ""


def read_code(text: str) -> str:
    """The code that somebody typed, as it is stored; empty when it cannot be one."""
    raw = codes.reread(text, CODE_LETTERS)
    return "-".join(raw[start : start + 4] for start in range(0, len(raw), 4))


def code_of(text: str) -> tuple[str, int] | None:
    """Verification code and page (from 1) in what a scanner read from a paper's QR code; None when it is not ours.

    The host does not matter: papers outlive the address of the portal. Papers that tell no page have one.
    """
    try:
        address = urlsplit(text.strip())
    except ValueError:
        return None
    before, _, after = reverse("verify_code", args=[_ANY]).partition(_ANY)
    path, page = address.path, address.fragment or "1"
    if address.scheme not in ("http", "https") or not path.endswith(after) or before not in path:
        return None
    code = read_code(path.removesuffix(after).rpartition(before)[2])
    if not code or not (page.isascii() and page.isdigit() and len(page) <= _MOST_DIGITS and int(page)):
        return None
    return code, int(page)


def verdict(text: str) -> Verdict:
    """What the portal says about the paper with this code, however it was typed. At most one query."""
    code = read_code(text)
    document = _papers().filter(code=code).first() if code else None
    if document is None:
        return Verdict(
            "unknown",
            "Kode ini tidak terdaftar",
            "Tidak ada naskah Portal P2HAM dengan kode ini. Periksa lagi 16 huruf dan angka di bawah kode QR pada "
            "naskah. Bila sudah sama, naskah itu tidak diterbitkan oleh portal ini.",
        )
    return verdict_of(document)


def _papers() -> QuerySet[Any]:
    """Papers with what the public answer needs."""
    signed = SignedPaper.objects.filter(document=OuterRef("pk"))
    return Document.objects.select_related("replaced_by").annotate(has_signed=Exists(signed))


def verdict_of(document: Any) -> Verdict:
    """What the portal says about a paper of ``_papers``."""
    since = dates.plain_date(document.standing_since)
    facts = _facts(document)
    if document.standing == Document.Standing.REVOKED:
        text = f"Naskah ini pernah diterbitkan oleh Portal P2HAM, tetapi dicabut {since} dan tidak berlaku lagi."
        return Verdict("revoked", document.title, text, facts)
    if document.standing == Document.Standing.REPLACED:
        text = f"Naskah ini diterbitkan oleh Portal P2HAM, tetapi {since} digantikan oleh naskah yang lebih baru."
        newer = document.replaced_by
        url = reverse("verify_code", args=[newer.code]) if newer else ""
        return Verdict("replaced", document.title, text, facts, url, "Periksa naskah penggantinya")
    text = "Naskah ini diterbitkan oleh Portal P2HAM dan masih berlaku. Cocokkan keterangan di bawah dengan naskahnya."
    return Verdict("valid", document.title, text, facts)


def file_verdict(sha256: str) -> tuple[str, Verdict | None]:
    """What a file is that has this hash, in a sentence, and what holds for its paper. At most two queries."""
    document = _papers().filter(sha256=sha256).first()
    if document is not None:
        return f"Berkas ini sama dengan naskah {document}, tanpa satu byte pun yang berubah.", verdict_of(document)
    signed = SignedPaper.objects.filter(sha256=sha256).values_list("document", "sameness").first()
    if signed is None:
        return (
            "Berkas ini bukan berkas yang diterbitkan Portal P2HAM, atau sudah berubah sejak diterbitkan. Menyimpan "
            "ulang, memindai, atau mencetak ke PDF juga mengubah berkas; periksalah naskahnya dengan kode verifikasi.",
            None,
        )
    document = _papers().get(pk=signed[0])
    said = (
        f"Berkas ini versi bertanda tangan elektronik dari naskah {document}. Tanda tangannya diperiksa saat diterima."
    )
    if signed[1] != SignedPaper.Sameness.BYTES:
        said += " Isinya tidak dapat dicocokkan secara otomatis dengan naskah asalnya; cocokkan keterangan di bawah."
    return said, verdict_of(document)


def _facts(document: Any) -> list[tuple[str, str]]:
    facts = [("Jenis naskah", str(Document.Kind(document.kind).label))]
    if document.number_text:
        facts.append(("Nomor", document.number_text))
    facts += [
        (label, str(document.public_facts[key])) for key, label in PUBLIC_FACTS.items() if key in document.public_facts
    ]
    if document.has_signed:
        facts.append(("Tanda tangan elektronik", "Ada versi bertanda tangan elektronik yang sudah diperiksa portal"))
    facts.append(("Diterbitkan", dates.plain_date(document.issued_at)))
    facts.append(("Kode verifikasi", document.code))
    return facts
