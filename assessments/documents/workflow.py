"""Issuing a paper, replacing it, revoking it. Papers are never changed and never deleted."""

import dataclasses
import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assessments.cycle.models import Cycle, Participation
from assessments.cycle.workflow import refuse
from assessments.documents import numbers, rules
from assessments.documents.contexts import Paper
from assessments.documents.models import Document, random_code
from assessments.documents.queries import PUBLIC_FACTS
from assessments.documents.tasks import render_document
from units import audit
from units.models import User


@transaction.atomic
def issue(
    *,
    kind: Document.Kind,
    cycle: Cycle,
    context: Paper,
    by: User,
    participation: Participation | None = None,
    title: str = "",
    public_facts: dict[str, str],
    register: str | None = None,
    number_text: str = "",
) -> Document:
    """Give a paper its number and freeze what it says, in the caller's transaction; it is rendered after the commit.

    The ``number``, ``code`` and ``verify_url`` of ``context`` are filled in here. With ``register`` the number is the
    portal's next one, otherwise ``number_text`` as the office wrote it (or empty, for the pen). ``public_facts`` takes
    only the keys of ``queries.PUBLIC_FACTS``; the title is public too. The caller has authorised and holds the lock
    of the row that the paper is about.
    """
    if context.kind != kind:
        raise ValueError(f"{type(context).__name__} is not the context of {kind}")
    strangers = set(public_facts) - set(PUBLIC_FACTS)
    if strangers:
        raise ValueError(f"not for the public page: {', '.join(sorted(strangers))}")
    book, number = None, None
    if register is not None:
        book, number, number_text = numbers.take(register, cycle.year)
    code = random_code()
    frozen = freeze(context, number=number_text, code=code, verify_url=verify_url(code))
    document = Document.objects.create(
        kind=kind,
        cycle=cycle,
        participation=participation,
        register=book,
        number=number,
        number_text=number_text,
        title=title or Document.Kind(kind).label,
        context=frozen,
        public_facts=public_facts,
        code=code,
        issued_by=by,
    )
    audit.record(
        by=by,
        action="terbitkan_naskah",
        subject=document.subject,
        data={"kind": document.kind, "number": number_text, "code": code, "context_sha256": _fingerprint(frozen)},
    )
    # Robust: the paper is issued, even if the queue does not answer now; the clock tries again.
    transaction.on_commit(lambda: render_document.enqueue(document.pk), robust=True)
    return document


def lock(document: Document) -> Document:
    """The paper read anew under a row lock. Lock the old paper with this before issuing the one that replaces it."""
    return Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)


@transaction.atomic
def replace(*, old: Document, new: Document, by: User, note: str) -> Document:
    """Let ``new`` take the place of ``old``; both stay verifiable. Returns the old one as it now stands."""
    both = Document.objects.select_for_update(of=("self",), no_key=True).order_by("pk").in_bulk([old.pk, new.pk])
    old, new = both[old.pk], both[new.pk]
    refuse(rules.replace(old, new, note))
    old.standing, old.replaced_by = Document.Standing.REPLACED, new
    return _restand(old, note, by=by, action="gantikan_naskah", data={"replaced_by": new.pk})


@transaction.atomic
def revoke(*, document: Document, by: User, note: str) -> Document:
    """Declare that a paper no longer holds. Returns it as it now stands."""
    document = lock(document)
    refuse(rules.revoke(document, note))
    document.standing = Document.Standing.REVOKED
    return _restand(document, note, by=by, action="cabut_naskah", data={})


def freeze(context: Paper, **own: Any) -> dict[str, Any]:
    """The context as the JSON that the paper is rendered from, with the portal's ``own`` values put in."""
    return dataclasses.replace(context, **own).to_json()


def verify_url(code: str) -> str:
    """The public address that the paper's QR code carries."""
    return settings.SITE_URL + reverse("verify_code", args=[code])


def _restand(document: Document, note: str, *, by: User, action: str, data: dict[str, Any]) -> Document:
    document.standing_since, document.standing_note = timezone.now(), note.strip()[:300]
    document.save(update_fields=["standing", "standing_since", "standing_note", "replaced_by"])
    audit.record(by=by, action=action, subject=document.subject, data=data | {"note": note})
    return document


def _fingerprint(frozen: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(frozen, sort_keys=True).encode()).hexdigest()
