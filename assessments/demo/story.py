"""What the demo shows: Kanwil Kalimantan Barat with a unit in every state, and a little of two other regions."""

import datetime as dt
from collections.abc import Callable

from assessments.cycle.models import Approval, Cycle, Participation
from assessments.demo import checking, meeting, people, play, protest, visits
from assessments.demo.accounts import ACCOUNTS
from assessments.demo.advice import advise
from assessments.demo.play import Troupe, person
from assessments.demo.team import form_team
from assessments.pembinaan import queries as lost
from assessments.pembinaan import workflow as pembinaan
from assessments.pencanangan import workflow as pencanangan
from assessments.penilaian import queries, settlements
from assessments.penilaian import workflow as penilaian
from assessments.penilaian.models import Assignment, Decree
from assessments.penilaian.workflow import certificates, decrees
from assessments.verifikasi import workflow as verifikasi
from indicators.models import Indicator
from p2ham.lib import dates
from units.models import Role, User, WorkUnit

# Unit -> the last act that it plays, in the order in which the acts follow each other.
UNITS = {
    "rutan-sambas": "declared",
    "lapas-pontianak": "filling",
    "kanim-singkawang": "submitted",
    "rutan-pontianak": "in_check",
    "kanim-pontianak": "returned",
    "rutan-landak": "proposed",
    "bapas-sintang": "passed",
    "rutan-mempawah": "failed",
    "rupbasan-pontianak": "in_scoring",
    "kanim-sambas": "apart",
    "lapas-singkawang": "settled",
    "bapas-pontianak": "awarded",
    "rudenim-pontianak": "revoked",
    "kanim-entikong": "not_awarded",
}
ACTS = [*UNITS.values()]
EMAILS = {
    "lapas-pontianak": "operator@contoh.example",
    "kanim-pontianak": "operator.perbaikan@contoh.example",
    "bapas-pontianak": "operator.predikat@contoh.example",
}
# How much a unit shows: all, the few that are asked most, or next to nothing.
WELL = {"bapas-pontianak", "rudenim-pontianak"}
SOME = {"A1", "A6", "B1", "B5", "C1"}
LITTLE = {"A1", "C3"}
PLANNED = {"A3", "B3", "B4", "B6"}

Echo = Callable[[str], None]


def troupe() -> Troupe:
    """The accounts of the login page, except the operators: they come by invitation, as everybody does."""
    found = {}
    for account in ACCOUNTS:
        if account.role == Role.OPERATOR:
            continue
        code = "lapas-pontianak" if account.role == Role.HEAD else account.unit
        unit = WorkUnit.objects.get(code=code) if code else None
        name = people.head_of(code, "").name if account.role == Role.HEAD else people.named(account.email)
        found[account.email.split("@")[0]] = person(account.email, name, account.role, unit)
    return Troupe(found)


def tell(cycle: Cycle, echo: Echo) -> None:
    """Play the whole demo in a cycle in which nothing has happened yet."""
    play.appoint_heads()
    cast = troupe()
    advise(cycle, cast["admin"])
    form_team(cycle, cast)
    officer = cast["kanwil.kalbar"]
    checking.keep_sentences(cast["verifikator"])
    _apply(cycle, cast, officer)
    operators: dict[str, User] = {}
    for code in UNITS:
        participation = _of(cycle, code)
        operators[code] = play.declare(participation, by=officer)
    echo(f"{len(UNITS)} unit dicanangkan")
    for number, (code, act) in enumerate(UNITS.items(), start=1):
        _act(cycle, code, act, operators[code], cast)
        echo(f"[{number}/{len(UNITS)}] {_of(cycle, code).work_unit.short_name}: {_of(cycle, code).get_state_display()}")
    meeting.meet(cycle, spoken_of=_of(cycle, "rudenim-pontianak"), cast=cast)
    _award(cycle, cast)
    _revoke(cycle, cast)
    _coach(cycle, cast, operators)
    protest.object_to(_of(cycle, "kanim-entikong"), by=operators["kanim-entikong"], cast=cast)
    echo("Keputusan, piagam, dan butir pembinaan dicatat")


def _of(cycle: Cycle, code: str) -> Participation:
    return Participation.objects.with_place().get(cycle=cycle, work_unit__code=code)


def _of_same(participation: Participation) -> Participation:
    """The unit as it is now."""
    return _of(participation.cycle, participation.work_unit.code)


def _plays(act: str, until: str) -> bool:
    return ACTS.index(act) >= ACTS.index(until)


def _apply(cycle: Cycle, cast: Troupe, officer: User) -> None:
    today = dates.today()
    held = play.apply(
        cycle, list(UNITS), by=officer, day=today, place="Aula Kanwil Kalimantan Barat", city="Kota Pontianak"
    )
    pencanangan.accept(application=held, by=cast["admin"])
    play.name_operators(held, EMAILS, by=officer)
    later = play.apply(
        cycle,
        ["kanim-ketapang", "lapas-ketapang", "lpp-pontianak"],
        by=officer,
        day=today + dt.timedelta(days=9),
        place="Gedung Serbaguna Ketapang",
        city="Kabupaten Ketapang",
    )
    pencanangan.accept(application=later, by=cast["admin"])
    play.apply(
        cycle,
        ["kanim-sanggau", "rutan-sanggau"],
        by=officer,
        day=today + dt.timedelta(days=14),
        place="Rutan Sanggau",
        city="Kabupaten Sanggau",
    )
    play.apply(
        cycle,
        ["dpmptsp-kota-kendari"],
        by=cast["setda.kendari"],
        day=today + dt.timedelta(days=5),
        place="Balai Kota Kendari",
        city="Kota Kendari",
    )


