"""The papers of the verifikasi, filled in, empty and as long as they get."""

from dataclasses import replace
from datetime import date

from assessments.documents import contexts as c
from tests.documents.papers.people import (
    BASIS,
    BLANK_HEAD,
    CENTRAL,
    DIRECTOR,
    FINDINGS,
    IMIPAS,
    LONG_FINDINGS,
    LONG_NOTES,
    LONG_UNIT,
    MINISTRY,
    OWN,
    REASONS,
    TEAM,
    UNITS,
)

VERIFICATION = c.VerificationMinutes(
    **OWN,
    number="BA-0012/P2HAM/2024",
    office=CENTRAL,
    place="Jakarta",
    dated=date(2024, 9, 28),
    legal_basis=BASIS,
    unit="Lembaga Pemasyarakatan Kelas IIA Contoh Kota",
    institution=IMIPAS,
    region="Kalimantan Barat",
    year=2024,
    instrument="P2HAM 2024, versi 1",
    findings=FINDINGS,
    team=TEAM,
    unit_signatory=c.Signatory(
        title="Kepala Lembaga Pemasyarakatan Kelas IIA Contoh Kota",
        name="Contoh Tujuh Santosa, A.Md.IP., S.H., M.H.",
        nip="197803042000031002",
    ),
    acknowledged_by=DIRECTOR,
)
STATEMENT = c.VerificationStatement(
    **OWN,
    number="SK-0003/P2HAM/2024",
    office=CENTRAL,
    place="Jakarta",
    dated=date(2024, 10, 2),
    legal_basis=BASIS,
    unit="Kantor Imigrasi Kelas I TPI Contoh Bandar",
    institution=IMIPAS,
    region="Kalimantan Barat",
    year=2024,
    instrument="P2HAM 2024, versi 1",
    findings=REASONS,
    summary="Sarana sudah tersedia; kekurangan terutama terletak pada bukti yang diunggah.",
    again_from=date(2025, 1, 2),
    contact="Direktorat Diseminasi dan Penguatan HAM melalui kotak masuk portal",
    signatory=DIRECTOR,
)

FILLED: dict[str, c.Paper] = {
    "berita_acara": VERIFICATION,
    "surat_keterangan": STATEMENT,
}
EMPTY: dict[str, c.Paper] = {
    "berita_acara": c.VerificationMinutes(
        office=c.Office(institution=MINISTRY, name="Direktorat Jenderal"),
        unit=UNITS[0].name,
        institution=IMIPAS,
        year=2024,
        instrument="P2HAM 2024",
        findings=FINDINGS[:1],
        team=TEAM[:1],
        unit_signatory=c.Signatory(title="Kepala unit kerja"),
    ),
    "surat_keterangan": c.VerificationStatement(
        office=c.Office(institution=MINISTRY, name="Direktorat Jenderal"),
        unit=UNITS[0].name,
        institution=IMIPAS,
        year=2024,
        instrument="P2HAM 2024",
        findings=REASONS[:1],
        signatory=BLANK_HEAD,
    ),
}
LONGEST: dict[str, c.Paper] = {
    "berita_acara": replace(
        VERIFICATION,
        unit=LONG_UNIT,
        findings=LONG_FINDINGS,
        team=TEAM * 3,
        page_size="F4",
    ),
    "surat_keterangan": replace(
        STATEMENT,
        unit=LONG_UNIT,
        findings=LONG_FINDINGS,
        summary=LONG_NOTES[0][:2000],
        again_note="Unit dapat mengikuti P2HAM kembali pada siklus berikutnya, melalui koordinator wilayahnya.",
    ),
}
