"""The papers of the pencanangan, filled in, empty and as long as they get."""

from dataclasses import replace
from datetime import date

from assessments.documents import contexts as c
from tests.documents.papers.people import (
    BASIS,
    BLANK_HEAD,
    HEAD,
    IMIPAS,
    LONG_UNIT,
    MANY_UNITS,
    MINISTRY,
    OFFICE,
    OWN,
    UNITS,
    WITNESSES,
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

APPLICATION = c.ApplicationLetter(
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
)
DECLARATION = c.DeclarationLetter(
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
)
CEREMONY = c.CeremonyMinutes(
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
)
COVER = c.CoverList(
    office=OFFICE.name,
    place="Aula Kantor Wilayah, Pontianak",
    dated=date(2024, 3, 28),
    time="09.00 WIB",
    year=2024,
    leader="Dr. Contoh Satu Wibawa, S.H., M.H.",
    units=CEREMONY_UNITS,
    contents=("daftar hadir", "berita acara", "5 surat pernyataan"),
    left_out=("Bapas Contoh: kepala belum dicatat.",),
)
ATTENDANCE = c.AttendanceList(
    office=OFFICE.name,
    place="Aula Kantor Wilayah, Pontianak",
    dated=date(2024, 3, 28),
    time="09.00 WIB",
    year=2024,
    units=CEREMONY_UNITS,
    witnesses=WITNESSES,
)

FILLED: dict[str, c.Paper] = {
    "permohonan": APPLICATION,
    "surat_pernyataan": DECLARATION,
    "acara_pencanangan": CEREMONY,
    "sampul_pencanangan": COVER,
    "daftar_hadir": ATTENDANCE,
}
EMPTY: dict[str, c.Paper] = {
    "permohonan": c.ApplicationLetter(
        office=c.Office(institution=MINISTRY, name="Kantor Wilayah Kalimantan Barat"),
        addressee=("Direktur Jenderal",),
        year=2024,
        units=UNITS[:1],
        signatory=BLANK_HEAD,
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
}
LONGEST: dict[str, c.Paper] = {
    "permohonan": replace(APPLICATION, units=MANY_UNITS, page_size="F4"),
    "surat_pernyataan": replace(
        DECLARATION,
        unit=LONG_UNIT,
        position=f"Kepala {LONG_UNIT}",
        capacity="Plt.",
        witnesses=(c.Witness(name="Contoh", position="Kepala " + LONG_UNIT, institution=IMIPAS),) * 5,
    ),
    "acara_pencanangan": replace(
        CEREMONY,
        units=MANY_CEREMONY_UNITS,
        witnesses=WITNESSES * 2,
        acknowledged_by=replace(HEAD, capacity="Plt.", on_behalf="Menteri Hak Asasi Manusia Republik Indonesia"),
        page_size="F4",
    ),
    "sampul_pencanangan": replace(COVER, units=MANY_CEREMONY_UNITS),
    "daftar_hadir": replace(ATTENDANCE, units=MANY_CEREMONY_UNITS, page_size="F4"),
}
