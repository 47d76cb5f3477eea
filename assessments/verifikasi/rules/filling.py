"""May the unit fill, upload, hand in? The guard before submitting is ``gaps``."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.cycle.states import MoveName, Stage, State
from assessments.files.models import StoredFile
from assessments.verifikasi import queries
from assessments.verifikasi.models import Answer, Evidence, EvidenceUpload
from assessments.verifikasi.queries import awaited
from assessments.verifikasi.queries.closings import GRACE, closing
from assessments.verifikasi.queries.sheets import Gap, Sheet
from assessments.verifikasi.rules import repairing
from indicators.models import EvidenceRequirement
from p2ham.lib import dates
from units.models import Role, User


# --- the unit fills its sheet ------------------------------------------------------------------------------------------
def edit(participation: Participation, user: User, at: dt.datetime | None = None) -> list[str]:
    """Whether the user may change the unit's answers and evidence now; ``at``: the instant that the window judges."""
    if not cycle_rules.holds(participation, user, (Role.OPERATOR,)):
        return ["Isian dan data dukung diubah oleh operator unit ini."]
    if participation.state not in queries.FILLING:
        now = State(participation.state).label
        return [f"Isian sudah terkunci karena status unit “{now}”."]
    if queries.pending_release(participation):
        return ["Isian sedang ditinjau kepala unit. Untuk mengubahnya, tarik kembali permintaan Anda lebih dahulu."]
    return cycle_rules.window(participation, Stage.VERIFIKASI, at) or repairing.in_time(participation, at)


def edit_answer(participation: Participation, answer: Answer, user: User, at: dt.datetime | None = None) -> list[str]:
    """Whether the user may change this one answer: after a return only what was returned is open.

    An answer of which a file broke is open for its days, whatever the state of the sheet and its window.
    """
    sentences = edit(participation, user, at)
    if sentences and answer.is_open and _is_mended(participation, answer, user):
        return []
    if not sentences and not answer.is_open:
        sentences.append("Indikator ini tidak dikembalikan verifikator, sehingga tetap terkunci.")
    return sentences


def _is_mended(participation: Participation, answer: Answer, user: User) -> bool:
    if not answer.pk or participation.state == State.DECLARED or not participation.cycle.is_open:
        return False
    is_operator = cycle_rules.holds(participation, user, (Role.OPERATOR,))
    if queries.pending_release(participation):
        return False
    return is_operator and answer.mendings.filter(closed_at=None, until__gt=timezone.now()).exists()


def doubt_answer(text: str) -> list[str]:
    """Whether the answer to a doubt can be kept."""
    most = 300
    return [f"Penjelasan paling panjang {most} huruf. Ringkas menjadi satu kalimat."] if len(text) > most else []


def counted_instant(
    participation: Participation, begun_at: dt.datetime, received_at: dt.datetime | None = None
) -> dt.datetime:
    """The instant by which the closing judges an upload whose last byte came at ``received_at`` (default: now).

    That of its beginning, when it began before the closing and its bytes come within the grace.
    """
    at = received_at or timezone.now()
    closes_at = closing(participation)
    if closes_at and begun_at < closes_at <= at < closes_at + GRACE:
        return begun_at
    return at


def more_files(count: int) -> list[str]:
    """Whether an indicator with so many files, those on their way included, takes one more."""
    most = settings.INDICATOR_MAX_FILES
    if count < most:
        return []
    return [
        f"Indikator ini sudah memuat {count} berkas; paling banyak {most}. Lepas yang tidak perlu, lalu unggah lagi."
    ]


