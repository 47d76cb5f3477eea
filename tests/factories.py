"""Rows for tests, each with sensible defaults. The shortest way to a state, past the verbs: for arranging only."""

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from assessments.cycle.models import Cycle, Participation, Signatory, Window
from assessments.cycle.states import STATES, Stage, State
from indicators.models import Applicability, Criterion, EvidenceRequirement, Indicator, Instrument, Level
from p2ham.lib import dates
from units.models import Affiliation, Category, Institution, Kind, Official, Posting, Province, User, WorkUnit

_numbers = itertools.count(1)
PASSWORD = "kata-sandi-uji-coba"


def province(code: str = "61", **fields: Any) -> Province:
    defaults = {"name": f"Provinsi {code}", "short_name": f"Prov {code}", "island_group": "Kalimantan"} | fields
    return Province.objects.get_or_create(code=code, defaults=defaults)[0]


def institution(category: str = Category.MINISTRY, **fields: Any) -> Institution:
    name = "Kementerian Contoh" if category == Category.MINISTRY else "Pemerintah Kota Contoh"
    defaults = {"name": name, "short_name": name, "category": category} | fields
    return Institution.objects.get_or_create(key=defaults.pop("key", category), defaults=defaults)[0]


def unit(name: str = "", *, category: str = Category.MINISTRY, **fields: Any) -> WorkUnit:
    """A work unit with its province, its open affiliation and a head."""
    number = next(_numbers)
    name = name or f"Lembaga Pemasyarakatan Kelas IIA Contoh {number}"
    fields = {
        "code": f"unit-{number}",
        "name": name,
        "short_name": name.replace("Lembaga Pemasyarakatan Kelas", "Lapas"),
        "kind": Kind.LAPAS,
        "city": "Kota Contoh",
    } | fields
    if "province" not in fields:
        fields["province"] = province()
    made = WorkUnit.objects.create(**fields)
    Affiliation.objects.create(work_unit=made, institution=institution(category))
    Official.objects.create(
        work_unit=made,
        name=f"Kepala Contoh {number}, S.H.",
        nip="198001012005011001",
        rank="Pembina (IV/a)",
        title=f"Kepala {name}",
        valid_from=dt.date(2020, 1, 1),
    )
    return made


def user(name: str = "", **fields: Any) -> User:
    number = next(_numbers)
    return User.objects.create_user(
        fields.pop("email", f"orang{number}@contoh.test"), PASSWORD, name=name or f"Orang Contoh {number}", **fields
    )


def posted(role: str, work_unit: WorkUnit | None = None, name: str = "", **fields: Any) -> User:
    """A new person posted in ``role`` since last year."""
    person = user(name)
    since = dates.today() - dt.timedelta(days=365)
    Posting.objects.create(user=person, role=role, work_unit=work_unit, **({"valid_from": since} | fields))
    return person


def instrument(published: bool = True, **fields: Any) -> Instrument:
    """A small instrument: A1 (wajib; photos and a document), A2 (photos), B1 (prisons only), C1 (document only)."""
    number = next(_numbers)
    defaults = {
        "code": f"instrumen-{number}",
        "title": "P2HAM Contoh",
        "legal_basis": "Peraturan Contoh",
        "provisional_note": "Rujukan awal, dapat diubah admin",
        "threshold": "75.00",
    }
    made = Instrument.objects.create(**(defaults | fields))
    groups = {
        "A": [("A1", True, [("photo", 3), ("document", 1)], []), ("A2", False, [("photo", 3)], [])],
        "B": [("B1", False, [("photo", 3)], ["pemasyarakatan"])],
        "C": [("C1", False, [("document", 1)], [])],
    }
    for position, (code, rows) in enumerate(groups.items()):
        criterion = Criterion.objects.create(
            instrument=made, code=code, title=f"Kriteria {code}", weight=1, position=position
        )
        for index, (indicator_code, required, requirements, applies_to) in enumerate(rows):
            indicator = Indicator.objects.create(
                criterion=criterion,
                code=indicator_code,
                title=f"Indikator {indicator_code}",
                question=f"Apakah {indicator_code} tersedia?",
                required=required,
                position=index,
            )
            Applicability.objects.bulk_create(Applicability(indicator=indicator, group=group) for group in applies_to)
            _levels(indicator, requirements)
    if published:
        made.status, made.published_at = Instrument.Status.PUBLISHED, timezone.now()
        made.save()
    return made


def _levels(indicator: Indicator, requirements: list[tuple[str, int]]) -> None:
    met = Level.objects.create(indicator=indicator, code="ada", label="Ada", value=1, position=0)
    Level.objects.create(
        indicator=indicator,
        code="proses",
        label="Proses",
        value="0.5",
        needs_note=True,
        needs_plan_date=True,
        position=1,
    )
    Level.objects.create(indicator=indicator, code="tidak", label="Tidak", value=0, needs_note=True, position=2)
    for position, (kind, minimum) in enumerate(requirements):
        EvidenceRequirement.objects.create(
            level=met,
            code=f"{kind}-{position}",
            kind=kind,
            title="Foto sarana" if kind == "photo" else "SK penetapan",
            minimum=minimum,
            position=position,
        )


def cycle(*, opens: int = -30, closes: int = 30, **fields: Any) -> Cycle:
    """The running cycle; every stage's window is open from ``opens`` to ``closes`` days from now."""
    defaults = {
        "year": dates.today().year,
        "title": f"P2HAM {dates.today().year}",
        "legal_basis": ["Peraturan Contoh"],
        "addressee": ["Direktur Jenderal Contoh"],
    } | fields
    if "instrument" not in defaults:
        defaults["instrument"] = instrument()
    made = Cycle.objects.create(**defaults)
    now = timezone.now()
    for stage in Stage:
        for category in Category.values:
            Window.objects.create(
                cycle=made,
                stage=stage,
                category=category,
                opens_at=now + dt.timedelta(days=opens),
                closes_at=now + dt.timedelta(days=closes),
            )
    for purpose in Signatory.Purpose:
        Signatory.objects.create(cycle=made, purpose=purpose, name="Pejabat Contoh", title="Jabatan Contoh")
    return made


def close_window(participation: Participation, stage: Stage) -> None:
    """Let the stage's window have closed a minute ago."""
    now = timezone.now()
    Window.objects.filter(cycle=participation.cycle, stage=stage, category=participation.category).update(
        closes_at=now - dt.timedelta(minutes=1)
    )


def participation(
    work_unit: WorkUnit | None = None, cycle_: Cycle | None = None, state: State = State.REGISTERED, **fields: Any
) -> Participation:
    """A unit's participation placed directly in ``state``."""
    place = work_unit or unit()
    affiliation = place.affiliations.get(valid_until=None)
    info = STATES[state]
    return Participation.objects.create(
        **(
            {
                "cycle": cycle_ or Cycle.objects.order_by("-year").first() or cycle(),
                "work_unit": place,
                "institution": affiliation.institution,
                "category": affiliation.institution.category,
                "coordinator": place if place.is_coordinator else place.coordinator,
                "state": state,
                "turn": info.turn or "",
                "round": 0 if info.stage == Stage.PENCANANGAN or state == State.DECLARED else 1,
            }
            | fields
        )
    )
