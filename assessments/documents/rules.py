"""May this paper be replaced or revoked? Each rule returns sentences; empty means yes."""

from assessments.documents.models import Document

_NOTE = "Tuliskan alasannya lebih dahulu."


def replace(old: Document, new: Document, note: str) -> list[str]:
    """Whether ``new`` may take the place of ``old``."""
    if old.standing != Document.Standing.VALID:
        return [f"Naskah {old} tidak dapat digantikan karena sudah {old.get_standing_display().lower()}."]
    sentences = []
    if new.pk == old.pk or new.standing != Document.Standing.VALID:
        sentences.append("Naskah pengganti harus naskah lain yang berlaku.")
    if (new.kind, new.cycle_id, new.participation_id) != (old.kind, old.cycle_id, old.participation_id):
        sentences.append("Naskah pengganti harus sejenis, untuk unit dan siklus yang sama.")
    if not note.strip():
        sentences.append(_NOTE)
    return sentences


def revoke(document: Document, note: str) -> list[str]:
    """Whether the paper may be revoked."""
    if document.standing == Document.Standing.REVOKED:
        return [f"Naskah {document} sudah dicabut."]
    return [] if note.strip() else [_NOTE]