def reuse(answer: Answer, requirement: EvidenceRequirement, earlier: Evidence) -> list[str]:
    """Whether a file of an earlier year may be used once more for a requirement of this answer."""
    here, there = answer.participation, earlier.answer.participation
    if there.work_unit_id != here.work_unit_id or there.cycle.year >= here.cycle.year:
        return ["Berkas ini bukan data dukung tahun lalu dari unit ini."]
    if earlier.answer.indicator.code != answer.indicator.code:
        return ["Berkas ini dari indikator lain. Pakai lagi hanya pada indikator yang sama."]
    name = earlier.file.name
    if earlier.removed_at:
        return [f"Berkas “{name}” sudah dilepas dari data dukung tahun {there.cycle.year}."]
    if earlier.file.status == StoredFile.Status.BROKEN:
        return [f"Berkas “{name}” rusak dan tidak dapat dipakai lagi. Unggah penggantinya."]
    if requirement.kind == EvidenceRequirement.Kind.PHOTO and not earlier.file.is_photo:
        return [f"Berkas “{name}” bukan foto, sedangkan “{requirement.title}” memerlukan foto."]
    return more_files(queries.file_count(here, answer.indicator))


def gaps(participation: Participation) -> list[Gap]:
    """What is missing before the unit may submit, per indicator, each with the place where it is mended."""
    return queries.sheet(participation).gaps


def handing_in(participation: Participation) -> MoveName:
    """The move by which the unit hands its sheet in: the first time, or repaired."""
    return MoveName.RESUBMIT if participation.state == State.RETURNED else MoveName.SUBMIT


def submit(
    participation: Participation, sheet: Sheet, user: User, *, released: bool = False, at: dt.datetime | None = None
) -> list[str]:
    """Whether the unit may hand its sheet in now, or at ``at``; ``released``: by its head, where the cycle asks for that."""
    sentences = _hand_in(participation, user, at)
    if not released:
        sentences += _unreleased(participation)
    return sentences or [str(gap) for gap in sheet.gaps]


def _hand_in(participation: Participation, user: User, at: dt.datetime | None = None) -> list[str]:
    sentences = cycle_rules.move(participation, handing_in(participation), user, at=at)
    return sentences or repairing.in_time(participation, at)


def _unreleased(participation: Participation) -> list[str]:
    if not participation.cycle.head_releases:
        return []
    return ["Pada siklus ini kepala unit melepas penyampaian. Minta kepala unit melepasnya."]


def wait_for_uploads(
    participation: Participation,
    sheet: Sheet,
    running: list[EvidenceUpload],
    user: User,
    at: dt.datetime | None = None,
    *,
    packs: bool = False,
) -> list[str]:
    """Whether a press of "Sampaikan" may wait for these uploads: nothing may be missing once they have come.

    ``packs``: an offline pack is on its way too, and only its opening tells what it brings.
    """
    sentences = _hand_in(participation, user, at) + _unreleased(participation)
    if sentences or packs:
        return sentences
    return [str(gap) for gap in awaited.with_uploads(sheet, running).gaps]


def join_waiting(meant: EvidenceUpload) -> list[str]:
    """Whether one more file may come while a press of "Sampaikan" waits: nothing about it may be left to be said."""
    if not awaited.is_silent(meant):
        return []
    return [
        "“Sampaikan” sudah ditekan dan menunggu unggahan. Isi lebih dahulu keterangan foto dan jawaban tentang orang "
        f"di dalam “{meant.upload.name}”, lalu pilih lagi berkasnya; atau batalkan penyampaian."
    ]


def wait_until(pressed_at: dt.datetime) -> dt.datetime:
    """How long a press of "Sampaikan" waits for uploads: as long as they may arrive. The instant of the press counts."""
    return pressed_at + GRACE


def withdraw(participation: Participation, user: User) -> list[str]:
    """Whether the unit may take back what it handed in: until a verifier begins.

    A repair that the clock has given back with the closing is taken back too, once the closing was extended.
    """
    move = queries.withdrawal(participation)
    sentences = cycle_rules.move(participation, move, user)
    if sentences or move == MoveName.WITHDRAW:
        return sentences
    repair = queries.repair_of(participation, participation.round - 1)
    if repair is None or timezone.now() < queries.end_of_repair(participation, repair):
        return []
    if repair.has_lapsed:
        return ["Batas perbaikan sudah lewat, sehingga isian diperiksa sebagaimana adanya dan tidak terbuka lagi."]
    day = dates.deadline(repair.until, participation.work_unit.timezone)
    return [f"Batas perbaikan sudah lewat: {day}. Yang sudah disampaikan tidak dapat ditarik kembali."]
