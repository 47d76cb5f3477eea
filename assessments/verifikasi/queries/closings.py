"""What a page says about the closing: the exact instant, what is left of it in words, and what happens at it and after."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from assessments.cycle.models import Participation
from assessments.cycle.queries import window_for
from assessments.cycle.states import Stage, State
from assessments.verifikasi.queries import worklists
from p2ham.lib import dates

# What began before the closing may arrive a little later: the link is slow, the person was in time.
GRACE = dt.timedelta(minutes=15)
# From so long before it on, pages tell what will happen.
NEAR = dt.timedelta(days=3)


def closing(participation: Participation) -> dt.datetime | None:
    """The instant at which the unit's sheet closes: that of its repair, and never later than the window."""
    window = window_for(participation, Stage.VERIFIKASI)
    closes_at = window.closes_at if window else None
    if participation.state != State.RETURNED or participation.until is None:
        return closes_at
    return min(participation.until, closes_at) if closes_at else participation.until


@dataclass(frozen=True)
class Closing:
    """The closing of a unit's sheet, as it is at one instant."""

    at: dt.datetime
    now: dt.datetime
    tz: str
    is_repair: bool
    is_extended: bool
    helper: str

    @property
    def has_come(self) -> bool:
        return self.now >= self.at

    @property
    def in_grace(self) -> bool:
        """Whether uploads that began in time may still arrive."""
        return self.at <= self.now < self.at + GRACE

    @property
    def tone(self) -> str:
        return "danger" if self.has_come else "attention"

    @property
    def instant(self) -> str:
        """The exact instant in WIB, and in the unit's own zone where that is another."""
        return dates.deadline(self.at, self.tz)

    @property
    def looked_at(self) -> str:
        """When the page was made, to the second: what is left is counted from then."""
        return dates.exact_clock(self.now, self.tz)

    @property
    def left(self) -> str:
        """What is left, in days, hours and minutes; rounded down, so that nobody is promised more than there is."""
        seconds = int((self.at - self.now).total_seconds())
        parts = [(seconds // 86400, "hari"), (seconds % 86400 // 3600, "jam"), (seconds % 3600 // 60, "menit")]
        return " ".join(f"{number} {name}" for number, name in parts if number) or "kurang dari 1 menit"

    @property
    def sentences(self) -> list[str]:
        """What happens at the instant, or has happened at it."""
        late = dates.clock(self.at + GRACE, self.tz)
        if self.has_come:
            found = [
                "Isian dan berkas tetap tersimpan dan dapat dibaca, tetapi tidak dapat lagi diubah atau disampaikan."
            ]
            if self.in_grace:
                found.append(f"Unggahan yang dimulai sebelum penutupan masih diterima sampai pukul {late}.")
            found.append(self._after)
            return found
        return [
            "Tepat pada saat itu isian terkunci sendiri. Yang dihitung adalah jam portal, bukan jam perangkat Anda.",
            f"Unggahan yang sudah dimulai sebelum saat itu masih diterima sampai pukul {late}; tombol Sampaikan yang "
            "ditekan sebelum saat itu dihitung tepat waktu.",
            "Perbaikan yang belum disampaikan kembali kepada verifikator sebagaimana adanya."
            if self.is_repair
            else "Data dukung yang belum disampaikan tidak diperiksa.",
        ]

    @property
    def _after(self) -> str:
        if self.is_repair:
            return "Data dukung kembali kepada verifikator dan diperiksa sebagaimana adanya."
        return (
            f"Bila ada sebab di luar kendali unit, hubungi {self.helper}; admin pusat dapat mengusulkan perpanjangan."
        )


def closing_for(participation: Participation, now: dt.datetime | None = None) -> Closing | None:
    """The closing, once it is near or has come; none for a unit that has nothing to hand in."""
    at = closing(participation) if participation.state in worklists.FILLING else None
    now = now or timezone.now()
    if at is None or now < at - NEAR:
        return None
    window = window_for(participation, Stage.VERIFIKASI)
    office = participation.coordinator
    return Closing(
        at=at,
        now=now,
        tz=participation.work_unit.timezone,
        is_repair=participation.state == State.RETURNED,
        is_extended=bool(window and window.is_extended and window.closes_at == at),
        helper=office.short_name if office else "admin pusat",
    )
