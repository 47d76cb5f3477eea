"""May this paper be replaced or revoked? Each rule returns sentences; empty means yes."""

from assessments.documents.models import Document

# The two papers of one decision: whichever is issued later takes the place of the earlier one.
OUTCOMES = (Document.Kind.MINUTES, Document.Kind.STATEMENT)
_NOTE = "Tuliskan alasannya lebih dahulu."


def replace(old: Document, new: Document, note: str) -> list[str]:
    """Whether ``new`` may take the place of ``old``."""
    # A paper that was withdrawn because its outcome is decided anew is followed by the paper of the new outcome.
    reopened = old.standing == Document.Standing.REVOKED and old.kind in OUTCOMES and new.issued_at > old.standing_since
    if old.standing != Document.Standing.VALID and not reopened:
        return [f"Naskah {old} tidak dapat digantikan karena sudah {old.get_standing_display().lower()}."]
    sentences = []
    if new.pk == old.pk or new.standing != Document.Standing.VALID:
        sentences.append("Naskah pengganti harus naskah lain yang berlaku.")
    same_kind = new.kind == old.kind or (new.kind in OUTCOMES and old.kind in OUTCOMES)
    if not same_kind or (new.cycle_id, new.participation_id) != (old.cycle_id, old.participation_id):
        sentences.append("Naskah pengganti harus sejenis, untuk unit dan siklus yang sama.")
    if not note.strip():
        sentences.append(_NOTE)
    return sentences


def revoke(document: Document, note: str) -> list[str]:
    """Whether the paper may be revoked."""
    if document.standing == Document.Standing.REVOKED:
        return [f"Naskah {document} sudah dicabut."]
    return [] if note.strip() else [_NOTE]


def attach_signed(document: Document) -> list[str]:
    """Whether an electronically signed version may be attached to the paper."""
    if document.standing != Document.Standing.VALID:
        return [f"Naskah {document} sudah {document.get_standing_display().lower()}; versinya tidak dapat dilampirkan."]
    return []
