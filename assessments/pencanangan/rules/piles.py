"""May the papers of a ceremony be printed in one go? Sentences; empty means yes."""

from collections.abc import Sequence

from assessments.cycle.states import State
from assessments.pencanangan.models import Application
from assessments.pencanangan.queries import Papers
from assessments.pencanangan.rules.applying import cycle_open, office
from assessments.pencanangan.rules.papers import print_letter
from units.models import User


def still_to_declare(papers: Sequence[Papers]) -> list[Papers]:
    """The units whose letters go into a pile: the signed letters of the others stay as they are."""
    return [row for row in papers if row.participation.state == State.ACCEPTED]


def print_minutes(application: Application, by: User) -> list[str]:
    """Whether the minutes of the ceremony may be issued now."""
    sentences = office(application.applicant, by)
    if application.status != Application.Status.ACCEPTED:
        sentences.append("Berita acara dapat dicetak setelah permohonan diterima admin pusat.")
    return sentences + cycle_open(application.cycle)


def print_pile(application: Application, papers: Sequence[Papers], parts: Sequence[str], by: User) -> list[str]:
    """Whether a pile may be made; units that lack something are left out of it."""
    sentences = office(application.applicant, by)
    if application.status != Application.Status.ACCEPTED:
        return [*sentences, "Tumpukan dapat dicetak setelah permohonan diterima admin pusat."]
    sentences += cycle_open(application.cycle)
    if sentences:
        return sentences
    if not parts:
        return ["Pilih paling sedikit satu isi tumpukan."]
    if "surat" in parts:
        units = still_to_declare(papers)
        if not units:
            return ["Semua unit pada acara ini sudah dicanangkan, sehingga tidak ada surat yang perlu dicetak."]
        if all(print_letter(row, by) for row in units):
            return ["Belum ada surat yang dapat dicetak. Lengkapi dahulu data yang masih kurang."]
    return []
