"""The papers of stage 1: the application, the declaration of each unit, the minutes and lists of the ceremony."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from assessments.documents.contexts.pieces import (
    BLANK,
    DatedPaper,
    Office,
    Signatory,
    UnitRow,
    Witness,
    spaced_nip,
    spelled_day,
)
from p2ham.lib import dates

# So many characters of names and rules leave room for two witnesses in the larger type.
_ROOMY = 330


def two_or_more(witnesses: tuple[Witness, ...]) -> tuple[Witness, ...]:
    """At least two rows for witnesses; missing ones are written by hand."""
    return witnesses + (Witness(),) * (2 - len(witnesses))


@dataclass(frozen=True, kw_only=True)
class ApplicationLetter(DatedPaper):
    """Surat permohonan pencanangan: one letter for several units."""

    kind: ClassVar[str] = "permohonan"

    office: Office
    addressee: tuple[str, ...]
    year: int
    units: tuple[UnitRow, ...]
    signatory: Signatory
    urgency: str = "Biasa"
    enclosure: str = "-"
    subject: str = "Permohonan Pencanangan P2HAM"
    ceremony_date: date | None = None
    ceremony_time: str = ""
    ceremony_place: str = ""
    ceremony_mode: str = ""
    ceremony_leader: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    copies: tuple[str, ...] = ()
    # Asked for or expected; where no name is known yet, ``position`` says of which body.
    witnesses: tuple[Witness, ...] = ()

    @property
    def is_dense(self) -> bool:
        """Whether it says so much that it is set smaller, for signature and copies to stay on the first sheet."""
        return len(self.witnesses) + len(self.copies) > 2

    @property
    def is_annexed(self) -> bool:
        """Whether the units stand on a sheet of their own; a single one is named in the letter."""
        return len(self.units) > 1

    @property
    def enclosure_text(self) -> str:
        """What is enclosed; the list of units counts when it is a sheet of its own."""
        return "1 (satu) daftar" if self.is_annexed and self.enclosure in ("", "-") else self.enclosure or "-"

    @property
    def ceremony_text(self) -> str:
        """Day and date of the ceremony."""
        return dates.long_date(self.ceremony_date) if self.ceremony_date else BLANK


@dataclass(frozen=True, kw_only=True)
class DeclarationLetter(DatedPaper):
    """Surat pernyataan pencanangan: one unit, signed by its head before witnesses."""

    kind: ClassVar[str] = "surat_pernyataan"
    stylesheets: ClassVar[tuple[str, ...]] = ("paper.css", "coded.css")
    codes_pages: ClassVar[bool] = True

    unit: str
    institution: str
    year: int
    name: str = ""
    nip: str = ""
    rank: str = ""
    position: str = ""
    capacity: str = ""
    on_behalf: str = ""
    witnesses: tuple[Witness, ...] = ()
    acknowledged_by: Signatory | None = None

    @property
    def signatory(self) -> Signatory:
        """The head of the unit, in the signature block."""
        title = self.position or "Kepala unit kerja"
        return Signatory(title=title, name=self.name, nip=self.nip, capacity=self.capacity, on_behalf=self.on_behalf)

    @property
    def nip_spaced(self) -> str:
        """The NIP in its groups."""
        return spaced_nip(self.nip)

    @property
    def is_dense(self) -> bool:
        """Whether many sign or much is said: then the letter is set closer, to stay on one sheet."""
        many = len(self.witnesses) > 2 or self.acknowledged_by is not None
        return many or len(self.basis_text) + len(self.unit) + len(self.name) + len(self.position) > _ROOMY

    @property
    def position_text(self) -> str:
        """The position with Plt., Plh. or Pj. before it."""
        return f"{self.capacity} {self.position}".strip() if self.position else ""

    @property
    def witness_rows(self) -> tuple[Witness, ...]:
        """At least two witnesses sign; missing ones are written by hand."""
        return two_or_more(self.witnesses)


@dataclass(frozen=True, kw_only=True)
class CeremonyUnit:
    """A unit at a ceremony, with who signs for it; ``declared`` when its letter was signed before."""

    name: str
    institution: str = ""
    head: str = ""
    position: str = ""
    declared: bool = False


@dataclass(frozen=True, kw_only=True)
class AttendanceRow:
    """Who is expected; all of it may be blank."""

    name: str = ""
    office: str = ""
    online: bool = False


@dataclass(frozen=True, kw_only=True)
class CeremonyMinutes(DatedPaper):
    """Berita acara pencanangan: one ceremony, its units, its witnesses."""

    kind: ClassVar[str] = "acara_pencanangan"
    stylesheets: ClassVar[tuple[str, ...]] = ("paper.css", "coded.css")
    codes_pages: ClassVar[bool] = True

    office: Office
    year: int
    venue: str = ""
    time: str = ""
    mode: str = ""
    leader: Signatory
    units: tuple[CeremonyUnit, ...]
    witnesses: tuple[Witness, ...] = ()
    acknowledged_by: Signatory | None = None

    @property
    def opening(self) -> str:
        """ "Kamis, tanggal dua puluh delapan bulan Maret tahun dua ribu dua puluh empat"; blank for the pen."""
        return spelled_day(self.dated)

    @property
    def witness_rows(self) -> tuple[Witness, ...]:
        """At least two witnesses sign; missing ones are written by hand."""
        return two_or_more(self.witnesses)


@dataclass(frozen=True, kw_only=True)
class CeremonyList(DatedPaper):
    """What the two lists of a ceremony share. They are tools of the day, not papers on record: no code."""

    office: str
    year: int
    time: str = ""
    leader: str = ""
    units: tuple[CeremonyUnit, ...]

    @property
    def day_text(self) -> str:
        """Day and date of the ceremony."""
        return dates.long_date(self.dated) if self.dated else BLANK


@dataclass(frozen=True, kw_only=True)
class CoverList(CeremonyList):
    """Daftar isi tumpukan: the letters in the order of the pile, to be ticked off while they are signed."""

    kind: ClassVar[str] = "sampul_pencanangan"

    contents: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AttendanceList(CeremonyList):
    """Daftar hadir: witnesses, heads of units, and room for others."""

    kind: ClassVar[str] = "daftar_hadir"

    witnesses: tuple[Witness, ...] = ()
    empty_rows: int = 10

    @property
    def rows(self) -> list[AttendanceRow]:
        """Witnesses, heads, and rows for people who are not expected by name."""
        seen = [
            AttendanceRow(
                name=row.name, office=", ".join(filter(None, (row.position, row.institution))), online=row.online
            )
            for row in self.witnesses
        ]
        heads = [AttendanceRow(name=row.head, office=row.position or f"Kepala {row.name}") for row in self.units]
        return seen + heads + [AttendanceRow()] * self.empty_rows
