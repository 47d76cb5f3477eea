"""Plainly fictitious people: everybody is called Contoh, and no address, number or NIP can belong to anybody.

The same seed always gives the same person, so that loading the demo twice doubles nobody.
"""

import zlib
from dataclasses import dataclass

# RFC 2606 reserves .example: a mail that slips out reaches nobody.
DOMAIN = "contoh.example"

_WOMEN = (
    "Ayu Citra Dewi Endah Fitri Gita Hesti Indah Juwita Kartika Laras Maya Nadia Oktavia Puspita Ratna Sari Tania "
    "Utami Vina Wulan Yuni Zahra Meilani Norma Rosa Yosefina"
).split()
_MEN = (
    "Agus Bayu Cahyo Dimas Eko Fajar Galih Hendra Irfan Joko Krisna Lukman Made Nanda Omar Putu Rizal Surya Teguh "
    "Umar Wahyu Yusuf Zaki Andreas Markus Petrus Yohanis"
).split()
_DEGREES = ("S.H.", "S.Sos.", "S.E.", "S.H., M.H.", "S.I.P.", "A.Md.P., S.H.", "S.Psi.", "S.Kom.")
_HEAD_DEGREES = ("S.H., M.H.", "S.Sos., M.Si.", "A.Md.I.P., S.H., M.H.", "S.E., M.M.")
_RANKS = ("Penata Muda (III/a)", "Penata (III/c)", "Penata Tingkat I (III/d)")
_HEAD_RANKS = ("Pembina (IV/a)", "Pembina Tingkat I (IV/b)", "Pembina Utama Muda (IV/c)")


@dataclass(frozen=True)
class Person:
    """One fictitious person, as an account or as an official needs it."""

    name: str
    email: str
    phone: str
    nip: str
    rank: str
    title: str


@dataclass(frozen=True)
class DemoWitness:
    """One fictitious witness of a ceremony."""

    name: str
    title: str
    institution: str
    kind: str


def _person(seed: str, email: str, title: str, *, senior: bool = False) -> Person:
    number = zlib.crc32(seed.encode())
    woman = bool(number >> 3 & 1)
    first = (_WOMEN if woman else _MEN)[(number >> 4) % len(_WOMEN if woman else _MEN)]
    degrees = _HEAD_DEGREES if senior else _DEGREES
    ranks = _HEAD_RANKS if senior else _RANKS
    year = (1970 if senior else 1984) + (number >> 12) % 9
    # The serial 000 is given to nobody.
    nip = f"{year}{number % 12 + 1:02d}{number % 28 + 1:02d}{year + 24}01{2 if woman else 1}000"
    return Person(
        name=f"{first} Contoh, {degrees[(number >> 16) % len(degrees)]}",
        email=f"{email}@{DOMAIN}",
        phone=f"0800{number % 10**8:08d}",
        nip=nip,
        rank=ranks[(number >> 20) % len(ranks)],
        title=title,
    )


def head_of(unit_code: str, title: str) -> Person:
    """The head of a unit, who signs for it; ``title`` is printed under the name."""
    return _person(f"head {unit_code}", f"kepala.{unit_code}", title, senior=True)


def operator_of(unit_code: str) -> Person:
    """The operator whom a unit names."""
    return _person(f"operator {unit_code}", f"operator.{unit_code}", "Operator P2HAM")


def officer_of(coordinator_code: str) -> Person:
    """The officer of a Kanwil or a Setda who guides its units."""
    return _person(f"officer {coordinator_code}", f"petugas.{coordinator_code}", "Petugas Bidang HAM")


def central(role: str, number: int = 1) -> Person:
    """The ``number``-th person in a central role, for instance ``central("assessor", 2)``."""
    email, title = _CENTRAL[role]
    return _person(f"{role} {number}", f"{email}{number}" if number > 1 else email, title, senior=role == "leadership")


_CENTRAL = {
    "verifier": ("verifikator", "Verifikator P2HAM"),
    "assessor": ("penilai", "Anggota Tim Penilai"),
    "lead": ("ketua.tim", "Ketua Tim Penilai"),
    "admin": ("admin", "Admin pusat P2HAM"),
    "leadership": ("pimpinan", "Direktur Diseminasi dan Penguatan HAM"),
    "observer": ("pemantau", "Pemantau"),
}


def witnesses(place: str) -> tuple[DemoWitness, DemoWitness]:
    """Two witnesses of a ceremony in ``place``: one of the Ditjen HAM, one of the Forkopimda."""
    first = _person(f"witness ham {place}", "saksi", "Penyuluh Hukum", senior=True)
    second = _person(f"witness court {place}", "saksi", "Ketua Pengadilan Negeri", senior=True)
    return (
        DemoWitness(first.name, "Penyuluh Hukum", "Direktorat Jenderal Hak Asasi Manusia", "ditjen_ham"),
        DemoWitness(second.name, "Ketua Pengadilan Negeri", f"Pengadilan Negeri {place}", "forkopimda"),
    )


def named(seed: str) -> str:
    """The name of a fictitious person for an account that has no place in the lists above."""
    return _person(f"account {seed}", "akun", "").name
