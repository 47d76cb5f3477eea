"""The append-only, SHA-256 chained trail of acts."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from units.models import AuditEntry, AuditHead, User

GENESIS = "0" * 64


def _digest(entry: AuditEntry) -> str:
    fields = [
        entry.seq,
        entry.at.astimezone(timezone.get_default_timezone()).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.action,
        entry.subject,
        entry.data,
        entry.previous_hash,
    ]
    canonical = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def record(*, by: User | None, action: str, subject: str, data: dict[str, Any] | None = None) -> AuditEntry:
    """Append one act in the caller's transaction. ``by=None`` is the portal itself (the clock, the worker).

    Takes the lock on the chain's head, the last in the lock order: lock rows and counters before.
    """
    head = AuditHead.objects.select_for_update().get(pk=1)
    entry = AuditEntry(
        seq=head.last_seq + 1,
        at=timezone.now(),
        actor=by,
        action=action,
        subject=subject,
        # One round trip now, so that the hash is over what the database will give back.
        data=json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder)),
        previous_hash=head.last_hash,
    )
    entry.hash = _digest(entry)
    entry.save(force_insert=True)
    head.last_seq, head.last_hash = entry.seq, entry.hash
    head.save(update_fields=["last_seq", "last_hash"])
    return entry


def verify() -> Iterator[str]:
    """Walk the chain and yield one sentence per break: altered, removed, inserted or reordered entries."""
    previous, expected = GENESIS, 1
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected:
            yield f"Entri #{expected} sampai #{entry.seq - 1} hilang."
        if entry.previous_hash != previous:
            yield f"Entri #{entry.seq} tidak menyambung ke entri sebelumnya."
        if entry.hash != _digest(entry):
            yield f"Isi entri #{entry.seq} telah diubah."
        previous, expected = entry.hash, entry.seq + 1
    head = AuditHead.objects.get(pk=1)
    if (head.last_seq, head.last_hash) != (expected - 1, previous):
        yield f"Kepala rantai menyebut entri #{head.last_seq}, tetapi entri terakhir adalah #{expected - 1}."
