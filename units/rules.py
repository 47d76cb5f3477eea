"""May this person be invited, posted, relieved? Sentences; empty means yes."""

import datetime as dt

from p2ham.lib import dates
from units.models import CENTRAL_ROLES, REGION_ROLES, UNIT_ROLES, Invitation, Official, Posting, Role, User, WorkUnit


def post(*, by: User, user: User, role: str, work_unit: WorkUnit | None) -> list[str]:
    """Whether an admin may give ``user`` this role at this place."""
    sentences = []
    if not by.has_role(Role.ADMIN):
        sentences.append("Penugasan peran diatur oleh admin pusat.")
    if role in CENTRAL_ROLES and work_unit is not None:
        sentences.append("Peran pusat tidak terikat pada satu unit kerja. Kosongkan unit kerjanya.")
    if role not in CENTRAL_ROLES and work_unit is None:
        sentences.append("Pilih unit kerja untuk peran ini.")
    sentences += _office(role, work_unit)
    if Posting.objects.current().filter(user=user, role=role, work_unit=work_unit).exists():
        sentences.append(f"{user.name} sudah memegang peran tersebut.")
    elif Posting.objects.filter(user=user, role=role, work_unit=work_unit, valid_until=None).exists():
        sentences.append(f"Peran tersebut sudah diberikan kepada {user.name} dan sedang ditangguhkan.")
    return sentences


def _office(role: str, work_unit: WorkUnit | None) -> list[str]:
    if work_unit is not None and role in REGION_ROLES and not work_unit.is_coordinator:
        return ["Peran koordinator hanya untuk kantor wilayah atau sekretariat daerah."]
    return []


def relieve(*, by: User, posting: Posting) -> list[str]:
    """Whether an admin may end a posting today."""
    if not by.has_role(Role.ADMIN):
        return ["Penugasan peran diatur oleh admin pusat."]
    if posting.valid_until is not None and posting.valid_until < dates.today():
        return ["Penugasan ini sudah berakhir."]
    admins = Posting.objects.current().filter(role=Role.ADMIN).exclude(pk=posting.pk)
    if posting.role == Role.ADMIN and not admins.exists():
        return ["Portal harus memiliki paling sedikit satu admin. Tunjuk admin lain lebih dahulu."]
    return []


def accept_invitation(invitation: Invitation, signed_in: User | None = None) -> list[str]:
    """Whether the invitation can still be used, and by the person who is signed in."""
    if invitation.accepted_at:
        return ["Undangan ini sudah dipakai. Silakan masuk dengan akun Anda."]
    if invitation.withdrawn_at:
        return [
            "Undangan ini sudah ditarik, atau sudah diganti dengan undangan yang lebih baru. Periksa surel terakhir Anda, "
            "atau tanyakan kepada koordinator wilayah Anda."
        ]
    if not invitation.is_open:
        return ["Undangan ini sudah kedaluwarsa. Mintalah undangan baru kepada koordinator wilayah Anda."]
    if signed_in is not None and signed_in.email != invitation.email:
        return [
            f"Undangan ini untuk {invitation.name} ({invitation.email}), sedangkan Anda masuk sebagai "
            f"{signed_in.name}. Keluar dahulu, lalu buka tautan undangan ini lagi."
        ]
    return []


def appoint_official(work_unit: WorkUnit, *, by: User) -> list[str]:
    """Whether the person may record who heads a unit: its own people, its coordinator, or the admin."""
    if by.has_role(Role.ADMIN) or {work_unit.pk, work_unit.coordinator_id} & set(by.units_as(*REGION_ROLES)):
        return []
    if work_unit.pk in by.units_as(*UNIT_ROLES):
        return []
    return ["Pejabat unit dicatat oleh unit itu sendiri, koordinatornya, atau admin pusat."]


def succeed(current: Official | None, valid_from: dt.date) -> list[str]:
    """Whether a new head may begin on a day."""
    if valid_from > dates.today():
        return ["Tanggal mulai menjabat belum tiba. Catat pejabat baru setelah ia menjabat."]
    if current and valid_from <= current.valid_from:
        return [
            f"Pejabat baru harus mulai menjabat sesudah {dates.long_date(current.valid_from)}, yaitu hari "
            f"{current.name} mulai menjabat."
        ]
    return []


def invite(*, by: User, email: str, role: str, work_unit: WorkUnit | None) -> list[str]:
    """Whether an admin may invite this person to this posting."""
    sentences = []
    if not by.has_role(Role.ADMIN):
        sentences.append("Undangan dikirim oleh admin pusat atau koordinator wilayah.")
    if role in CENTRAL_ROLES and work_unit is not None:
        sentences.append("Peran pusat tidak terikat pada satu unit kerja. Kosongkan unit kerjanya.")
    if role not in CENTRAL_ROLES and work_unit is None:
        sentences.append("Pilih unit kerja untuk peran ini.")
    sentences += _office(role, work_unit)
    if User.objects.filter(email=email.strip().lower()).exists():
        sentences.append("Alamat surel ini sudah memiliki akun. Tambahkan perannya dari halaman orang tersebut.")
    return sentences
