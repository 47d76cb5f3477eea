"""The demo's accounts, shown on its login page and printed at its start. Never made outside demo mode."""

from dataclasses import dataclass

from units.models import Role

PASSWORD = "coba-portal-p2ham"


@dataclass(frozen=True)
class DemoAccount:
    """One account: its role, the code of its unit (empty: Jakarta), and what there is to try."""

    email: str
    role: Role
    unit: str
    note: str


ACCOUNTS = [
    DemoAccount("admin@contoh.example", Role.ADMIN, "", "Menerima permohonan, mencatat keputusan, menerbitkan piagam"),
    DemoAccount("kanwil.kalbar@contoh.example", Role.COORDINATOR, "kanwil-kalimantan-barat", "Mengajukan pencanangan"),
    DemoAccount("kakanwil.kalbar@contoh.example", Role.COORDINATOR_HEAD, "kanwil-kalimantan-barat", "Mencetak surat"),
    DemoAccount("setda.kendari@contoh.example", Role.COORDINATOR, "setda-kota-kendari", "Koordinator pemerintah kota"),
    DemoAccount("operator@contoh.example", Role.OPERATOR, "", "Unit yang sedang mengisi data dukung"),
    DemoAccount("operator.perbaikan@contoh.example", Role.OPERATOR, "", "Unit yang diminta memperbaiki"),
    DemoAccount("operator.predikat@contoh.example", Role.OPERATOR, "", "Unit yang memperoleh predikat"),
    DemoAccount("kepala@contoh.example", Role.HEAD, "", "Kepala unit yang sedang mengisi"),
    DemoAccount("verifikator@contoh.example", Role.VERIFIER, "", "Memeriksa data dukung"),
    DemoAccount("verifikator2@contoh.example", Role.VERIFIER, "", "Orang kedua untuk hasil verifikasi"),
    DemoAccount("penilai1@contoh.example", Role.ASSESSOR, "", "Menilai unit yang ditugaskan"),
    DemoAccount("penilai2@contoh.example", Role.ASSESSOR, "", "Menilai unit yang sama, tertutup dari penilai 1"),
    DemoAccount("penilai3@contoh.example", Role.ASSESSOR, "", "Memeriksa keberatan, mengunjungi unit"),
    DemoAccount("ketua@contoh.example", Role.LEAD, "", "Menugaskan penilai dan menetapkan nilai"),
    DemoAccount("pimpinan@contoh.example", Role.LEADERSHIP, "", "Orang kedua untuk keputusan"),
    DemoAccount("pemantau@contoh.example", Role.OBSERVER, "", "Melihat tanpa mengubah"),
]


def accounts_shown() -> list[tuple[str, str, str, str]]:
    """Role in words, e-mail, password and note of each account."""
    return [(str(account.role.label), account.email, PASSWORD, account.note) for account in ACCOUNTS]


def table() -> str:
    """The accounts as the table in README."""
    head = "| role | account | what there is to try |\n| --- | --- | --- |\n"
    return head + "\n".join(f"| {role} | `{email}` | {note} |" for role, email, _, note in accounts_shown())