def _act(cycle: Cycle, code: str, act: str, operator: User, cast: Troupe) -> None:
    if act == "declared":
        return
    participation = _of(cycle, code)
    play.fill(participation, shown=_shown(code, act), planned=PLANNED, by=operator, whole=act != "filling")
    if act == "filling":
        return
    if act == "in_check":
        checking.excuse(participation, "B6", by=operator)
    verifikasi.submit(participation=participation, serial=1, by=operator)
    if act == "submitted":
        checking.advise(_of(cycle, code), by=cast["kanwil.kalbar"], most=4)
        return
    checking.check(_of(cycle, code), act, operator=operator, cast=cast)
    if not _plays(act, "passed") or act in {"failed", "passed"}:
        return
    _score(_of(cycle, code), act, cast)


def _shown(code: str, act: str) -> Callable[[Indicator], bool]:
    if code in WELL:
        return lambda indicator: indicator.code not in {"A3", "B4"}
    few = LITTLE if act in {"proposed", "failed", "passed", "in_scoring", "apart", "settled", "not_awarded"} else SOME
    return lambda indicator: indicator.code in few


def _score(participation: Participation, act: str, cast: Troupe) -> None:
    assessors = [cast["penilai1"], cast["penilai2"]]
    penilaian.assign(participation=participation, assessors=assessors, by=cast["ketua"])
    if act == "in_scoring":
        visits.plan(_of_same(participation), cast=cast, in_days=6, going=assessors)
    elif act == "settled":
        visits.hold(_of_same(participation), cast=cast)
    for number, assignment in enumerate(Assignment.objects.filter(participation=participation).order_by("pk")):
        if act == "in_scoring" and number == 1:
            return
        _score_sheet(assignment, critical=act in {"apart", "settled"} and number == 1)
        penilaian.finalise(assignment=assignment, by=assignment.assessor)
    if act != "apart":
        _settle(_of_same(participation), cast["ketua"])


def _score_sheet(assignment: Assignment, *, critical: bool) -> None:
    for item in queries.items_of(assignment.participation):
        if item.not_applicable:
            continue
        levels = {level.code: level for level in item.indicator.levels.all()}
        level = item.verified_level or levels["tidak"]
        # The second assessor of two units is stricter on A1: one the lead has settled, the other is left to settle.
        if critical and item.indicator.code == "A1":
            level = levels["proses"]
        penilaian.score(
            assignment=assignment,
            indicator_id=item.pk,
            level=level,
            justification="Sesuai keadaan pada data dukung."
            if level != item.verified_level or level.value == 0
            else "",
            by=assignment.assessor,
        )


def _settle(participation: Participation, lead: User) -> None:
    settlement = queries.settlement(participation)
    choices = {
        found.item.pk: settlements.Choice(
            level=found.item.verified_level, reason="Data dukung memperlihatkan maklumat terpasang."
        )
        for found in (settlement.differing if settlement else [])
    }
    penilaian.settle(participation=participation, choices=choices, by=lead)


def _award(cycle: Cycle, cast: Troupe) -> None:
    codes = [code for code, act in UNITS.items() if act in {"awarded", "revoked", "not_awarded"}]
    signatory = cycle.signatories.get(purpose="keputusan")
    decree = decrees.record(
        cycle=cycle,
        facts=decrees.DecreeFacts(
            number=f"MHA-00.CONTOH.{cycle.year}",
            date=dates.today(),
            title=f"Penetapan Predikat Unit Kerja Pelayanan Publik Berbasis HAM Tahun {cycle.year}",
            signatory_name=signatory.name,
            signatory_title=signatory.title,
            place=cycle.place,
        ),
        participations=[_of(cycle, code) for code in codes],
        by=cast["admin"],
    )
    decrees.decide(decree=decree, by=cast["pimpinan"], approve=True)
    certificates.issue_certificates(decree=Decree.objects.get(pk=decree.pk), by=cast["admin"])


def _revoke(cycle: Cycle, cast: Troupe) -> None:
    (code,) = [code for code, act in UNITS.items() if act == "revoked"]
    revocation = pembinaan.propose_revocation(
        participation=_of(cycle, code), reason="Sarana yang dinilai tidak lagi tersedia (contoh).", by=cast["admin"]
    )
    pembinaan.decide_revocation(revocation=revocation, by=cast["pimpinan"], approve=True)


def _coach(cycle: Cycle, cast: Troupe, operators: dict[str, User]) -> None:
    for code in ("bapas-pontianak", "kanim-entikong"):
        participation = _of(cycle, code)
        for point in lost.lost_points(participation)[:2]:
            pembinaan.create(
                participation=participation,
                indicator_id=point.indicator.pk,
                text=f"Penuhi {point.indicator.title.lower()} dan unggah buktinya.",
                owner=operators[code].name,
                due_date=dates.today() + dt.timedelta(days=60),
                by=cast["kanwil.kalbar"],
            )


def is_told(cycle: Cycle) -> bool:
    """Whether the demo has been played in the cycle."""
    return cycle.applications.exists() or Approval.objects.filter(cycle=cycle).exists()
