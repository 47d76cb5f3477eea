"""What the minutes of a plenary meeting say."""

from decimal import Decimal

from assessments.documents import contexts
from assessments.documents import workflow as documents
from assessments.documents.models import Document
from assessments.penilaian.models import Attendance, Pleno, Result
from assessments.penilaian.queries.pleno import Minutes
from units.models import User


def issue_minutes(pleno: Pleno, said: Minutes, *, by: User) -> Document:
    """The minutes of a meeting that is just being closed."""
    threshold = next((row.threshold for _, row in said.rows), None)
    return documents.issue(
        kind=Document.Kind.PLENO,
        cycle=pleno.cycle,
        context=contexts.PlenoMinutes(
            year=pleno.cycle.year,
            agenda=pleno.agenda,
            venue=pleno.place,
            place=pleno.cycle.place,
            dated=pleno.held_on,
            size=pleno.members,
            quorum=pleno.quorum,
            present=sum(mode != Attendance.Mode.EXCUSED for _, mode in said.members),
            threshold=_printed(threshold) if threshold is not None else "",
            members=tuple(
                contexts.PlenoMember(name=member.user.name, body=member.body, presence=Attendance.Mode(mode).label)
                for member, mode in said.members
            ),
            units=tuple(_of_meeting(place, row, said) for place, row in said.rows),
            conclusion=pleno.conclusion,
            leader=contexts.Signatory(title="Ketua Tim Penilai", name=by.name),
        ),
        by=by,
        title=f"Berita acara rapat pleno {pleno.cycle.year}",
        # No figure and no unit: the paper is older than the announcement.
        public_facts={"title": "Rapat pleno tim penilai", "year": str(pleno.cycle.year)},
        register="berita_pleno",
    )


def _of_meeting(place: int, row: Result, said: Minutes) -> contexts.PlenoUnit:
    unit = row.participation
    issues = [f"Isu aktual: {text}" for text in said.issues.get(unit.pk, [])]
    return contexts.PlenoUnit(
        rank=place,
        name=unit.work_unit.name,
        region=unit.work_unit.province.name,
        total=_printed(row.total),
        outcome=contexts.MEETS if row.meets else contexts.FALLS_SHORT,
        remarks=(*issues, *said.notes.get(unit.pk, [])),
    )


def _printed(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")
