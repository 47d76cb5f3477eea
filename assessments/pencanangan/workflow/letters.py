"""Printing the declaration letters."""

from django.db import transaction

from assessments.cycle.models import Participation
from assessments.cycle.workflow import lock, note_step, refuse
from assessments.documents import workflow as documents
from assessments.documents.models import Document
from assessments.pencanangan import letters, queries, rules
from assessments.pencanangan.models import Declaration
from units.models import User


@transaction.atomic
def print_letter(*, participation: Participation, by: User) -> Declaration:
    """Issue the declaration letter of a unit. When the facts are those of the letter issued before, that one stays;
    when they changed, a new paper replaces the old. Raises ``MoveRefused``."""
    papers = queries.papers(lock(participation))
    refuse(rules.print_letter(papers, by))
    old = papers.declaration.document if papers.declaration else None
    if papers.declaration and old and not letters.is_stale(papers):
        return papers.declaration
    replaces = old is not None and documents.lock(old).standing == Document.Standing.VALID
    new = letters.issue_declaration(papers, by=by)
    if old and replaces:
        documents.replace(old=old, new=new, by=by, note="Data surat berubah sebelum ditandatangani.")
    declaration = declaration_of(papers)
    declaration.document = new
    declaration.save()
    text = "Surat pernyataan dicetak ulang" if old else "Surat pernyataan dicetak"
    note_step(papers.participation, by=by, text=text, action="cetak_surat_pernyataan")
    return declaration


def declaration_of(papers: queries.Papers) -> Declaration:
    """The declaration on record, or a new row not yet saved."""
    return papers.declaration or Declaration(participation=papers.participation, ceremony=papers.ceremony)
