"""The team as a sheet: the list as it goes out, the template, and the lines as they come back."""

from collections.abc import Sequence

from assessments.cycle.models import Cycle
from assessments.penilaian.models import TeamMember
from assessments.penilaian.queries.team import standing_of
from assessments.penilaian.rules.team import add_member
from assessments.penilaian.uploaded import MEMBER, Line
from p2ham.lib import dates
from p2ham.lib.sheets import Column
from units.models import Province, User

EMAIL, NUMBER, DATE, BODY, EXPERTISE, HOME, QUOTA = MEMBER
HOW = "Satu baris satu anggota. Tanggal: 31-12-2026. Wilayah asal: nama provinsi, kosong bila bertugas di pusat."
TEMPLATE = [
    Column(EMAIL, 34, lambda row: ""),
    Column(NUMBER, 30, lambda row: ""),
    Column(DATE, 18, lambda row: ""),
    Column(BODY, 34, lambda row: ""),
    Column(EXPERTISE, 28, lambda row: ""),
    Column(HOME, 24, lambda row: ""),
    Column(QUOTA, 10, lambda row: ""),
]
COLUMNS = [
    Column("Nama", 30, lambda row: row.user.name),
    Column(EMAIL, 34, lambda row: row.user.email),
    Column(BODY, 34, lambda row: row.body),
    Column(EXPERTISE, 28, lambda row: row.expertise),
    Column(HOME, 24, lambda row: row.home_province.name if row.home_province else ""),
    Column(NUMBER, 30, lambda row: row.decree_number),
    Column(DATE, 18, lambda row: row.decree_date),
    Column("Unit", 8, lambda row: row.load),
    Column("Belum selesai", 10, lambda row: row.unfinished),
    Column(QUOTA, 8, lambda row: row.quota),
    Column("Status", 30, lambda row: standing_of(row)[0]),
    Column("Alasan berhenti", 40, lambda row: row.left_reason),
]


def members(cycle: Cycle, lines: Sequence[Line], *, by: User) -> list[TeamMember]:
    """The members that the lines tell; what is wrong with a line is written on it."""
    people = {row.email: row for row in User.objects.filter(email__in=[_email(line) for line in lines])}
    provinces = {}
    for province in Province.objects.all():
        for name in (province.name, province.short_name, province.code):
            provinces[name.casefold()] = province
    found, seen = [], dict[str, int]()
    for line in lines:
        email = _email(line)
        line.name = people[email].name if email in people else line.text(EMAIL)
        made = TeamMember(
            cycle=cycle,
            decree_number=line.text(NUMBER),
            # Stands for a day that could not be read; such a line is not recorded.
            decree_date=line.day(DATE) or dates.today(),
            body=line.text(BODY),
            expertise=line.text(EXPERTISE),
        )
        if email not in people:
            line.problems.append("Tidak ada akun dengan surel ini. Undang lebih dahulu pada halaman Pengguna.")
        elif email in seen:
            line.problems.append(f"Orang ini sudah ada pada baris {seen[email]}.")
        seen.setdefault(email, line.number)
        _facts(line, made, provinces)
        if not line.problems:
            made.user = people[email]
            line.problems += add_member(made, by)
        line.outcome = "Perlu diperbaiki" if line.problems else "Siap dicatat"
        found.append(made)
    return found


def _facts(line: Line, made: TeamMember, provinces: dict[str, Province]) -> None:
    longest = {NUMBER: (made.decree_number, 80), BODY: (made.body, 160), EXPERTISE: (made.expertise, 200)}
    for heading, (text, limit) in longest.items():
        if len(text) > limit:
            line.problems.append(f"{heading} paling panjang {limit} huruf.")
        if not text and heading != EXPERTISE:
            line.problems.append(f"{heading} belum diisi.")
    if line.day(DATE) is None:
        line.problems.append(f"{DATE} belum diisi dengan benar. Contoh: 31-12-2026.")
    if home := line.text(HOME):
        made.home_province = provinces.get(home.casefold())
        if made.home_province is None:
            line.problems.append(f"Provinsi “{home}” tidak dikenal.")
    quota = line.text(QUOTA)
    if not quota:
        made.quota = TeamMember._meta.get_field("quota").default
    elif quota.isdecimal() and 1 <= int(quota) <= 1000:
        made.quota = int(quota)
    else:
        line.problems.append("Kuota diisi angka antara 1 dan 1.000, atau dikosongkan.")


def _email(line: Line) -> str:
    return line.text(EMAIL).lower()
