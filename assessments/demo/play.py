"""The demo's units, each led through the stages by the same verbs that the pages call."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.cycle.models import Cycle, Participation
from assessments.demo import papers, people, pictures
from assessments.demo.accounts import PASSWORD
from assessments.demo.captions import CAPTIONS
from assessments.pencanangan import workflow as pencanangan
from assessments.pencanangan.models import Application, Ceremony, Witness
from assessments.verifikasi import workflow as verifikasi
from assessments.verifikasi.models import Answer, Evidence
from assessments.verifikasi.workflow.answering import Draft
from indicators.models import EvidenceRequirement, Indicator
from p2ham.lib import dates
from units.models import Official, Posting, Role, User, WorkUnit
from units.workflow import accept_invitation

logger = logging.getLogger(__name__)
PHOTO = EvidenceRequirement.Kind.PHOTO


@dataclass(frozen=True)
class Troupe:
    """The accounts that act in the play, by their e-mail before the @."""

    by_name: dict[str, User]

    def __getitem__(self, name: str) -> User:
        return self.by_name[name]


def upload(name: str, data: bytes, content_type: str) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data, content_type)


def appoint_heads() -> None:
    """A fictitious head for every unit that has none."""
    without = WorkUnit.objects.exclude(officials__valid_until=None, officials__isnull=False)
    heads = []
    for unit in without:
        person = people.head_of(unit.code, f"Kepala {unit.name}")
        heads.append(
            Official(
                work_unit=unit,
                name=person.name,
                nip=person.nip,
                rank=person.rank,
                title=person.title,
                valid_from=dt.date(2024, 1, 2),
            )
        )
    Official.objects.bulk_create(heads, batch_size=500)


def apply(cycle: Cycle, codes: list[str], *, by: User, day: dt.date, place: str, city: str) -> Application:
    """An application for one ceremony of these units, with both witnesses."""
    participations = list(
        Participation.objects.filter(cycle=cycle, work_unit__code__in=codes).select_related("work_unit", "coordinator")
    )
    office = participations[0].coordinator or participations[0].work_unit
    head = office.officials.get(valid_until=None)
    witnesses = [
        Witness(kind=row.kind, name=row.name, title=row.title, institution=row.institution, position=position)
        for position, row in enumerate(people.witnesses(city))
    ]
    officer = people.officer_of(office.code)
    return pencanangan.apply(
        application=Application(contact_name=officer.name, contact_phone=officer.phone),
        ceremony=Ceremony(
            date=day,
            starts_at=dt.time(9, 0),
            place=place,
            city=city,
            leader_name=head.name,
            leader_title=head.title,
        ),
        witnesses=witnesses,
        participations=participations,
        by=by,
    )


def name_operators(application: Application, emails: dict[str, str], *, by: User) -> None:
    """The operators-to-be; ``emails`` gives some units an address that the login page lists."""
    named = list(application.units.select_related("participation__work_unit"))
    for link in named:
        code = link.participation.work_unit.code
        person = people.operator_of(code)
        link.operator_name, link.operator_phone = person.name, person.phone
        link.operator_email = emails.get(code, person.email)
    pencanangan.record_operators(application=application, named=named, by=by)


def declare(participation: Participation, *, by: User) -> User:
    """Print the letter, file its signed scan, record the declaration; the operator takes up the invitation."""
    declaration = pencanangan.print_letter(participation=participation, by=by)
    unit = participation.work_unit
    scan = papers.declaration_scan(
        unit.name,
        place=declaration.ceremony.city,
        day=declaration.ceremony.date,
        signer=_signer(unit),
        witnesses=[papers.Signer(name=row.name, title=row.title) for row in declaration.ceremony.witnesses.all()],
    )
    file = upload(f"surat-pernyataan-{unit.code}.pdf", scan, "application/pdf")
    pencanangan.attach_scan(participation=declaration.participation, upload=file, by=by)
    link = pencanangan.declare(participation=participation, by=by, by_mail=False)
    token = link.rstrip("/").rsplit("/", 1)[1]
    return accept_invitation(token=token, password=PASSWORD)


def fill(
    participation: Participation,
    *,
    shown: Callable[[Indicator], bool],
    planned: set[str],
    by: User,
    whole: bool = True,
) -> None:
    """Answer every applicable indicator: Ada with its evidence, Proses with a plan, or an honest Tidak.

    Not ``whole``: half of them, and one with too few photos, as somebody leaves it for tomorrow.
    """
    unit = participation.work_unit
    found = (
        Indicator.objects.filter(criterion__instrument=participation.cycle.instrument)
        .applicable_to(unit.groups)
        .prefetch_related("levels__requirements")
        .select_related("criterion")
        .order_by("criterion__position", "position")
    )
    for number, indicator in enumerate(found):
        if not whole and number % 2 and indicator.code not in {"B1"}:
            continue
        levels = {level.code: level for level in indicator.levels.all()}
        if shown(indicator):
            draft = Draft(level=levels["ada"])
        elif indicator.code in planned:
            draft = Draft(
                level=levels["proses"],
                note="Anggaran sudah diusulkan dan tempatnya sudah ditentukan. Penanggung jawab: subbagian umum.",
                plan_date=dates.today() + dt.timedelta(days=60),
            )
        else:
            draft = Draft(level=levels["tidak"], note="Belum tersedia karena keterbatasan ruang di gedung lama.")
        verifikasi.save_answer(participation=participation, indicator=indicator, draft=draft, version=0, by=by)
        if shown(indicator):
            for requirement in levels["ada"].requirements.all():
                left_out = 2 if not whole and indicator.code == "B1" else 0
                attach(participation, indicator, requirement, by=by, number=requirement.minimum - left_out)


def attach(
    participation: Participation,
    indicator: Indicator,
    requirement: EvidenceRequirement,
    *,
    by: User,
    number: int,
    replaces: Evidence | None = None,
) -> None:
    """``number`` files for the requirement, drawn for this unit; or one that ``replaces`` another."""
    unit = participation.work_unit
    seed = f"{unit.code}/{requirement.code}" + ("/baru" if replaces else "")
    for index in [requirement.minimum] if replaces else range(number):
        if requirement.kind == PHOTO and indicator.code in pictures.SCENES:
            taken = dt.datetime.combine(dates.today(), dt.time(8 + index, 15)) - dt.timedelta(days=9)
            data = pictures.photo(indicator.code, view=index, seed=seed, unit=unit.short_name, taken_at=taken)
            file = upload(f"IMG_{taken:%Y%m%d}_{indicator.code}_{index + 1}.jpg", data, "image/jpeg")
            description = CAPTIONS[indicator.code][index % 3]
        else:
            data = papers.evidence_document(
                requirement.code,
                requirement.title if index == 0 else f"{requirement.title} ({index + 1})",
                unit=unit.name,
                place=unit.city,
                day=dates.today() - dt.timedelta(days=40),
                signer=_signer(unit),
            )
            file = upload(f"{requirement.code}-{indicator.code}-{index + 1}.pdf", data, "application/pdf")
            description = requirement.title
        verifikasi.attach(
            participation=participation,
            indicator=indicator,
            requirement=requirement,
            upload=file,
            description=description,
            people=_people(indicator),
            replaces=replaces,
            by=by,
        )


def _people(indicator: Indicator) -> str:
    """Staff who are shown at work were asked; rooms are photographed empty."""
    return Evidence.People.CONSENT if indicator.criterion.code == "C" else Evidence.People.NONE


def _signer(unit: WorkUnit) -> papers.Signer:
    head = unit.officials.get(valid_until=None)
    return papers.Signer(name=head.name, title=head.title)


def answers(participation: Participation) -> list[Answer]:
    """All answers in the order of the instrument."""
    return list(
        participation.answers.select_related("indicator", "level").order_by(
            "indicator__criterion__position", "indicator__position"
        )
    )


def person(email: str, name: str, role: Role, work_unit: WorkUnit | None) -> User:
    """A demo account with its posting."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD, name=name)
    since = dates.today() - dt.timedelta(days=200)
    Posting.objects.get_or_create(
        user=user, role=role, work_unit=work_unit, valid_until=None, defaults={"valid_from": since}
    )
    return user
