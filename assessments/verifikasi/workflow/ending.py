"""The end of an offline pack: worked off, refused, or given up. Its bytes go, its row and its report stay."""

from django.db import transaction
from django.utils import timezone

from assessments.cycle.workflow import lock
from assessments.files import storage
from assessments.files.models import Upload
from assessments.verifikasi import notifications
from assessments.verifikasi.models import Pack
from units import audit
from units.models import User

Status = Pack.Status


@transaction.atomic
def stop_pack(*, pack: Pack, by: User) -> bool:
    """Give a pack up: what is not taken yet stays out. Pressing again, or after its end, changes nothing."""
    lock(pack.participation)
    return end_pack(pack, Status.STOPPED, f"Dihentikan oleh {by.name}.", by=by)


@transaction.atomic
def end_pack(pack: Pack, status: str, sentence: str = "", *, by: User | None = None) -> bool:
    """End a pack that goes on; its bytes go when that is certain. Tells whether it was this call that ended it.

    The caller holds the lock of the participation, or is alone with the pack.
    """
    found = (
        Pack.objects.select_for_update(of=("self",), no_key=True)
        .select_related("participation__work_unit", "sent_by")
        .get(pk=pack.pk)
    )
    if not found.is_live:
        return False
    upload_id, names = found.upload_id, []
    found.status, found.sentence, found.upload, found.finished_at = status, sentence, None, timezone.now()
    found.save(update_fields=["status", "sentence", "upload", "finished_at"])
    if upload_id:
        upload = Upload.objects.get(pk=upload_id)
        names = list(upload.parts.values_list("stored_name", flat=True))
        upload.delete()
    if found.received_at:
        notifications.pack_ended(found)
    counts = {str(state): found.rows.filter(status=state).count() for state in found.rows.model.Status}
    audit.record(
        by=by,
        action="paket_luring_selesai",
        subject=found.participation.subject,
        data={"pack": found.pk, "status": str(status), "sentence": sentence, "rows": counts},
    )
    transaction.on_commit(lambda: storage.delete(*names), robust=True)
    return True
