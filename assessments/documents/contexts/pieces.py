"""What papers are made of: offices, signatories, rows; and what every paper has."""

import json
import types
import typing
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from typing import Any, ClassVar, Literal, Self

from p2ham.lib import dates

BLANK = "." * 32
# Letters; about a sixth of a sheet.
LONG_NOTE = 500

PageSize = Literal["A4", "F4"]


def written_date(day: date | None) -> str:
    """ "28 Maret 2024", or dots for the pen."""
    return dates.plain_date(day) if day else BLANK


def spelled_day(day: date | None) -> str:
    """ "Kamis, tanggal dua puluh delapan bulan Maret tahun dua ribu dua puluh empat"; blank for the pen."""
    if day is None:
        return f"{BLANK}, tanggal {BLANK} bulan {BLANK} tahun {BLANK}"
    return f"{dates.weekday(day)}, {dates.spelled_date(day)}"


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
    # Under which heading of its list it stands: the office that coordinates it.
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Witness:
    """Who witnesses the declaration; all of it may be blank."""

    name: str = ""
    position: str = ""
    institution: str = ""
    identity_number: str = ""
    online: bool = False

    @property
    def identity_spaced(self) -> str:
        """A NIP in its groups; an NRP as it was given."""
        return spaced_nip(self.identity_number)


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

    @property
    def is_long(self) -> bool:
        """Whether its note would leave too much of a sheet empty if it were kept together."""
        return len(self.note) > LONG_NOTE or self.note.count("\n") > LONG_NOTE // 100


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
