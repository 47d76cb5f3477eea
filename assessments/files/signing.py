"""Electronic signatures of received PDFs: verified at receipt, and refused with the reason when they are broken."""

from typing import IO

from django.conf import settings

from assessments.files.models import FileSignature
from p2ham.lib import signatures

_ORIGINAL = "Unggah berkas asli yang diterima dari penanda tangan, atau pindaian surat yang ditandatangani dengan pena."
_REASONS = {
    "damaged": f"memuat tanda tangan elektronik{{who}} yang rusak, sehingga tidak dapat diperiksa. {_ORIGINAL}",
    "tampered": f"berubah sesudah ditandatangani secara elektronik{{who}}: isinya tidak lagi sama. {_ORIGINAL}",
    "changed": f"ditambah atau diubah sesudah ditandatangani secara elektronik{{who}}. {_ORIGINAL}",
    "detached": "memuat sisa tanda tangan elektronik yang sudah dilepas dari halamannya. Unggah berkas aslinya, atau "
    "pindaian surat yang ditandatangani dengan pena.",
    "expired": "ditandatangani secara elektronik{who} dengan sertifikat yang saat ini tidak berlaku. Mintalah tanda "
    "tangan dengan sertifikat yang berlaku, atau unggah pindaian surat yang ditandatangani dengan pena.",
    "weak": "ditandatangani secara elektronik{who} dengan cara lama yang tidak aman lagi (SHA-1 atau MD5). Mintalah "
    "tanda tangan baru, atau unggah pindaian surat yang ditandatangani dengan pena.",
    "too_many": f"memuat lebih dari {signatures.MAX_SIGNATURES} tanda tangan elektronik. Unggah surat satu unit saja.",
    "too_complex": "memuat tanda tangan elektronik yang terlalu rumit untuk diperiksa. Unggah pindaian surat yang "
    "ditandatangani dengan pena.",
}


class Unsound(Exception):
    """A signature that is broken; the sentence names the file, the reason and the remedy."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason, self.sentence = reason, sentence


def verified(file: IO[bytes], *, name: str) -> list[FileSignature]:
    """The signatures of a PDF as rows not yet saved; none for an unsigned one. Raises ``Unsound``."""
    found = signatures.verify(file, trust=settings.SIGNATURE_TRUST)
    for signature in found:
        if signature.problem:
            who = f" oleh {signature.signer}" if signature.signer else ""
            sentence = f"Berkas “{name}” {_REASONS[signature.problem].format(who=who)}"
            raise Unsound(signature.problem, sentence)
    return [
        FileSignature(
            position=position,
            signer=signature.signer,
            issuer=signature.issuer,
            signed_at=signature.signed_at,
            is_trusted=signature.is_trusted,
            covers_all=signature.covers_all,
        )
        for position, signature in enumerate(found)
    ]
