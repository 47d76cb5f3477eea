"""NIP, the number of a civil servant: birth date, month of appointment, sex, serial. Doubts are warnings, never refusals.

Other bodies number their people otherwise (NRP, NI PPPK), so a text that is no NIP may be right.
"""

import datetime as dt
import re

from p2ham.lib import dates


def compact(text: str) -> str:
    """The number without the spaces and full stops with which it is often printed."""
    return re.sub(r"[\s.]", "", text)


def doubts(text: str, today: dt.date | None = None) -> list[str]:
    """What looks wrong with a NIP, one sentence each; empty when nothing does or nothing was given."""
    digits = compact(text)
    if not digits:
        return []
    if len(digits) != 18 or not (digits.isascii() and digits.isdigit()):
        return ["NIP biasanya terdiri atas 18 angka. Abaikan peringatan ini bila nomornya memang bukan NIP."]
    found = []
    born = _date(digits[:8])
    if born is None:
        found.append(f"Delapan angka pertama NIP biasanya tanggal lahir, tetapi {digits[:8]} bukan tanggal.")
    appointed = _date(digits[8:14] + "01")
    if appointed is None or appointed > (today or dates.today()) or (born and appointed.year - born.year < 15):
        found.append(f"Angka ke-9 sampai ke-14 NIP biasanya bulan pengangkatan, tetapi {digits[8:14]} tidak sesuai.")
    if digits[14] not in "12":
        found.append("Angka ke-15 NIP biasanya 1 (laki-laki) atau 2 (perempuan).")
    return found


def _date(digits: str) -> dt.date | None:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
