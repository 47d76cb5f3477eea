"""Dates, clocks and figures as Indonesian letters and pages write them.

Every sentence that names an hour names its zone too. The portal's own clock is WIB; a reader in WITA or WIT sees the
same instant in the local zone beside it.
"""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

WIB = ZoneInfo("Asia/Jakarta")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"), (10, "puluh"))
NO_DEADLINE = "tanpa batas waktu"
# Instants that people may type: further out, a change of zone leaves the calendar and no database takes it back.
FIRST_INSTANT, LAST_INSTANT = datetime(2000, 1, 1, tzinfo=WIB), datetime(2100, 1, 1, tzinfo=WIB)

INSTANT_BOUNDS = (
    MinValueValidator(FIRST_INSTANT, "Tahun tidak boleh sebelum 2000."),
    MaxValueValidator(LAST_INSTANT, "Tahun tidak boleh sesudah 2099."),
)


def today() -> date:
    """The calendar day in WIB, by which windows, postings and papers are dated."""
    return timezone.now().astimezone(WIB).date()


def _zone(tz: str | ZoneInfo | None) -> ZoneInfo:
    if isinstance(tz, ZoneInfo):
        return tz
    return ZoneInfo(tz) if tz else WIB


def _day(value: date | datetime, tz: str | ZoneInfo | None = None) -> date:
    """The calendar day of a date or an instant, in the zone of the reader."""
    return _local(value, tz).date() if isinstance(value, datetime) else value


def _local(value: datetime, tz: str | ZoneInfo | None = None) -> datetime:
    return value.replace(tzinfo=WIB) if timezone.is_naive(value) else value.astimezone(_zone(tz))


def day_of(value: datetime) -> date:
    """The calendar day of an instant in WIB."""
    return _day(value)


def weekday(value: date | datetime) -> str:
    """The name of the day, always worked out from the date and never typed."""
    return DAYS[_day(value).weekday()]


def month(value: date | datetime) -> str:
    """The name of the month."""
    return MONTHS[_day(value).month - 1]


def plain_date(value: date | datetime, tz: str | ZoneInfo | None = None) -> str:
    """ "28 Maret 2024"."""
    day = _day(value, tz)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(value: date | datetime, tz: str | ZoneInfo | None = None) -> str:
    """ "28 Mar 2024", for narrow columns."""
    day = _day(value, tz)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def long_date(value: date | datetime, tz: str | ZoneInfo | None = None) -> str:
    """ "Kamis, 28 Maret 2024"."""
    day = _day(value, tz)
    return f"{DAYS[day.weekday()]}, {plain_date(day)}"


def spelled_date(value: date | datetime) -> str:
    """ "tanggal dua puluh delapan bulan Maret tahun dua ribu dua puluh empat", for berita acara."""
    day = _day(value)
    return f"tanggal {spell(day.day)} bulan {MONTHS[day.month - 1]} tahun {spell(day.year)}"


def zone_name(tz: str | ZoneInfo | None, at: datetime) -> str:
    """WIB, WITA or WIT; outside Indonesia the distance from UTC."""
    offset = at.astimezone(_zone(tz)).utcoffset() or timedelta()
    hours = offset.total_seconds() / 3600
    return ZONES.get(int(hours), f"UTC{hours:+g}") if hours == int(hours) else f"UTC{hours:+g}"


def clock(value: datetime, tz: str | ZoneInfo | None = None) -> str:
    """ "23.59 WIB"."""
    local = _local(value, tz)
    return f"{local:%H.%M} {zone_name(local.tzinfo if isinstance(local.tzinfo, ZoneInfo) else None, local)}"


def exact_clock(value: datetime, tz: str | ZoneInfo | None = None) -> str:
    """ "23.58.10 WIB", where the second matters."""
    local = _local(value, tz)
    return f"{local:%H.%M.%S} {zone_name(local.tzinfo if isinstance(local.tzinfo, ZoneInfo) else None, local)}"


def long_datetime(value: datetime, tz: str | ZoneInfo | None = None) -> str:
    """ "Kamis, 28 Maret 2024 pukul 23.59 WIB"."""
    local = _local(value, tz)
    return f"{long_date(local, tz)} pukul {clock(local, tz)}"


def deadline(value: datetime, tz: str | ZoneInfo | None = None) -> str:
    """A deadline in WIB and, for a reader in another zone, in that zone too."""
    text = long_datetime(value)
    if tz is None or zone_name(tz, _local(value)) == "WIB":
        return text
    same_day = _day(value) == _day(value, tz)
    return f"{text} ({'pukul ' + clock(value, tz) if same_day else long_datetime(value, tz)})"


def time_left(value: datetime, now: datetime | None = None) -> str:
    """ "3 hari lagi", "5 jam lagi", "lewat 2 jam": rounded down, so that nobody is promised more time than there is."""
    seconds = int((_local(value) - (now or timezone.now())).total_seconds())
    past, seconds = seconds < 0, abs(seconds)
    days, hours, minutes = seconds // 86400, seconds % 86400 // 3600, seconds % 3600 // 60
    if days >= 2 or (days and not hours):
        text = f"{days} hari"
    elif days:
        text = f"{days} hari {hours} jam"
    elif hours:
        text = f"{hours} jam"
    elif minutes:
        text = f"{minutes} menit"
    else:
        text = "kurang dari 1 menit"
    return f"lewat {text}" if past else f"{text} lagi"


def number(value: int | float | Decimal | str, places: int | None = None) -> str:
    """1234.5 -> "1.234,5"; with places rounded half up, without as many decimals as the value has (at most four)."""
    exact = Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-(4 if places is None else places)), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    if places is None:
        fraction = fraction.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if rounded < 0 else ""
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def percent(share: int | float | Decimal, places: int = 0) -> str:
    """0.5 -> "50%"."""
    return f"{number(Decimal(str(share)) * 100, places)}%"


def file_size(size: int) -> str:
    """2516582 -> "2,4 MB"."""
    amount = Decimal(size)
    for unit in ("byte", "KB", "MB", "GB"):
        if amount < 1024 or unit == "GB":
            break
        amount /= 1024
    places = 0 if unit in {"byte", "KB"} or amount >= 100 else 1
    return f"{number(amount, places).removesuffix(',0')} {unit}"


def spell(value: int) -> str:
    """2024 -> "dua ribu dua puluh empat"."""
    if value < 0:
        return f"minus {spell(-value)}"
    if value < len(DIGITS):
        return DIGITS[value]
    if value < 20:
        return f"{DIGITS[value - 10]} belas"
    for size, name in SCALES:
        if value >= size:
            head, rest = divmod(value, size)
            # One hundred and one thousand are "seratus" and "seribu", one million is "satu juta".
            words = f"se{name}" if head == 1 and size in {10, 100, 1000} else f"{spell(head)} {name}"
            return f"{words} {spell(rest)}" if rest else words
    raise AssertionError("every number of twenty or more has a scale")


def roman(value: int) -> str:
    """9 -> "IX", as letter numbers write the month."""
    parts = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    text = ""
    for size, letters in parts:
        count, value = divmod(value, size)
        text += letters * count
    return text
