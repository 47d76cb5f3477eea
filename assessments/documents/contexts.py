"""What each paper says: plain frozen data, handed down by a stage, kept as JSON, rendered any number of times.

``kind`` is the value of ``Document.Kind`` and the name of the template. An empty text or date stays blank on the
paper, for the pen. ``number``, ``code`` and ``verify_url`` are filled in when the paper is issued.
"""

import json
import types
import typing
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from itertools import groupby
from typing import Any, ClassVar, Literal, Self

from p2ham.lib import dates

BLANK = "." * 32
_NAME_STEPS = ((40, "short"), (64, "medium"), (92, "long"))

PageSize = Literal["A4", "F4"]


def written_date(day: date | None) -> str:
    """ "28 Maret 2024", or dots for the pen."""
    return dates.plain_date(day) if day else BLANK


def spaced_nip(nip: str) -> str:
    """The 18 digits of a NIP in the groups in which they are read; any other number as it was given."""
    digits = "".join(nip.split())
    if len(digits) == 18 and digits.isdigit():
        return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"
    return nip


def enumeration(items: tuple[str, ...]) -> str:
    """ "a", "a dan b", "a, b, dan c"."""
    if len(items) < 3:
        return " dan ".join(items)
    return f"{', '.join(items[:-1])}, dan {items[-1]}"


@dataclass(frozen=True, kw_only=True)
class Office:
    """The letterhead: parent institution, office, and where to find it."""

    institution: str
    name: str
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who signs. ``capacity`` is Plt., Plh. or Pj.; ``on_behalf`` the office for which it is signed (a.n.)."""

    title: str
    name: str = ""
    nip: str = ""
    rank: str = ""
    capacity: str = ""
    on_behalf: str = ""

    @property
    def nip_spaced(self) -> str:
        """The NIP in its groups."""
        return spaced_nip(self.nip)


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit in a list."""

    name: str
    institution: str = ""
    region: str = ""


@dataclass(frozen=True, kw_only=True)
class Witness:
    """Who witnesses the declaration; all of it may be blank."""

    name: str = ""
    position: str = ""
    institution: str = ""
    identity_number: str = ""
    online: bool = False


@dataclass(frozen=True, kw_only=True)
class TeamMember:
    """A member of the verification team."""

    name: str
    role: str = "Verifikator"
    nip: str = ""

    @property
    def nip_spaced(self) -> str:
        """The NIP in its groups."""
        return spaced_nip(self.nip)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """An indicator with what was found; the criterion heads the group."""

    criterion: str
    code: str
    indicator: str
    status: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What all papers have."""

    kind: ClassVar[str]
    stylesheets: ClassVar[tuple[str, ...]] = ("paper.css",)
    # Each page carries a code of its own, so that a scanned pile finds its way back.
    codes_pages: ClassVar[bool] = False

    number: str = ""
    code: str = ""
    verify_url: str = ""
    page_size: PageSize = "A4"
    # To look at before it is issued: no number, no code, and it says so.
    preview: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; dates as ISO text."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=date.isoformat))
        return plain

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The paper again; what an older version of it did not have takes its default."""
        paper: Self = _built(cls, data)
        return paper


@dataclass(frozen=True, kw_only=True)
class DatedPaper(Paper):
    """A paper with place and date, and the rules that it rests on."""

    place: str = ""
    dated: date | None = None
    legal_basis: tuple[str, ...] = ()

    @property
    def dated_text(self) -> str:
        """The date in words, or dots for the pen."""
        return written_date(self.dated)

    @property
    def basis_text(self) -> str:
        """The rules in one phrase."""
        return enumeration(self.legal_basis)


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
    witnesses: tuple[Witness, ...] = ()
    acknowledged_by: Signatory | None = None

    @property
    def signatory(self) -> Signatory:
        """The head of the unit, in the signature block."""
        title = self.position or "Kepala unit kerja"
        return Signatory(title=title, name=self.name, nip=self.nip, capacity=self.capacity)

    @property
    def nip_spaced(self) -> str:
        """The NIP in its groups."""
        return spaced_nip(self.nip)

    @property
    def position_text(self) -> str:
        """The position with Plt., Plh. or Pj. before it."""
        return f"{self.capacity} {self.position}".strip() if self.position else ""

    @property
    def witness_rows(self) -> tuple[Witness, ...]:
        """At least two witnesses sign; missing ones are written by hand."""
        return self.witnesses + (Witness(),) * (2 - len(self.witnesses))


