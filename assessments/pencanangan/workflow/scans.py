"""Filing the signed letters."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assessments.cycle.models import Participation
from assessments.cycle.workflow import lock, note_step, refuse
from assessments.files.models import StoredFile
from assessments.files.workflow import receive
from assessments.pencanangan import queries, rules
from assessments.pencanangan.models import Declaration
from assessments.pencanangan.workflow import scancheck
from assessments.pencanangan.workflow.letters import declaration_of
from units.models import User


def attach_scan(
    *, participation: Participation, upload: UploadedFile, by: User, reads_code: bool = True
) -> Declaration:
    """Store the signed letter and hang it on the unit; a later scan takes the place of an earlier one.

    With ``reads_code`` a file that bears the code of another paper only is refused. Raises ``MoveRefused``, with one sentence about the file when that is what is wrong.
    """
    refuse(rules.attach_scan(queries.papers(participation), by))
    strangers, doubt = scancheck.judge(upload, participation, by) if reads_code else ([], "")
    refuse(strangers)
    # Checked and stored before the row is locked: decoding takes its time.
    file = receive(upload=upload, participation=participation, purpose=queries.PURPOSE, by=by, verify_signatures=True)
    with transaction.atomic():
        papers = queries.papers(lock(participation))
        refuse(rules.attach_scan(papers, by))
        declaration = declaration_of(papers)
        if declaration.scan_id == file.pk:
            return declaration
        declaration.scan, declaration.scan_doubt = file, doubt
        declaration.save()
        note_step(
            papers.participation,
            by=by,
            text=f"{_deed(file)}, tanda terima {file.receipt_number}",
            note=doubt,
            action="unggah_surat_pernyataan",
        )
    return declaration


def _deed(file: StoredFile) -> str:
    signers = [signature.signer for signature in file.signatures.all()]
    if not signers:
        return "Pindaian surat pernyataan diunggah"
    return f"Surat pernyataan bertanda tangan elektronik oleh {' dan '.join(signers)} diunggah"
