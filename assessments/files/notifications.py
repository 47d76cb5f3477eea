"""What people are told about files."""

from assessments.files.models import StoredFile
from units.notifications import tell


def broken(file: StoredFile, reason: str) -> None:
    """Tell the uploader that a file which was received cannot be used after all."""
    owner = file.participation.work_unit if file.participation else file.office
    unit = owner.short_name if owner else ""
    tell(
        [file.received_by],
        key=f"file-broken:{file.pk}:{file.received_at:%Y%m%d%H%M%S}",
        subject=f"Unggah ulang berkas “{file.name}” · {unit}",
        body=(
            f"Berkas “{file.name}” (tanda terima {file.receipt_number}) sudah kami terima, tetapi {reason}, sehingga "
            "tidak dapat dipakai sebagai bukti. Periksa berkas itu di perangkat Anda, lalu unggah lagi di tempat yang "
            "sama. Mohon maaf atas pekerjaan tambahan ini."
        ),
    )
