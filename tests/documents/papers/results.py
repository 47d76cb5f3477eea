"""What a unit gets about its own result, filled in, empty and as long as it gets."""

from dataclasses import replace
from datetime import date
from typing import Any

from assessments.documents import contexts as c
from tests.documents.papers.people import (
    BASIS,
    BLANK_HEAD,
    CENTRAL,
    CRITERIA,
    DIRECTOR,
    IMIPAS,
    LONG_NOTES,
    LONG_UNIT,
    MINISTRY,
    OWN,
    UNITS,
)


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

REPORT = c.ReportCard(
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
)
OUTCOME = c.ObjectionOutcome(
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
)

FILLED: dict[str, c.Paper] = {
    "rapor": REPORT,
    "hasil_keberatan": OUTCOME,
}
EMPTY: dict[str, c.Paper] = {
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
        signatory=BLANK_HEAD,
    ),
}
LONGEST: dict[str, c.Paper] = {
    "rapor": replace(
        REPORT,
        unit=LONG_UNIT,
        meets=False,
        required_unmet=("A1 Maklumat pelayanan dipasang dan dapat dibaca", "B1 Toilet ramah disabilitas"),
        note=LONG_NOTES[0][:2000],
        raising=tuple(f"{letter}{index}" for index in range(1, 9) for letter in "ABC"),
        criteria=report_criteria(LONG_NOTES[0][:2000]) + report_criteria(LONG_NOTES[3][:900])[:1],
    ),
    "hasil_keberatan": replace(
        OUTCOME,
        unit=LONG_UNIT,
        points=tuple(
            replace(POINTS[index % 2], code=f"Z{index}", text=note[:2000], reason=LONG_NOTES[0][:2000])
            for index, note in enumerate(LONG_NOTES * 3)
        ),
        note=LONG_NOTES[0][:2000],
    ),
}
