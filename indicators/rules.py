"""May this instrument be published, copied, edited? Sentences; empty means yes."""

from indicators.models import Indicator, Instrument
from units.models import Role, User


def _admin(by: User) -> list[str]:
    return [] if by.has_role(Role.ADMIN) else ["Instrumen diatur oleh admin pusat."]


def publish(instrument: Instrument, by: User) -> list[str]:
    """Whether a draft may be frozen: it must have indicators, each with levels."""
    sentences = _admin(by)
    if instrument.is_published:
        sentences.append("Instrumen ini sudah diterbitkan.")
    indicators = Indicator.objects.filter(criterion__instrument=instrument)
    if not indicators.exists():
        sentences.append("Instrumen belum memiliki indikator.")
    for indicator in indicators.filter(levels=None):
        sentences.append(f"Indikator {indicator.code} belum memiliki tingkat pemenuhan.")
    return sentences


def copy_to_draft(instrument: Instrument, by: User) -> list[str]:
    """Whether a published instrument may be copied; one draft at a time."""
    sentences = _admin(by)
    if not instrument.is_published:
        sentences.append("Hanya instrumen yang sudah diterbitkan yang dapat disalin. Rancangan dapat langsung diubah.")
    if Instrument.objects.filter(code=instrument.code, status=Instrument.Status.DRAFT).exists():
        sentences.append("Masih ada rancangan instrumen ini. Selesaikan atau terbitkan rancangan itu lebih dahulu.")
    return sentences


def edit(instrument: Instrument, by: User) -> list[str]:
    """Whether the instrument may be changed: drafts only."""
    sentences = _admin(by)
    if instrument.is_published:
        sentences.append("Instrumen yang sudah diterbitkan tidak dapat diubah. Salin menjadi rancangan baru.")
    return sentences
