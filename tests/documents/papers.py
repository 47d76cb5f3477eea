"""One filled-in example of every paper, with plainly made-up people, and its longest and emptiest variants."""

from dataclasses import replace
from datetime import date
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
_LONG_NOTES = (
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
        note=_LONG_NOTES[index % len(_LONG_NOTES)][:2000],
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
CEREMONY_UNITS = tuple(
    c.CeremonyUnit(
        name=unit.name,
        institution=unit.institution,
        head=f"Contoh Kepala {index}, A.Md.IP., S.H., M.H.",
        position=f"Kepala {unit.name}",
    )
    for index, unit in enumerate(UNITS, start=1)
)
MANY_CEREMONY_UNITS = tuple(
    replace(CEREMONY_UNITS[index % 5], name=f"{CEREMONY_UNITS[index % 5].name} {index + 1}") for index in range(78)
)
OWN: dict[str, Any] = {"code": CODE, "verify_url": VERIFY_URL}


def report_criteria(reason: str) -> tuple[c.ReportCriterion, ...]:
    """The criteria of a report; every third indicator lost something and says why."""
    found = []
    for label, titles in CRITERIA.items():
        rows = tuple(
            c.ReportRow(
                code=f"{label[0]}{index}",
                title=title,
                required=index == 1,
                level="Proses" if index % 3 == 2 else "Ada",
                contribution="1,67" if index % 3 == 2 else "3,33",
                maximum="3,33",
                lost="1,67" if index % 3 == 2 else "0,00",
                reason=reason if index % 3 == 2 else "Sesuai dengan hasil verifikasi.",
                gains=(c.ReportGain(level="Ada", points="1,67"),) if index % 3 == 2 else (),
            )
            for index, title in enumerate(titles, start=1)
        )
        found.append(
            c.ReportCriterion(code=label[0], label=label, subtotal="30,00", maximum="33,33", median="28,50", rows=rows)
        )
    return tuple(found)


POINTS = (
    c.ObjectionPointRow(
        code="A2",
        title="Informasi layanan (jenis, alur, biaya, waktu)",
        text="Papan alur layanan sudah terpasang sejak Maret; fotonya kami lampirkan.",
        files=2,
        answer="Dikabulkan",
        before="Proses",
        after="Ada",
        reason="Foto yang dilampirkan memperlihatkan papan alur yang lengkap dan terbaca.",
    ),
    c.ObjectionPointRow(
        code="B2",
        title="Ruang laktasi",
        text="Ruang laktasi dipakai bersama dengan klinik.",
        answer="Tidak dikabulkan",
        before="Tidak",
        after="Tidak",
        reason="Ruang yang difoto adalah ruang periksa klinik dan tidak dapat dikunci dari dalam.",
    ),
)
RESULT_OF: dict[str, Any] = {
    "office": CENTRAL,
    "unit": "Lembaga Pemasyarakatan Kelas IIA Contoh Kota",
    "institution": IMIPAS,
    "region": "Kalimantan Barat",
    "year": 2024,
    "instrument": "P2HAM 2024, versi 1",
    "place": "Jakarta",
    "dated": date(2024, 12, 12),
    "legal_basis": BASIS,
    "threshold": "80,00",
}

FILLED: dict[str, c.Paper] = {
    "permohonan": c.ApplicationLetter(
        **OWN,
        number="W.16-HA.02.01-123",
        office=OFFICE,
        place="Pontianak",
        dated=date(2024, 3, 4),
        addressee=(
            "Direktur Jenderal Pelayanan dan Kepatuhan HAM",
            "u.p. Direktur Diseminasi dan Penguatan HAM",
            "di Jakarta",
        ),
        year=2024,
        legal_basis=BASIS,
        units=UNITS,
        ceremony_date=date(2024, 3, 28),
        ceremony_time="09.00 WIB sampai selesai",
        ceremony_place="Aula Kantor Wilayah Kalimantan Barat, Jalan Contoh Nomor 12, Pontianak",
        ceremony_mode="Luring dan daring",
        ceremony_leader="Kepala Kantor Wilayah",
        contact_name="Contoh Enam Rahayu",
        contact_phone="0800-0000-0000",
        contact_email="contoh.enam@contoh.go.id",
        signatory=HEAD,
        copies=("Sekretaris Jenderal", "Para kepala unit kerja yang bersangkutan"),
    ),
    "surat_pernyataan": c.DeclarationLetter(
        **OWN,
        number="W.16.PAS.1-HA.02.01-45",
        unit="Lembaga Pemasyarakatan Kelas IIA Contoh Kota",
        institution=IMIPAS,
        year=2024,
        name="Contoh Tujuh Santosa, A.Md.IP., S.H., M.H.",
        nip="197803042000031002",
        rank="Pembina (IV/a)",
        position="Kepala Lembaga Pemasyarakatan Kelas IIA Contoh Kota",
        place="Pontianak",
        dated=date(2024, 3, 28),
        legal_basis=BASIS,
        witnesses=WITNESSES,
        acknowledged_by=HEAD,
    ),
    "acara_pencanangan": c.CeremonyMinutes(
        **OWN,
        number="W.16-HA.02.01-130",
        office=OFFICE,
        place="Pontianak",
        venue="Aula Kantor Wilayah Kalimantan Barat, Jalan Contoh Nomor 12, Pontianak",
        dated=date(2024, 3, 28),
        time="09.00 WIB",
        mode="Hybrid (luring dan daring)",
        legal_basis=BASIS,
        year=2024,
        leader=c.Signatory(title="Kepala Kantor Wilayah Kalimantan Barat", name="Dr. Contoh Satu Wibawa, S.H., M.H."),
        units=CEREMONY_UNITS,
        witnesses=WITNESSES,
    ),
    "sampul_pencanangan": c.CoverList(
        office=OFFICE.name,
        place="Aula Kantor Wilayah, Pontianak",
        dated=date(2024, 3, 28),
        time="09.00 WIB",
        year=2024,
        leader="Dr. Contoh Satu Wibawa, S.H., M.H.",
        units=CEREMONY_UNITS,
        contents=("daftar hadir", "berita acara", "5 surat pernyataan"),
        left_out=("Bapas Contoh: kepala belum dicatat.",),
    ),
    "daftar_hadir": c.AttendanceList(
        office=OFFICE.name,
        place="Aula Kantor Wilayah, Pontianak",
        dated=date(2024, 3, 28),
        time="09.00 WIB",
        year=2024,
        units=CEREMONY_UNITS,
        witnesses=WITNESSES,
    ),
    "berita_acara": c.VerificationMinutes(
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
    ),
    "surat_keterangan": c.VerificationStatement(
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
    ),
    "piagam": c.Certificate(
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
    ),
    "berita_pleno": c.PlenoMinutes(
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
    ),
    "laporan_kunjungan": c.VisitReport(
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
    ),
    "lembar_kunjungan": c.VisitSheet(
        unit="Bapas Contoh",
        institution=IMIPAS,
        region="Kalimantan Barat",
        year=2024,
        dated=date(2024, 10, 3),
        mode="Di tempat",
        team=(c.TeamMember(name="Amir Penilai", role="Petugas kunjungan"),),
        host=c.Signatory(title="Kepala", name="Hadi Kepala"),
        findings=FINDINGS,
    ),
    "lampiran_keputusan": c.DecreeAnnex(
        **OWN,
        issuer="Menteri Hak Asasi Manusia Republik Indonesia",
        decree_number="MHA-00.UM.00.00 Tahun 2024",
        decree_date=date(2024, 12, 5),
        subject="Penetapan Predikat Unit Kerja Pelayanan Publik Berbasis HAM Tahun 2024",
        year=2024,
        units=UNITS,
        signatory=MINISTER,
    ),
    "rapor": c.ReportCard(
        **OWN,
        **RESULT_OF,
        decree_number="MHA-00.UM.00.00 Tahun 2024",
        decree_date=date(2024, 12, 5),
        total="88,50",
        meets=True,
        raising=("A2", "B2", "C2", "A5"),
        criteria=report_criteria("Papan terpasang, tetapi hurufnya terlalu kecil untuk dibaca dari dua meter."),
        comparison=c.ReportComparison(kind="Lembaga pemasyarakatan", count=121, total="84,25"),
        formula="Nilai akhir adalah jumlah sumbangan semua indikator, paling tinggi 100.",
    ),
    "hasil_keberatan": c.ObjectionOutcome(
        **OWN,
        **RESULT_OF,
        number="P2HAM-KB.0001/2024",
        filed_on=date(2024, 12, 9),
        outcome="Dikabulkan sebagian",
        points=POINTS,
        total_before="78,50",
        total_after="80,17",
        conclusion="Unit memenuhi syarat predikat. Predikat diberikan dengan Keputusan Menteri berikutnya.",
        signatory=DIRECTOR,
    ),
}

_BLANK_HEAD = c.Signatory(title="Kepala Kantor Wilayah")
EMPTY: dict[str, c.Paper] = {
    "permohonan": c.ApplicationLetter(
        office=c.Office(institution=MINISTRY, name="Kantor Wilayah Kalimantan Barat"),
        addressee=("Direktur Jenderal",),
        year=2024,
        units=UNITS[:1],
        signatory=_BLANK_HEAD,
    ),
    "surat_pernyataan": c.DeclarationLetter(unit=UNITS[0].name, institution=IMIPAS, year=2024),
    "acara_pencanangan": c.CeremonyMinutes(
        office=c.Office(institution=MINISTRY, name="Kantor Wilayah Kalimantan Barat"),
        year=2024,
        leader=c.Signatory(title=""),
        units=(c.CeremonyUnit(name=UNITS[0].name),),
    ),
    "sampul_pencanangan": c.CoverList(office="Kantor Wilayah", year=2024, units=(c.CeremonyUnit(name="Bapas"),)),
    "daftar_hadir": c.AttendanceList(office="Kantor Wilayah", year=2024, units=(c.CeremonyUnit(name="Bapas"),)),
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
        signatory=_BLANK_HEAD,
    ),
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
        issuer="Menteri", subject="penetapan predikat", year=2024, units=UNITS[:1], signatory=_BLANK_HEAD
    ),
    "rapor": c.ReportCard(
        office=c.Office(institution=MINISTRY, name="Direktorat Jenderal"),
        unit=UNITS[0].name,
        institution=IMIPAS,
        year=2024,
        instrument="P2HAM 2024",
        total="0,00",
        threshold="80,00",
        meets=False,
        criteria=report_criteria("")[:1],
    ),
    "hasil_keberatan": c.ObjectionOutcome(
        office=c.Office(institution=MINISTRY, name="Direktorat Jenderal"),
        unit=UNITS[0].name,
        institution=IMIPAS,
        year=2024,
        instrument="P2HAM 2024",
        outcome="Tidak dikabulkan",
        points=POINTS[1:],
        total_before="78,50",
        total_after="78,50",
        threshold="80,00",
        conclusion="Hasil penilaian tidak berubah.",
        signatory=_BLANK_HEAD,
    ),
}

