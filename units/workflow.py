"""Verbs about people: invite, accept, post, relieve."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from p2ham.lib import dates
from units import audit, rules
from units.models import Invitation, Official, Posting, Role, User, WorkUnit
from units.notifications import mail


class Refused(Exception):
    """A verb about people that the rules refuse; carries their sentences for the page."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def token_hash(token: str) -> str:
    """How an invitation's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *, email: str, name: str, role: str, work_unit: WorkUnit | None, by: User, phone: str = "", by_mail: bool = True
) -> tuple[Invitation, str]:
    """Invite a person to a posting; returns the invitation and the link, which is known only now.

    An earlier open invitation of the same person to the same posting is withdrawn, so a re-sent link replaces it.
    With ``by_mail=False`` nothing is sent: the link is to be printed. The caller has asked its own rules.
    """
    email = email.strip().lower()
    # Locked, so that the same press arriving twice replaces its own link instead of breaking.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    now = timezone.now()
    Invitation.objects.filter(email=email, role=role, work_unit=work_unit, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=now
    )
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        phone=phone,
        role=role,
        work_unit=work_unit,
        token_hash=token_hash(token),
        invited_by=by,
        expires_at=now + dt.timedelta(days=settings.INVITATION_DAYS),
    )
    link = f"{settings.SITE_URL}/undangan/{token}/"
    audit.record(
        by=by,
        action="undang",
        subject=f"work_unit:{work_unit.pk}" if work_unit else "portal",
        data={"invitation": invitation.pk, "role": role, "by_mail": by_mail},
    )
    if by_mail:
        place = f" di {work_unit.name}" if work_unit else ""
        mail(
            to=email,
            key=f"invitation:{invitation.pk}",
            subject="Undangan membuat akun Portal P2HAM",
            body=(
                f"Yth. {name},\n\nAnda ditunjuk sebagai {Role(role).label}{place}. Buat akun Anda melalui tautan "
                f"berikut. Tautan hanya dapat dipakai satu kali dan berlaku sampai "
                f"{dates.long_datetime(invitation.expires_at)}.\n\n{link}\n\n"
                "Jangan teruskan surel ini. Akun bersifat pribadi; pekerjaan tetap milik unit."
            ),
            secret=True,
        )
    return invitation, link


@transaction.atomic
def accept_invitation(*, token: str, password: str | None, signed_in: User | None = None) -> User:
    """Use an invitation: makes the account (or takes ``signed_in``, or the known account) and the posting.

    ``password`` is set on a new account only. Raises ``Refused``, and ``Invitation.DoesNotExist`` for a wrong token.
    """
    invitation = Invitation.objects.select_for_update(of=("self",), no_key=True).get(token_hash=token_hash(token))
    sentences = rules.accept_invitation(invitation, signed_in)
    user = signed_in or User.objects.filter(email=invitation.email).first()
    if user is not None and user != signed_in:
        sentences.append("Alamat surel ini sudah memiliki akun. Masuk dahulu, lalu buka tautan undangan ini lagi.")
    if sentences:
        raise Refused(sentences)
    if user is None:
        user = User.objects.create_user(invitation.email, password, name=invitation.name, phone=invitation.phone)
    Posting.objects.get_or_create(user=user, role=invitation.role, work_unit=invitation.work_unit, valid_until=None)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record(
        by=user,
        action="terima_undangan",
        subject=f"work_unit:{invitation.work_unit_id}" if invitation.work_unit_id else "portal",
        data={"invitation": invitation.pk, "role": invitation.role},
    )
    return user


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    """Make an open invitation's link useless. The caller has asked its own rules."""
    found = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not found.update(withdrawn_at=timezone.now()):
        raise Refused(["Undangan ini sudah dipakai atau sudah ditarik."])
    audit.record(
        by=by,
        action="tarik_undangan",
        subject=f"work_unit:{invitation.work_unit_id}" if invitation.work_unit_id else "portal",
        data={"invitation": invitation.pk, "role": invitation.role},
    )


