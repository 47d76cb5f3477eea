"""The plainly made-up offices, people, units and findings of which the papers are made."""

from dataclasses import replace
from typing import Any

from assessments.documents import contexts as c

CODE = "K7QM-4TXR-9HWD-2PCN"
VERIFY_URL = f"https://p2ham.contoh.go.id/v/{CODE}/"
LONG_UNIT = (
    "Lembaga Pembinaan Khusus Anak dan Lembaga Pemasyarakatan Perempuan Kelas IIA Tanjung Harapan Baru "
    "Kabupaten Kepulauan Nusa"
)
BASIS = (
    "Peraturan Menteri Hukum dan Hak Asasi Manusia Nomor 25 Tahun 2023 tentang Pelayanan Publik Berbasis Hak Asasi "
    "Manusia",
)
MINISTRY = "Kementerian Hak Asasi Manusia Republik Indonesia"
IMIPAS = "Kementerian Imigrasi dan Pemasyarakatan"
OFFICE = c.Office(
    institution=MINISTRY,
    name="Kantor Wilayah Kalimantan Barat",
    address="Jalan Contoh Nomor 12, Pontianak 78121",
    contact="Telepon (0561) 000000 · surel kanwil.kalbar@contoh.go.id",
)
CENTRAL = c.Office(
    institution=MINISTRY,
    name="Direktorat Jenderal Pelayanan dan Kepatuhan HAM",
    address="Jalan Contoh Raya Nomor 1, Jakarta Selatan 12950",
    contact="Laman ham.contoh.go.id",
)
HEAD = c.Signatory(
    title="Kepala Kantor Wilayah Kementerian HAM Kalimantan Barat",
    name="Dr. Contoh Satu Wibawa, S.H., M.H.",
    nip="196610181992031001",
)
DIRECTOR = c.Signatory(
    title="Direktur Diseminasi dan Penguatan HAM",
    on_behalf="Direktur Jenderal Pelayanan dan Kepatuhan HAM",
    name="Contoh Dua Pertiwi, S.H., LL.M.",
    nip="197009121993032001",
)
MINISTER = c.Signatory(title="Menteri Hak Asasi Manusia Republik Indonesia", name="Contoh Tiga Nusantara")
UNITS = tuple(
    c.UnitRow(name=name, institution=institution, region=region)
    for name, institution, region in [
        ("Lembaga Pemasyarakatan Kelas IIA Contoh Kota", IMIPAS, "Kota Pontianak"),
        ("Kantor Imigrasi Kelas I TPI Contoh Bandar", IMIPAS, "Kabupaten Kubu Raya"),
        ("Rumah Tahanan Negara Kelas IIB Contoh Hulu", IMIPAS, "Kabupaten Sambas"),
        ("Balai Harta Peninggalan Contoh", "Kementerian Hukum", "Kota Pontianak"),
        (LONG_UNIT, IMIPAS, "Kabupaten Kapuas Hulu"),
    ]
)
MANY_UNITS = tuple(replace(UNITS[index % 5], name=f"{UNITS[index % 5].name} {index + 1}") for index in range(44))
TEAM = (
    c.TeamMember(name="Contoh Empat Lestari, S.H.", role="Ketua tim verifikasi", nip="198503142009122003"),
    c.TeamMember(name="Contoh Lima Pratama, S.Sos., M.Si.", role="Anggota", nip="199001052015031002"),
)
CRITERIA = {
    "A. Ketersediaan aksesibilitas": [
        "Maklumat pelayanan dipasang dan dapat dibaca",
        "Informasi layanan (jenis, alur, biaya, waktu)",
        "Informasi dalam format ramah disabilitas (braille, audio, teks besar, bahasa isyarat)",
        "Rambu-rambu bagi kelompok rentan",
        "Alat bantu kelompok rentan (kursi roda, tongkat, kacamata baca)",
        "Loket, jalur, atau layanan prioritas kelompok rentan",
        "Sarana pengaduan (ruang, loket, kotak, telepon, daring)",
        "Pusat informasi dan layanan konsultasi",
    ],
    "B. Ketersediaan sarana dan prasarana": [
        "Toilet ramah disabilitas (rambat, pintu minimal 90 cm, ruang gerak)",
        "Ruang laktasi",
        "Ruang penitipan atau bermain anak",
        "Lantai pemandu",
        "Jalan landai dengan pegangan",
        "Parkir khusus disabilitas",
        "Ruang atau kursi tunggu prioritas",
        "Tempat ibadah terjangkau",
        "Ruang kunjungan ramah disabilitas, anak, dan lanjut usia",
    ],
    "C. Ketersediaan SDM dan petugas": [
        "Petugas khusus atau siaga layanan kelompok rentan",
        "Kompetensi petugas (bahasa isyarat, HAM, pelayanan prima)",
        "SOP pelayanan kelompok rentan",
        "Identitas atau atribut petugas prioritas",
    ],
}
FINDINGS = tuple(
    c.Finding(
        criterion=criterion,
        code=f"{criterion[0]}{index}",
        indicator=text,
        status="Proses" if index % 4 == 3 else "Ada",
        note="Rencana pemenuhan sampai 30 November 2024 dinilai wajar." if index % 4 == 3 else "",
    )
    for criterion, texts in CRITERIA.items()
    for index, text in enumerate(texts, start=1)
)
REASONS = tuple(
    replace(
        finding,
        status="Tidak sesuai",
        note="Foto memperlihatkan ruang yang sama dengan indikator B2 dan diambil tahun 2022. Diperlukan minimal tiga "
        "foto terbaru yang memperlihatkan pintu, pegangan, dan ruang gerak.",
    )
    for finding in FINDINGS[2:12:3]
)
# As much as the field takes: a sentence again and again, one word without end, what no letter of ours writes, lines.
LONG_NOTES = (
    "Foto belum memperlihatkan rambu dan jalur pemandu; unggah ulang dari jarak dua meter. " * 24,
    "X" * 2000,
    "<b>tebal</b> & 😀👍🏽 serta مرحبا بالعالم dan שלום. " * 45,
    "1. Lengkapi foto pintu dan pegangan.\n" * 60,
)
LONG_FINDINGS = tuple(
    replace(
        FINDINGS[index % len(FINDINGS)],
        criterion=f"Kriteria {index // 6 + 1}. Aksesibilitas",
        code=f"Z{index}",
        indicator=f"Uraian-Z{index} {FINDINGS[index % len(FINDINGS)].indicator}",
        note=LONG_NOTES[index % len(LONG_NOTES)][:2000],
    )
    for index in range(25)
)
WITNESSES = (
    c.Witness(
        name="Contoh Dua Pertiwi, S.H., LL.M.",
        position="Direktur Diseminasi dan Penguatan HAM",
        institution=MINISTRY,
        online=True,
    ),
    c.Witness(
        name="Contoh Delapan Hakim, S.H.",
        position="Ketua Pengadilan Tinggi Contoh",
        institution="Mahkamah Agung Republik Indonesia",
    ),
)
OWN: dict[str, Any] = {"code": CODE, "verify_url": VERIFY_URL}
BLANK_HEAD = c.Signatory(title="Kepala Kantor Wilayah")
