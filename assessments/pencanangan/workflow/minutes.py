"""Printing the minutes of a ceremony."""

from django.db import transaction

from assessments.cycle.workflow import refuse
from assessments.documents import workflow as documents
from assessments.documents.models import Document
from assessments.pencanangan import ceremony_papers, queries, rules
from assessments.pencanangan.models import Application
from assessments.pencanangan.workflow.locks import lock_application
from units import audit
from units.models import User


@transaction.atomic
def print_minutes(*, application: Application, by: User) -> Document:
    """Issue the minutes of a ceremony; those that still say what is on record stay. Raises ``MoveRefused``."""
    application = lock_application(application)
    refuse(rules.print_minutes(application, by))
    ceremony = application.ceremony
    context = ceremony_papers.minutes(application, queries.papers_of(application), list(ceremony.witnesses.all()))
    old = ceremony.minutes
    if old and not ceremony_papers.minutes_stale(old, context):
        return old
    replaces = old is not None and documents.lock(old).standing == Document.Standing.VALID
    new = ceremony_papers.issue_minutes(application, context, by=by)
    if old and replaces:
        documents.replace(old=old, new=new, by=by, note="Data acara berubah sebelum ditandatangani.")
    ceremony.minutes = new
    ceremony.save(update_fields=["minutes"])
    audit.record(by=by, action="cetak_berita_acara", subject=application.subject, data={"document": new.pk})
    return new