@transaction.atomic
def appoint_official(*, work_unit: WorkUnit, official: Official, by: User) -> Official:
    """Write the head of a unit as papers will name them from now on; raises ``Refused``.

    A row from the database corrects the head in office; a new row takes over, and the head before leaves the day before.
    """
    takes_over = official._state.adding
    WorkUnit.objects.select_for_update(of=("self",), no_key=True).get(pk=work_unit.pk)
    current = Official.objects.filter(work_unit=work_unit, valid_until=None).first()
    sentences = rules.appoint_official(work_unit, by=by)
    if takes_over:
        sentences += rules.succeed(current, official.valid_from)
    elif current is None or current.pk != official.pk:
        sentences.append("Pejabat ini sudah digantikan. Muat ulang halaman, lalu periksa datanya.")
    if sentences:
        raise Refused(sentences)
    if takes_over and current:
        Official.objects.filter(pk=current.pk).update(valid_until=official.valid_from - dt.timedelta(days=1))
    official.work_unit, official.valid_until = work_unit, None
    official.save()
    audit.record(
        by=by,
        action="catat_pejabat",
        subject=f"work_unit:{work_unit.pk}",
        data={"official": official.pk, "replaces": current.pk if current else None, "title": official.title},
    )
    return official


@transaction.atomic
def post(*, user: User, role: str, work_unit: WorkUnit | None, by: User) -> Posting:
    """Give a person with an account a role; raises ``Refused``."""
    # Locked, so that the same press arriving twice is judged one after the other.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if sentences := rules.post(by=by, user=user, role=role, work_unit=work_unit):
        raise Refused(sentences)
    posting = Posting.objects.create(user=user, role=role, work_unit=work_unit)
    audit.record(by=by, action="tugaskan_peran", subject=f"user:{user.pk}", data={"posting": posting.pk, "role": role})
    return posting


@transaction.atomic
def relieve(*, posting: Posting, by: User) -> None:
    """End a posting now and every session of the person; raises ``Refused``. Work stays with the unit."""
    posting = Posting.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=posting.pk)
    if sentences := rules.relieve(by=by, posting=posting):
        raise Refused(sentences)
    end_postings(Posting.objects.filter(pk=posting.pk), by=by)


@transaction.atomic
def end_postings(postings: QuerySet[Posting], *, by: User) -> list[User]:
    """End these postings now and every session of their people, whom it returns. The caller has asked its own rules."""
    rows = list(postings.select_for_update(of=("self",), no_key=True).select_related("user").order_by("pk"))
    for posting in rows:
        posting.valid_until, posting.suspended_at = dates.today() - dt.timedelta(days=1), None
        posting.save(update_fields=["valid_until", "suspended_at"])
        end_sessions(posting.user)
        audit.record(by=by, action="akhiri_peran", subject=f"user:{posting.user_id}", data={"posting": posting.pk})
    return [posting.user for posting in rows]


@transaction.atomic
def suspend_postings(postings: QuerySet[Posting], *, by: User) -> list[User]:
    """Let these postings rest from now on and end every session of their people, whom it returns.

    The caller has asked its own rules.
    """
    rows = list(
        postings.filter(suspended_at=None)
        .select_for_update(of=("self",), no_key=True)
        .select_related("user")
        .order_by("pk")
    )
    for posting in rows:
        posting.suspended_at = timezone.now()
        posting.save(update_fields=["suspended_at"])
        end_sessions(posting.user)
        audit.record(by=by, action="tangguhkan_peran", subject=f"user:{posting.user_id}", data={"posting": posting.pk})
    return [posting.user for posting in rows]


@transaction.atomic
def resume_postings(postings: QuerySet[Posting], *, by: User) -> list[User]:
    """Let suspended postings be in force again; returns their people. The caller has asked its own rules."""
    rows = list(
        postings.exclude(suspended_at=None)
        .select_for_update(of=("self",), no_key=True)
        .select_related("user")
        .order_by("pk")
    )
    for posting in rows:
        posting.suspended_at = None
        posting.save(update_fields=["suspended_at"])
        audit.record(by=by, action="pulihkan_peran", subject=f"user:{posting.user_id}", data={"posting": posting.pk})
    return [posting.user for posting in rows]


def end_sessions(user: User) -> None:
    """Sign a person out everywhere."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
