"""Who scores what, as a sheet: the plan as it goes out, and the list as it comes back, edited by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assessments.cycle.models import Cycle, Participation
from assessments.penilaian.distribution import Person, Place, Plan
from assessments.penilaian.uploaded import UNIT, UNIT_CODE, Line, assessor_heading
from p2ham.lib.sheets import Column
from units.models import User

HOW = "Ubah surel penilai bila perlu, lalu unggah lembar ini kembali. Baris tanpa surel dilewati. Nama hanya untuk dibaca."


@dataclass(frozen=True)
class Row:
    """A unit with who would get it, or why nobody."""

    place: Place
    people: tuple[Person, ...]
    note: str


def rows(plan: Plan) -> list[Row]:
    """The plan's units by region and name, those that are left over at the end."""
    told = [Row(gift.place, gift.people, "Instansi sama" if gift.is_one_body else "") for gift in plan.gifts]
    return told + [Row(place, (), reason) for place, reason in plan.left]


def columns(cycle: Cycle) -> list[Column]:
    """One line per unit, with two columns for each of its assessors."""
    found = [
        Column(UNIT_CODE, 30, lambda row: row.place.code),
        Column(UNIT, 34, lambda row: row.place.name),
        Column("Jenis", 24, lambda row: row.place.kind),
        Column("Wilayah", 34, lambda row: row.place.region),
        Column("Provinsi", 24, lambda row: row.place.province),
    ]
    for index in range(cycle.assessors_per_unit):
        found.append(Column(assessor_heading(index + 1), 32, _part(index, "email")))
        found.append(Column(f"Nama penilai {index + 1}", 28, _part(index, "name")))
    return [*found, Column("Catatan", 50, lambda row: row.note)]


def _part(index: int, name: str) -> Callable[[Row], object]:
    return lambda row: getattr(row.people[index], name) if index < len(row.people) else ""


def chosen(cycle: Cycle, lines: Sequence[Line]) -> dict[int, list[int]]:
    """Whom the lines give each unit, by ids; what is wrong with a line is written on it. Two queries."""
    units = {
        code: (pk, name)
        for pk, code, name in Participation.objects.filter(
            cycle=cycle, work_unit__code__in=[line.text(UNIT_CODE) for line in lines]
        ).values_list("pk", "work_unit__code", "work_unit__short_name")
    }
    wanted = {line.number: _emails(line) for line in lines}
    emails = {email for found in wanted.values() for email in found}
    people = dict(User.objects.filter(email__in=emails).values_list("email", "pk"))
    found: dict[int, list[int]] = {}
    for line in lines:
        code = line.text(UNIT_CODE)
        unit, line.name = units.get(code, (0, line.text(UNIT) or code))
        if not wanted[line.number]:
            line.outcome = "Dilewati: tidak ada surel"
            continue
        unknown = [email for email in wanted[line.number] if email not in people]
        line.problems += [f"Tidak ada akun dengan surel {email}." for email in unknown]
        if not unit:
            line.problems.append(f"Tidak ada peserta siklus {cycle.year} dengan kode “{code}”.")
        elif unit in found:
            line.problems.append("Unit ini sudah ada pada baris di atasnya.")
        elif not unknown:
            found[unit] = [people[email] for email in wanted[line.number]]
        line.unit = unit
    return found


def _emails(line: Line) -> list[str]:
    headings = [heading for heading in line.cells if heading.startswith("Surel penilai")]
    return [email for heading in headings if (email := line.text(heading).lower())]
