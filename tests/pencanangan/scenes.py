"""How a test gets to a point of stage 1: through the verbs, by the people whose turn it is."""

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessments.cycle.models import Participation
from assessments.cycle.states import State
from assessments.files import storage
from assessments.pencanangan import workflow
from assessments.pencanangan.models import Application, ApplicationUnit, Ceremony, CeremonyPhoto, Pile, Witness
from p2ham.lib import dates
from tests import factories, samples
from tests.cast import Cast
from units.models import Category, InboxMessage, Kind, OutgoingMail, Role, User, WorkUnit

NAMED = {"operator_name": "Ori Operator", "operator_email": "ori@unit.test", "operator_phone": "0812 3456 7890"}


def ceremony(**fields) -> Ceremony:
    """A ceremony held today."""
    facts = {
        "date": dates.today(),
        "starts_at": dt.time(9, 0),
        "place": "Aula Garuda",
        "city": "Pontianak",
        "leader_name": "Kartini, S.H.",
        "leader_title": "Kepala Kantor Wilayah",
    }
    return Ceremony(**(facts | fields))


def witnesses() -> list[Witness]:
    """One of the Ditjen HAM, one of the Forkopimda."""
    return [
        Witness(kind="ditjen_ham", name="Dini", title="Penyuluh Hukum", institution="Ditjen HAM", online=True),
        Witness(kind="forkopimda", name="Frans", title="Ketua Pengadilan", institution="Pengadilan Negeri"),
    ]


def applied(cast: Cast, *units: WorkUnit, by: User | None = None, witnessed: bool = True, **fields) -> Application:
    """An application of the Kanwil for its units (the unit of the play, when none is named)."""
    rows = [cast.participation(State.REGISTERED, unit) for unit in units or [cast.unit]]
    return workflow.apply(
        application=Application(number_text="W.90-HA.03.07-1", contact_name="Koko", contact_phone="0812 0000 0001"),
        ceremony=ceremony(**fields),
        witnesses=witnesses() if witnessed else [],
        participations=rows,
        by=by or cast.coordinator,
    )


def accepted(cast: Cast, *units: WorkUnit, named: bool = False, **fields) -> Application:
    """The same, accepted by the admin."""
    application = workflow.accept(application=applied(cast, *units, **fields), by=cast.admin)
    if named:
        for number, link in enumerate(application.units.order_by("pk")):
            email = NAMED["operator_email"] if not number else f"ori{number}@unit.test"
            ApplicationUnit.objects.filter(pk=link.pk).update(**(NAMED | {"operator_email": email}))
    return application


def only(application: Application) -> Participation:
    """The one unit of an application."""
    return Participation.objects.get(applications__application=application)


def signed(name: str = "surat.pdf", text: str = "Surat pernyataan") -> SimpleUploadedFile:
    """A signed letter as it comes from the scanner."""
    return SimpleUploadedFile(name, samples.scanned_pdf(text=text), content_type="application/pdf")


def ready(cast: Cast, **fields) -> Participation:
    """The unit of the play with everything that its declaration needs."""
    participation = only(accepted(cast, named=True, **fields))
    workflow.print_letter(participation=participation, by=cast.coordinator)
    workflow.attach_scan(participation=participation, upload=signed(), by=cast.coordinator)
    participation.refresh_from_db()
    return participation


def declared(cast: Cast, *, by_mail: bool = True) -> tuple[Participation, str]:
    """The unit of the play after its ceremony, and the link to print (empty when mailed)."""
    participation = ready(cast)
    link = workflow.declare(participation=participation, by=cast.coordinator, by_mail=by_mail)
    participation.refresh_from_db()
    return participation, link


def photo(name: str = "acara.jpg", seed: int = 1) -> SimpleUploadedFile:
    """A photo of the ceremony as a telephone sends it."""
    return SimpleUploadedFile(name, samples.photo(seed=seed), content_type="image/jpeg")


def photographed(cast: Cast) -> CeremonyPhoto:
    """An accepted ceremony with one photo."""
    application = accepted(cast)
    return workflow.add_photo(
        application=application, upload=photo(), caption="Kepala menanda tangani", by=cast.coordinator
    )


def browser(user: User) -> Client:
    """Somebody's browser, signed in."""
    client = Client()
    client.force_login(user)
    return client


def typed(*units: Participation, step: str = "kirim", **changes: str) -> dict[str, Any]:
    """Step two as a browser sends it."""
    data: dict[str, Any] = {
        "unit": [str(row.pk) for row in units],
        "langkah": step,
        "date": dates.today().isoformat(),
        "starts_at": "09:00",
        "place": "Aula Garuda",
        "city": "Pontianak",
        "mode": "hybrid",
        "leader_name": "Kartini, S.H.",
        "leader_title": "Kepala Kantor Wilayah",
        "number_text": "W.90-HA.03.07-1",
        "urgency": "Biasa",
        "letter_subject": "Permohonan Pencanangan P2HAM",
        "contact_name": "Koko",
        "contact_phone": "0812 0000 0001",
        "saksi-TOTAL_FORMS": "4",
        "saksi-INITIAL_FORMS": "4",
    }
    for row in range(4):
        data[f"saksi-{row}-kind"] = ["ditjen_ham", "forkopimda", "lain", "lain"][row]
        for name in ("name", "title", "institution", "identity_number"):
            data[f"saksi-{row}-{name}"] = ""
    return data | changes


WITNESS = {
    "saksi-0-name": "Dini",
    "saksi-0-title": "Penyuluh",
    "saksi-0-institution": "Ditjen HAM",
    "saksi-0-online": "on",
}


def setda(cast: Cast) -> tuple[WorkUnit, User, WorkUnit]:
    """A regional secretariat, its coordinator, and a unit of the region."""
    office = factories.unit("Setda Kota Contoh", kind=Kind.SETDA, category=Category.REGION)
    unit = factories.unit("Dinas Contoh", kind=Kind.DINAS, coordinator=office, category=Category.REGION)
    return office, factories.posted(Role.COORDINATOR, office, "Sinta Setda"), unit


def alone(cast: Cast, reason: str = "Acara wilayah sudah lewat.", **fields) -> Application:
    """An application of the unit of the play itself, past its Kanwil."""
    return workflow.apply(
        application=Application(contact_name="Oni", contact_phone="0812 0000 0002", alone_reason=reason),
        ceremony=ceremony(**fields),
        witnesses=witnesses(),
        participations=[cast.participation()],
        by=cast.operator,
    )


def steps(participation: Participation) -> list[str]:
    """The timeline, oldest first."""
    return list(participation.timeline.order_by("pk").values_list("text", flat=True))


def told(key: str) -> set[str]:
    """Who got the message into the inbox; the mail goes to the same people."""
    named = set(InboxMessage.objects.filter(key__startswith=key).values_list("user__name", flat=True))
    mailed = set(OutgoingMail.objects.filter(key__startswith=key).values_list("to", flat=True))
    assert {User.objects.get(name=name).email for name in named} == mailed
    return named


def pile(cast: Cast, *units: WorkUnit, parts: tuple[str, ...] = ("surat",), **fields) -> Pile:
    """A pile that is ready to be opened; its bytes stand for the papers."""
    application = accepted(cast, *units, **fields)
    return Pile.objects.create(
        ceremony=application.ceremony,
        parts=list(parts),
        status=Pile.Status.READY,
        stored_name=storage.write("piles", ContentFile(b"%PDF-1.7 tumpukan"), size=17),
        size=17,
        pages=1,
        asked_by=cast.coordinator,
    )
