"""A phone without an account that adds photos to one requirement: its token, its row, and whether it still may."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from assessments.cycle.models import Participation
from assessments.verifikasi import rules
from assessments.verifikasi.models import Answer, Evidence, HandOff
from indicators.models import EvidenceRequirement
from p2ham.lib import codes
from units.models import User

LASTS = dt.timedelta(minutes=15)
# Pressed again while so much is left, the button shows the same code.
FRESH = dt.timedelta(minutes=10)
# Sixteen letters of five bits, in four groups: short enough to be typed, beyond all guessing for a quarter of an hour.
LETTERS, GROUP = 16, 4
OVER = (
    "Waktu untuk menambah foto sudah habis, atau tautan ini sudah diakhiri di komputer. Foto yang sudah tersimpan "
    "tetap tersimpan. Bila masih ada foto lain, mintalah kode QR yang baru."
)


def new_seed() -> str:
    """Randomness for one hand-off."""
    return secrets.token_hex(16)


def token_of(seed: str) -> str:
    """The letters of the address; only who holds the secret key can make them from the row."""
    digest = salted_hmac("verifikasi.handoffs", seed, algorithm="sha256").digest()
    return "".join(codes.ALPHABET[byte % 32] for byte in digest[:LETTERS])


def hash_of(token: str) -> str:
    """What the row keeps of a token, as it was typed or scanned."""
    return hashlib.sha256(codes.reread(token, LETTERS).encode()).hexdigest()


def address(hand_off: HandOff) -> str:
    """The whole address behind the QR code."""
    token = token_of(hand_off.seed)
    grouped = "-".join(token[at : at + GROUP] for at in range(0, LETTERS, GROUP))
    return settings.SITE_URL + reverse("verifikasi_phone", args=[grouped])


def find(token: str) -> HandOff | None:
    """The hand-off of a token, whatever became of it: one query, found or not."""
    found = HandOff.objects.filter(token_hash=hash_of(token))
    return found.select_related(
        "participation__work_unit", "participation__cycle", "indicator", "requirement", "made_by"
    ).first()


def latest(participation: Participation, requirement: EvidenceRequirement, user: User) -> HandOff | None:
    """The person's own newest hand-off for a requirement, live or over."""
    return HandOff.objects.filter(participation=participation, requirement=requirement, made_by=user).first()


def added(hand_off: HandOff) -> list[Evidence]:
    """What came from this phone and is still attached, oldest first."""
    return list(hand_off.evidence.filter(removed_at=None).select_related("file").order_by("added_at", "id"))


def may_add(hand_off: HandOff, answer: Answer) -> list[str]:
    """Whether the phone may add photos now: in time, and as far as the person who handed over may herself."""
    if not hand_off.is_live or not hand_off.made_by.is_active:
        return [OVER]
    return [OVER] if rules.edit_answer(hand_off.participation, answer, hand_off.made_by) else []


def may_go_on(hand_off: HandOff, begun_at: dt.datetime, at: dt.datetime | None = None) -> list[str]:
    """Whether a photo that began to come in time may go on: for the grace of a slow link, unless it was ended."""
    at = at or timezone.now()
    if hand_off.ended_at or not hand_off.made_by.is_active:
        return [OVER]
    in_time = begun_at < hand_off.expires_at and at < hand_off.expires_at + rules.GRACE
    return [] if in_time else [OVER]


def answer_of(hand_off: HandOff) -> Answer:
    """The stored answer that the photos are for; an empty one when nothing was saved yet."""
    found = Answer.objects.filter(participation=hand_off.participation_id, indicator=hand_off.indicator_id).first()
    return found or Answer(participation=hand_off.participation, indicator=hand_off.indicator)


def left(hand_off: HandOff) -> int:
    """Whole minutes that remain, at least one while it is live."""
    return max(1, int((hand_off.expires_at - timezone.now()).total_seconds() // 60))
