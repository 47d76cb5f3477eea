"""The papers of the penilaian and of the decree, filled in, empty and as long as they get."""

from dataclasses import replace
from datetime import date

from assessments.documents import contexts as c
from tests.documents.papers.people import (
    BLANK_HEAD,
    FINDINGS,
    IMIPAS,
    LONG_FINDINGS,
    LONG_UNIT,
    MANY_UNITS,
    MINISTER,
    OWN,
    UNITS,
)

CERTIFICATE = c.Certificate(
    **OWN,
    number="0001/P2HAM/2024",
    issuer=("Menteri Hak Asasi Manusia", "Republik Indonesia"),
    unit="Lembaga Pemasyarakatan Kelas IIA Contoh Kota",
    institution=IMIPAS,
    region="Kalimantan Barat",
    year=2024,
    decree_number="MHA-00.UM.00.00 Tahun 2024",
    decree_date=date(2024, 12, 5),
    place="Jakarta",
    dated=date(2024, 12, 10),
    signatory=MINISTER,
)
PLENO = c.PlenoMinutes(
    **OWN,
    year=2024,
    agenda="Rapat pleno penetapan hasil penilaian",
    venue="Ruang rapat contoh lantai 3",
    place="Jakarta",
    dated=date(2024, 11, 28),
    size=5,
    quorum=3,
    present=4,
    threshold="80,00",
    members=(
        c.PlenoMember(name="Asih Penilai", body="Ombudsman RI", presence="Hadir di tempat"),
        c.PlenoMember(name="Anton Penilai", body="Universitas Contoh", presence="Hadir daring"),
    ),
    units=(
        c.PlenoUnit(
            rank=1,
            name="Bapas Contoh",
            region="Kalimantan Barat",
            total="92,50",
            outcome=c.MEETS,
            remarks=("Isu aktual: pengaduan antrean (sumber: surat kabar contoh)", "Dibahas, tidak berulang."),
        ),
        c.PlenoUnit(rank=2, name="Lapas Contoh", total="61,25", outcome=c.FALLS_SHORT),
    ),
    conclusion="Hasil disepakati.\nDua unit diberi catatan pembinaan.",
    leader=c.Signatory(title="Ketua Tim Penilai", name="Lela Ketua"),
)
VISIT = c.VisitReport(
    **OWN,
    unit="Bapas Contoh",
    institution=IMIPAS,
    region="Kalimantan Barat",
    year=2024,
    dated=date(2024, 10, 3),
    mode="Di tempat",
    team=(c.TeamMember(name="Amir Penilai", role="Petugas kunjungan"),),
    host=c.Signatory(title="Kepala", name="Hadi Kepala"),
    findings=FINDINGS,
    summary="Fasilitas terawat.\nPetugas menyapa pengunjung.",
)
SHEET = c.VisitSheet(
    unit="Bapas Contoh",
    institution=IMIPAS,
    region="Kalimantan Barat",
    year=2024,
    dated=date(2024, 10, 3),
    mode="Di tempat",
    team=(c.TeamMember(name="Amir Penilai", role="Petugas kunjungan"),),
    host=c.Signatory(title="Kepala", name="Hadi Kepala"),
    findings=FINDINGS,
)
ANNEX = c.DecreeAnnex(
    **OWN,
    issuer="Menteri Hak Asasi Manusia Republik Indonesia",
    decree_number="MHA-00.UM.00.00 Tahun 2024",
    decree_date=date(2024, 12, 5),
    subject="Penetapan Predikat Unit Kerja Pelayanan Publik Berbasis HAM Tahun 2024",
    year=2024,
    units=UNITS,
    signatory=MINISTER,
)

FILLED: dict[str, c.Paper] = {
    "piagam": CERTIFICATE,
    "berita_pleno": PLENO,
    "laporan_kunjungan": VISIT,
    "lembar_kunjungan": SHEET,
    "lampiran_keputusan": ANNEX,
}
EMPTY: dict[str, c.Paper] = {
    "piagam": c.Certificate(
        issuer=("Menteri Hak Asasi Manusia",),
        unit="Bapas Contoh",
        institution=IMIPAS,
        year=2024,
        signatory=c.Signatory(title="Menteri Hak Asasi Manusia"),
    ),
    "berita_pleno": c.PlenoMinutes(
        year=2024,
        agenda="Rapat pleno",
        size=1,
        quorum=1,
        present=1,
        members=(),
        units=(),
        leader=c.Signatory(title="Ketua Tim Penilai"),
    ),
    "laporan_kunjungan": c.VisitReport(
        unit="Bapas Contoh", year=2024, team=(), host=c.Signatory(title="Kepala"), findings=()
    ),
    "lembar_kunjungan": c.VisitSheet(
        unit="Bapas Contoh", year=2024, team=(), host=c.Signatory(title="Kepala"), findings=()
    ),
    "lampiran_keputusan": c.DecreeAnnex(
        issuer="Menteri", subject="penetapan predikat", year=2024, units=UNITS[:1], signatory=BLANK_HEAD
    ),
}
LONGEST: dict[str, c.Paper] = {
    "piagam": replace(
        CERTIFICATE,
        unit=LONG_UNIT,
        signatory=replace(MINISTER, capacity="Plt.", title=f"{MINISTER.title} selaku Ketua Tim Penetapan Predikat"),
        page_size="F4",
    ),
    "berita_pleno": replace(
        PLENO,
        members=PLENO.members * 20,
        units=PLENO.units * 60,
        conclusion="Hasil disepakati seluruhnya oleh anggota yang hadir. " * 110,
    ),
    "laporan_kunjungan": replace(
        VISIT,
        unit=LONG_UNIT,
        findings=LONG_FINDINGS,
        summary="Ringkasan kunjungan yang panjang. " * 110,
    ),
    "lembar_kunjungan": replace(SHEET, unit=LONG_UNIT, findings=LONG_FINDINGS),
    "lampiran_keputusan": replace(ANNEX, units=MANY_UNITS * 3),
}
