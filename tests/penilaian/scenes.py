"""The way of a unit through the scoring, by the verbs, so that a test begins where its story begins."""

from collections.abc import Iterable, Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.cycle.models import Approval, Participation
from assessments.cycle.states import State
from assessments.files.workflow import receive
from assessments.penilaian import queries, workflow
from assessments.penilaian.models import Assignment, Decree, Result, TeamMember
from assessments.penilaian.settlements import Choice
from assessments.penilaian.workflow import decrees
from assessments.penilaian.workflow.decrees import DecreeFacts
from assessments.verifikasi.models import Answer, Evidence, Verdict
from indicators.models import Indicator, Level
from p2ham.lib import dates
from tests import samples
from tests.cast import Cast
from units.models import User, WorkUnit

Levels = Mapping[str, str]
NUMBER = "CONTOH-01.HA.03.07 Tahun 2026"
WHY = "Bukti menunjukkan hal yang berbeda."


BODIES = {
    "assessor": "Ombudsman RI",
    "second_assessor": "Universitas Contoh",
    "third_assessor": "Direktorat Jenderal Contoh",
}


def member(cast: Cast, user: User, body: str = "Ombudsman RI", **fields: object) -> TeamMember:
    """The person as a member of the team of the running cycle."""
    defaults = {
        "decree_number": "CONTOH-02",
        "decree_date": dates.today(),
        "body": body,
        "quota": 30,
        "added_by": cast.lead,
    }
    return TeamMember.objects.update_or_create(cycle=cast.cycle, user=user, defaults=defaults | fields)[0]


def team(cast: Cast) -> None:
    """Asih, Anton and Amir are members, each of another body; whoever is one already stays as they are."""
    there = set(TeamMember.objects.filter(cycle=cast.cycle).values_list("user", flat=True))
    for name, body in BODIES.items():
        user = getattr(cast, name)
        if user.pk not in there:
            member(cast, user, body)


def indicators(participation: Participation) -> dict[str, Indicator]:
    """The unit's indicators by code."""
    found = Indicator.objects.filter(criterion__instrument=participation.cycle.instrument_id)
    return {row.code: row for row in found.applicable_to(participation.work_unit.groups)}


def level(indicator: Indicator, code: str) -> Level:
    return indicator.levels.get(code=code)


def passed(
    cast: Cast, unit: WorkUnit | None = None, verified: Levels | None = None, *, na: Iterable[str] = ()
) -> Participation:
    """A unit that passed the verification: everything “ada” unless ``verified`` says otherwise."""
    team(cast)
    participation = cast.participation(State.PASSED, unit)
    for code, indicator in indicators(participation).items():
        not_applicable = code in na
        found = None if not_applicable else level(indicator, (verified or {}).get(code, "ada"))
        answer = Answer.objects.create(
            participation=participation, indicator=indicator, level=found, not_applicable=not_applicable
        )
        Verdict.objects.create(
            answer=answer,
            round=1,
            decision=Verdict.Decision.FITS,
            level=found,
            not_applicable=not_applicable,
            decided_by=cast.verifier,
        )
    return participation


def attach(participation: Participation, by: User, code: str = "A1", seed: int = 1) -> Evidence:
    """A photo on an answer of the unit."""
    answer = Answer.objects.get(participation=participation, indicator__code=code)
    upload = SimpleUploadedFile("toilet.jpg", samples.photo(seed=seed, size=(320, 240)))
    file = receive(upload=upload, participation=participation, purpose="data-dukung", by=by)
    requirement = answer.level.requirements.all()[0]
    return Evidence.objects.create(
        answer=answer, file=file, requirement=requirement, description="Pegangan rambat", added_by=by
    )


def assigned(cast: Cast, unit: WorkUnit | None = None, **more: object) -> tuple[Assignment, Assignment]:
    """A passed unit given to Asih and Anton."""
    participation = passed(cast, unit, **more)  # type: ignore[arg-type]
    first, second = workflow.assign(
        participation=participation, assessors=[cast.assessor, cast.second_assessor], by=cast.lead
    )
    return first, second


def score(assignment: Assignment, levels: Levels, why: str = WHY, by: User | None = None) -> None:
    """Give these levels, each with a reason."""
    found = indicators(assignment.participation)
    for code, name in levels.items():
        workflow.score(
            assignment=assignment,
            indicator_id=found[code].pk,
            level=level(found[code], name),
            justification=why,
            by=by or assignment.assessor,
        )


def complete(assignment: Assignment, levels: Levels | None = None, why: str = WHY) -> None:
    """Score the whole sheet (“ada” unless said otherwise) and finish it."""
    sheet = queries.sheet(assignment)
    score(
        assignment,
        {item.indicator.code: (levels or {}).get(item.indicator.code, "ada") for item in sheet.to_score},
        why,
    )
    workflow.finalise(assignment=assignment, by=assignment.assessor)


def scored(
    cast: Cast, unit: WorkUnit | None = None, first: Levels | None = None, second: Levels | None = None, **more: object
) -> Participation:
    """A unit whose two assessors are done."""
    one, two = assigned(cast, unit, **more)
    complete(one, first, "Menurut Asih cukup.")
    complete(two, second, "Menurut Anton cukup.")
    return Participation.objects.with_place().get(pk=one.participation_id)


def settled(cast: Cast, unit: WorkUnit | None = None, levels: Levels | None = None, **more: object) -> Participation:
    """A unit whose assessors agree on ``levels`` and whose result the lead has settled."""
    participation = scored(cast, unit, levels, levels, **more)
    workflow.settle(participation=participation, choices={}, by=cast.lead)
    return Participation.objects.with_place().get(pk=participation.pk)


def facts(number: str = NUMBER) -> DecreeFacts:
    return DecreeFacts(
        number=number,
        date=dates.today(),
        title="Penetapan Predikat Unit Kerja Pelayanan Publik Berbasis HAM",
        signatory_name="Pejabat Contoh",
        signatory_title="Menteri Contoh",
        place="Jakarta",
    )


def proposed(cast: Cast, *participations: Participation, number: str = NUMBER) -> Decree:
    """A decree on these units that waits for the second person."""
    return decrees.record(cycle=cast.cycle, facts=facts(number), participations=participations, by=cast.admin)


def decreed(cast: Cast, *participations: Participation, number: str = NUMBER) -> Decree:
    """A decree in force."""
    return decrees.decide(decree=proposed(cast, *participations, number=number), by=cast.leadership, approve=True)


def released(cast: Cast, unit: WorkUnit | None = None, levels: Levels | None = None) -> Participation:
    """A unit whose result is released: with the predikat, unless ``levels`` are too low."""
    participation = settled(cast, unit, levels)
    decreed(cast, participation, number=f"{NUMBER} / {participation.pk}")
    return Participation.objects.with_place().get(pk=participation.pk)


def choices(participation: Participation, levels: Levels, why: str = "Setelah dibandingkan.") -> dict[int, Choice]:
    """The lead's choices by code."""
    found = indicators(participation)
    return {found[code].pk: Choice(level(found[code], name), why) for code, name in levels.items()}


def result(participation: Participation) -> Result:
    return Result.objects.get(participation=participation)


def anew(user: User) -> User:
    """The person as the next request sees them: postings are read again."""
    return User.objects.get(pk=user.pk)


def decision_of(decree: Decree) -> str:
    return str(Approval.objects.get(decree=decree).decision)
