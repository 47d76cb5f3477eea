"""What this room tells people."""

from django.urls import reverse

from assessments.cycle.models import Participation
from assessments.pembinaan.models import ActionItem, ActionReply, Revocation
from p2ham.lib import dates
from units.models import REGION_ROLES, UNIT_ROLES, Role, User
from units.notifications import people, tell


def _unit(participation: Participation) -> list[User]:
    return people(*UNIT_ROLES, unit=participation.work_unit_id)


def _coaches(participation: Participation) -> list[User]:
    if participation.coordinator_id in (None, participation.work_unit_id):
        return people(Role.ADMIN)
    return people(*REGION_ROLES, unit=participation.coordinator_id)


def _about(item: ActionItem) -> str:
    return f"{item.indicator.code} {item.indicator.title}"


def created(item: ActionItem) -> None:
    """Tell the unit what it is asked to mend."""
    tell(
        _unit(item.participation),
        key=f"action-item:{item.pk}",
        subject=f"Butir pembinaan baru: {_about(item)}",
        body=f"{item.created_by.name} meminta {item.participation.work_unit.short_name} menindaklanjuti {_about(item)} "
        f"paling lambat {dates.long_date(item.due_date)}.\nPenanggung jawab: {item.owner}\n\n{item.text}",
        path=reverse("pembinaan_item", args=[item.pk]),
    )


def answered(item: ActionItem, reply: ActionReply) -> None:
    """Tell those who guide the unit that it has answered."""
    name = item.participation.work_unit.short_name
    tell(
        _coaches(item.participation),
        key=f"action-reply:{reply.pk}",
        subject=f"{name} menjawab butir pembinaan {item.indicator.code}",
        body=f"{name} menjawab butir pembinaan {_about(item)}. Mohon diperiksa: terima, atau kembalikan dengan catatan.",
        path=reverse("pembinaan_item", args=[item.pk]),
    )


def sent_back(item: ActionItem, reply: ActionReply) -> None:
    """Tell the unit that its answer is not enough yet."""
    tell(
        _unit(item.participation),
        key=f"action-reply:{reply.pk}",
        subject=f"Tindak lanjut {item.indicator.code} dikembalikan",
        body=f"Tindak lanjut {_about(item)} belum dapat diterima. Catatan {reply.author.name}:\n\n{reply.text}",
        path=reverse("pembinaan_item", args=[item.pk]),
    )


def accepted(item: ActionItem) -> None:
    """Tell the unit that an item is done."""
    tell(
        _unit(item.participation),
        key=f"action-done:{item.pk}",
        subject=f"Butir pembinaan {item.indicator.code} selesai",
        body=f"Tindak lanjut {_about(item)} diterima. Terima kasih atas perbaikannya.",
        path=reverse("pembinaan_item", args=[item.pk]),
    )


def revoked(revocation: Revocation) -> None:
    """Tell the unit and its coordinator that the predikat was revoked, and why."""
    participation = revocation.award.participation
    name = participation.work_unit.name
    tell(
        [*_unit(participation), *_coaches(participation)],
        key=f"revoked:{revocation.award_id}",
        subject=f"Predikat P2HAM {participation.work_unit.short_name} dicabut",
        body=f"Predikat Unit Kerja P2HAM {participation.cycle.year} bagi {name} dicabut dengan alasan:\n\n"
        f"{revocation.reason}\n\nPiagamnya tidak berlaku lagi, dan halaman pemeriksaan publik menyatakannya dicabut.",
        path=reverse("participation", args=[participation.pk]),
    )
