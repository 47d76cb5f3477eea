"""Questions to the papers, among them the public one: does this paper hold?"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import reverse

from assessments.documents.models import Document
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
    document = Document.objects.select_related("replaced_by").filter(code=code).first() if code else None
    if document is None:
        return Verdict(
            "unknown",
            "Kode ini tidak terdaftar",
            "Tidak ada naskah Portal P2HAM dengan kode ini. Periksa lagi 16 huruf dan angka di bawah kode QR pada "
            "naskah. Bila sudah sama, naskah itu tidak diterbitkan oleh portal ini.",
        )
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


def _facts(document: Document) -> list[tuple[str, str]]:
    facts = [("Jenis naskah", str(Document.Kind(document.kind).label))]
    if document.number_text:
        facts.append(("Nomor", document.number_text))
    facts += [
        (label, str(document.public_facts[key])) for key, label in PUBLIC_FACTS.items() if key in document.public_facts
    ]
    facts.append(("Diterbitkan", dates.plain_date(document.issued_at)))
    facts.append(("Kode verifikasi", document.code))
    return facts