@dataclass(frozen=True, kw_only=True)
class Findings(DatedPaper):
    """What the two papers of a verification share."""

    office: Office
    unit: str
    institution: str
    region: str = ""
    year: int
    instrument: str
    findings: tuple[Finding, ...]

    @property
    def by_criterion(self) -> list[tuple[str, list[Finding]]]:
        """The findings in their order, grouped under their criteria."""
        return [(criterion, list(group)) for criterion, group in groupby(self.findings, lambda f: f.criterion)]


@dataclass(frozen=True, kw_only=True)
class VerificationMinutes(Findings):
    """Berita acara hasil verifikasi: the unit has passed."""

    kind: ClassVar[str] = "berita_acara"

    team: tuple[TeamMember, ...]
    unit_signatory: Signatory
    acknowledged_by: Signatory | None = None

    @property
    def opening(self) -> str:
        """ "Kamis, tanggal dua puluh delapan bulan Maret tahun dua ribu dua puluh empat"; blank for the pen."""
        if self.dated is None:
            return f"{BLANK}, tanggal {BLANK} bulan {BLANK} tahun {BLANK}"
        return f"{dates.weekday(self.dated)}, {dates.spelled_date(self.dated)}"

    @property
    def tally(self) -> list[tuple[str, int]]:
        """How many indicators have each status, in the order in which they first appear."""
        counts: dict[str, int] = {}
        for finding in self.findings:
            counts[finding.status] = counts.get(finding.status, 0) + 1
        return list(counts.items())


@dataclass(frozen=True, kw_only=True)
class VerificationStatement(Findings):
    """Surat keterangan hasil verifikasi: the unit has not passed; every finding is a reason."""

    kind: ClassVar[str] = "surat_keterangan"

    signatory: Signatory
    summary: str = ""
    again_from: date | None = None
    again_note: str = ""
    contact: str = ""

    @property
    def again_text(self) -> str:
        """From when the unit may apply again."""
        return written_date(self.again_from)


@dataclass(frozen=True, kw_only=True)
class Certificate(DatedPaper):
    """Piagam penghargaan. ``emblem`` is a ``data:image/`` address; without it a neutral ornament stands there."""

    kind: ClassVar[str] = "piagam"
    stylesheets: ClassVar[tuple[str, ...]] = ("certificate.css",)

    issuer: tuple[str, ...]
    unit: str
    institution: str
    region: str = ""
    year: int
    decree_number: str = ""
    decree_date: date | None = None
    signatory: Signatory
    emblem: str = ""

    def __post_init__(self) -> None:
        if self.emblem and not self.emblem.startswith(("data:image/png;base64,", "data:image/jpeg;base64,")):
            raise ValueError("the emblem must be a PNG or JPEG as a data: address")

    @property
    def decree_date_text(self) -> str:
        """The decree's date in words."""
        return written_date(self.decree_date)

    @property
    def name_step(self) -> str:
        """The size in which the unit's name is set, so that long names fit."""
        return next((step for length, step in _NAME_STEPS if len(self.unit) <= length), "longest")


@dataclass(frozen=True, kw_only=True)
class DecreeAnnex(Paper):
    """Lampiran keputusan: the units to which the predikat is given."""

    kind: ClassVar[str] = "lampiran_keputusan"

    issuer: str
    decree_number: str = ""
    decree_date: date | None = None
    subject: str
    year: int
    units: tuple[UnitRow, ...]
    signatory: Signatory

    @property
    def decree_date_text(self) -> str:
        """The decree's date in words."""
        return written_date(self.decree_date)


PAPERS: dict[str, type[Paper]] = {
    paper.kind: paper
    for paper in (
        ApplicationLetter,
        DeclarationLetter,
        VerificationMinutes,
        VerificationStatement,
        Certificate,
        DecreeAnnex,
    )
}


def from_json(kind: str, data: dict[str, Any]) -> Paper:
    """The paper of ``kind`` from its frozen JSON."""
    return PAPERS[kind].from_json(data)


def _built(wanted: Any, value: Any) -> Any:
    """``value`` from JSON as the annotated type: dataclass, tuple, date, optional, or as it is."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is types.UnionType:
        inner = next(each for each in arguments if each is not type(None))
        return None if value is None else _built(inner, value)
    if origin is tuple:
        return tuple(_built(arguments[0], each) for each in value)
    if wanted is date:
        return date.fromisoformat(value)
    if is_dataclass(wanted):
        hints = typing.get_type_hints(wanted)
        known = {field.name for field in fields(wanted)}
        return typing.cast(Any, wanted)(**{key: _built(hints[key], value[key]) for key in value if key in known})
    return value
