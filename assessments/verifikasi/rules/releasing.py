"""The head of the unit looks over the sheet and releases it: who may, and what the page of handing in tells of it."""

from dataclasses import dataclass

from assessments.cycle import rules as cycle_rules
from assessments.cycle.models import Participation
from assessments.verifikasi import queries
from assessments.verifikasi.models import Release
from assessments.verifikasi.queries.sheets import Sheet
from assessments.verifikasi.rules import filling, repairing
from units.models import Role, User
from units.notifications import people

Decision = Release.Decision
UNDER_WAY = (
    "Unggahan masih berjalan atau isi paket luring sedang dimasukkan. Tunggu sampai selesai, lalu minta kepala unit."
)


@dataclass(frozen=True)
class Standing:
    """How far the release is, for one reader."""

    pending: Release | None
    # The latest of this round that was decided.
    last: Release | None
    heads: list[User]
    is_head: bool
    is_operator: bool
    move_reasons: list[str]
    ask_reasons: list[str]
    release_reasons: list[str]

    @property
    def key(self) -> str:
        """Which request a button means."""
        return str(self.pending.pk) if self.pending else ""

    @property
    def sent_back(self) -> Release | None:
        """What the head wants to be mended, until it is asked again."""
        is_back = self.last is not None and self.last.decision == Decision.SENT_BACK
        return self.last if is_back and not self.pending else None


def heads_of(participation: Participation) -> list[User]:
    """The accounts of the head of the unit."""
    return people(Role.HEAD, unit=participation.work_unit_id)


def no_head(participation: Participation) -> str:
    """Whom to ask for an account of the head."""
    office = participation.coordinator
    whom = f"{office.short_name} atau admin pusat" if office else "admin pusat"
    return (
        "Unit ini belum memiliki akun kepala unit, sehingga belum ada yang dapat melepas penyampaian. "
        f"Hubungi {whom} agar akunnya dibuatkan."
    )


def ask(participation: Participation, sheet: Sheet, user: User) -> list[str]:
    """Whether the operator may ask the head to release the sheet now: nothing may be missing or under way."""
    sentences = cycle_rules.move(participation, filling.handing_in(participation), user)
    sentences = sentences or repairing.in_time(participation)
    if sentences:
        return sentences
    if not participation.cycle.head_releases:
        return ["Pada siklus ini penyampaian tidak perlu dilepas kepala unit."]
    if not heads_of(participation):
        return [no_head(participation)]
    if queries.is_awaited(participation):
        return [UNDER_WAY]
    return [str(gap) for gap in sheet.gaps]


def decide(participation: Participation, release: Release | None, user: User) -> list[str]:
    """Whether the person may release or send back what was asked."""
    if not cycle_rules.holds(participation, user, (Role.HEAD,)):
        return ["Penyampaian dilepas oleh kepala unit ini."]
    if release is None or release.decision != Decision.PENDING:
        return ["Permintaan ini sudah diputuskan atau ditarik operator. Muat ulang halaman."]
    return []


def release(participation: Participation, pending: Release | None, sheet: Sheet, user: User) -> list[str]:
    """Whether the head may release the sheet: the operator must still be able to hand it in."""
    sentences = decide(participation, pending, user)
    if sentences or pending is None:
        return sentences
    return filling.submit(participation, sheet, pending.asked_by, released=True)


def send_back(participation: Participation, pending: Release | None, note: str, user: User) -> list[str]:
    """Whether the head may send the sheet back to the operator."""
    sentences = decide(participation, pending, user)
    if not sentences and not note.strip():
        sentences.append("Tuliskan apa yang perlu diperbaiki operator.")
    return sentences


def withdraw(participation: Participation, user: User) -> list[str]:
    """Whether the request may be taken back."""
    if cycle_rules.holds(participation, user, (Role.OPERATOR,)):
        return []
    return ["Permintaan pelepasan ditarik oleh operator unit ini."]


def standing(participation: Participation, sheet: Sheet, user: User) -> Standing | None:
    """How far the release is; none where the cycle asks for none, or nothing can be handed in now."""
    if not participation.cycle.head_releases or participation.state not in queries.FILLING:
        return None
    rows = participation.releases.filter(round=participation.round + 1).select_related("asked_by", "decided_by")
    found = list(rows[:1])
    latest = found[0] if found else None
    pending = latest if latest and latest.decision == Decision.PENDING else None
    return Standing(
        pending=pending,
        last=latest if latest is not pending else None,
        heads=heads_of(participation),
        is_head=cycle_rules.holds(participation, user, (Role.HEAD,)),
        is_operator=cycle_rules.holds(participation, user, (Role.OPERATOR,)),
        move_reasons=cycle_rules.move(participation, filling.handing_in(participation), user),
        ask_reasons=ask(participation, sheet, user),
        release_reasons=release(participation, pending, sheet, user),
    )