LONGEST: dict[str, c.Paper] = {
    "permohonan": replace(FILLED["permohonan"], units=MANY_UNITS, page_size="F4"),  # type: ignore[call-arg]
    "surat_pernyataan": replace(
        FILLED["surat_pernyataan"],
        unit=LONG_UNIT,  # type: ignore[call-arg]
        position=f"Kepala {LONG_UNIT}",
        capacity="Plt.",
        witnesses=(c.Witness(name="Contoh", position="Kepala " + LONG_UNIT, institution=IMIPAS),) * 5,
    ),
    "acara_pencanangan": replace(
        FILLED["acara_pencanangan"],
        units=MANY_CEREMONY_UNITS,  # type: ignore[call-arg]
        witnesses=WITNESSES * 2,
        acknowledged_by=replace(HEAD, capacity="Plt.", on_behalf="Menteri Hak Asasi Manusia Republik Indonesia"),
        page_size="F4",
    ),
    "sampul_pencanangan": replace(FILLED["sampul_pencanangan"], units=MANY_CEREMONY_UNITS),  # type: ignore[call-arg]
    "daftar_hadir": replace(FILLED["daftar_hadir"], units=MANY_CEREMONY_UNITS, page_size="F4"),  # type: ignore[call-arg]
    "berita_acara": replace(
        FILLED["berita_acara"],
        unit=LONG_UNIT,  # type: ignore[call-arg]
        findings=LONG_FINDINGS,
        team=TEAM * 3,
        page_size="F4",
    ),
    "surat_keterangan": replace(
        FILLED["surat_keterangan"],
        unit=LONG_UNIT,  # type: ignore[call-arg]
        findings=LONG_FINDINGS,
        summary=_LONG_NOTES[0][:2000],
        again_note="Unit dapat mengikuti P2HAM kembali pada siklus berikutnya, melalui koordinator wilayahnya.",
    ),
    "piagam": replace(
        FILLED["piagam"],
        unit=LONG_UNIT,  # type: ignore[call-arg]
        signatory=replace(MINISTER, capacity="Plt.", title=f"{MINISTER.title} selaku Ketua Tim Penetapan Predikat"),
        page_size="F4",
    ),
    "berita_pleno": replace(  # type: ignore[call-arg]
        FILLED["berita_pleno"],
        members=FILLED["berita_pleno"].members * 20,  # type: ignore[attr-defined]
        units=FILLED["berita_pleno"].units * 60,  # type: ignore[attr-defined]
        conclusion="Hasil disepakati seluruhnya oleh anggota yang hadir. " * 110,
    ),
    "laporan_kunjungan": replace(
        FILLED["laporan_kunjungan"],
        unit=LONG_UNIT,  # type: ignore[call-arg]
        findings=LONG_FINDINGS,
        summary="Ringkasan kunjungan yang panjang. " * 110,
    ),
    "lembar_kunjungan": replace(FILLED["lembar_kunjungan"], unit=LONG_UNIT, findings=LONG_FINDINGS),  # type: ignore[call-arg]
    "lampiran_keputusan": replace(FILLED["lampiran_keputusan"], units=MANY_UNITS * 3),  # type: ignore[call-arg]
    "rapor": replace(
        FILLED["rapor"],
        unit=LONG_UNIT,  # type: ignore[call-arg]
        meets=False,
        required_unmet=("A1 Maklumat pelayanan dipasang dan dapat dibaca", "B1 Toilet ramah disabilitas"),
        note=_LONG_NOTES[0][:2000],
        raising=tuple(f"{letter}{index}" for index in range(1, 9) for letter in "ABC"),
        criteria=report_criteria(_LONG_NOTES[0][:2000]) + report_criteria(_LONG_NOTES[3][:900])[:1],
    ),
    "hasil_keberatan": replace(
        FILLED["hasil_keberatan"],
        unit=LONG_UNIT,  # type: ignore[call-arg]
        points=tuple(
            replace(POINTS[index % 2], code=f"Z{index}", text=note[:2000], reason=_LONG_NOTES[0][:2000])
            for index, note in enumerate(_LONG_NOTES * 3)
        ),
        note=_LONG_NOTES[0][:2000],
    ),
}
