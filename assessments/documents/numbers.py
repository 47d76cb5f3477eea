"""The portal's own registers: gap-free numbers per register and year."""

from django.db import IntegrityError, transaction

from assessments.documents.models import NumberRegister

# The pattern of each register, in one table. A register that is not here does not exist.
PATTERNS = {
    "laporan_kunjungan": "P2HAM-LK.{number:04d}/{year}",
    "berita_pleno": "P2HAM-BP.{number:04d}/{year}",
    "piagam": "P2HAM-PG.{number:04d}/{year}",
    "berita_acara": "P2HAM-BA.{number:04d}/{year}",
    "surat_keterangan": "P2HAM-SK.{number:04d}/{year}",
    "keberatan": "P2HAM-KB.{number:04d}/{year}",
}


def take(key: str, year: int) -> tuple[NumberRegister, int, str]:
    """The next number of a register and its text, in the caller's transaction.

    The counter's row stays locked until that transaction ends, and goes back when it is rolled back: no number is
    given twice and none is lost. Lock the rows that the paper is about before, the audit head comes after.
    """
    pattern = PATTERNS[key]
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken in the transaction that issues the paper")
    register = _locked(key, year)
    register.last_number += 1
    register.save(update_fields=["last_number"])
    return register, register.last_number, pattern.format(number=register.last_number, year=year)


def _locked(key: str, year: int) -> NumberRegister:
    registers = NumberRegister.objects.select_for_update()
    try:
        return registers.get(key=key, year=year)
    except NumberRegister.DoesNotExist:
        try:
            with transaction.atomic():
                NumberRegister.objects.create(key=key, year=year)
        except IntegrityError:
            pass  # somebody else opened the book at the same moment
        return registers.get(key=key, year=year)
