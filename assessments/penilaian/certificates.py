"""What a certificate says: the facts of an award in the design of its cycle."""

import base64
import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Length

from assessments.cycle.models import Cycle, Participation, Signatory
from assessments.documents import contexts, rendering
from assessments.documents.models import Document
from assessments.documents.workflow import verify_url
from assessments.penilaian.models import CertificateDesign, Decree
from p2ham.lib import pdfjoin

STATE = "Republik Indonesia"
# No paper bears this code: whoever scans a preview is told that it is unknown.
PREVIEW_CODE = "PRAT-1NJA-0000-0000"


@dataclass(frozen=True)
class Facts:
    """What the decree says."""

    number: str = ""
    date: dt.date | None = None
    place: str = ""


def design_of(cycle: Cycle) -> CertificateDesign:
    """The design of the cycle; one with the portal's own words as long as nobody has adjusted it."""
    return CertificateDesign.objects.filter(cycle=cycle).first() or CertificateDesign(cycle=cycle)


def address(emblem: bytes | memoryview | None) -> str:
    """A picture as an address that carries it; empty without one."""
    if not emblem:
        return ""
    data = bytes(emblem)
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def paper(
    design: CertificateDesign,
    participation: Participation,
    facts: Facts,
    signatory: contexts.Signatory,
    *,
    preview: bool = False,
) -> contexts.Certificate:
    """The certificate of a unit, with the design as it stands now."""
    head = (signatory.title,) if STATE.lower() in signatory.title.lower() else (signatory.title, STATE)
    unit = participation.work_unit
    return contexts.Certificate(
        issuer=tuple(design.issuer) or head,
        unit=unit.name,
        institution=participation.institution.name,
        region=unit.province.name,
        year=design.cycle.year,
        decree_number=facts.number,
        decree_date=facts.date,
        place=facts.place,
        dated=facts.date,
        signatory=signatory,
        emblem=address(design.emblem),
        emblem_text=design.emblem_text,
        orientation=design.orientation,
        heading=design.heading,
        given_to=design.given_to,
        award_text=design.award_text,
        closing_text=design.closing_text,
        signature_place=design.signature_place,
        preview=preview,
    )


def examples(cycle: Cycle) -> list[tuple[str, Participation]]:
    """The units of the cycle with the longest and with the shortest name, for the preview."""
    taking: QuerySet[Participation] = Participation.objects.filter(cycle=cycle).select_related(
        "work_unit__province", "institution"
    )
    by_length = taking.annotate(letters=Length("work_unit__name")).order_by("-letters", "work_unit__name", "pk")
    longest, shortest = by_length.first(), by_length.last()
    if longest is None or shortest is None:
        return []
    return [("terpanjang", longest), ("terpendek", shortest)]


def preview(design: CertificateDesign, participation: Participation) -> tuple[bytes, bool]:
    """A certificate as it would look, never issued, and whether it fits on its one sheet."""
    decree = Decree.objects.filter(cycle=design.cycle, is_live=True).first()
    named = Signatory.objects.filter(cycle=design.cycle, purpose=Signatory.Purpose.CERTIFICATE).first()
    if named:
        signatory = contexts.Signatory(title=named.title, name=named.name)
    elif decree:
        signatory = contexts.Signatory(title=decree.signatory_title, name=decree.signatory_name)
    else:
        signatory = contexts.Signatory(title="Jabatan penanda tangan")
    facts = Facts(decree.number, decree.date, decree.place) if decree else Facts(place=design.cycle.place)
    shown = paper(design, participation, facts, signatory, preview=True).to_json()
    shown |= {"code": PREVIEW_CODE, "verify_url": verify_url(PREVIEW_CODE)}
    data = rendering.render(Document.Kind.CERTIFICATE, shown, title="Pratinjau piagam")
    return data, pdfjoin.pages(data) == 1
