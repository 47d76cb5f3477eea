"""What the two papers of this stage say: berita acara for a pass, surat keterangan for a fail."""

import dataclasses
import datetime as dt

from assessments.cycle.models import Approval, Cycle, Participation, Signatory, Window
from assessments.cycle.states import MoveName, Stage
from assessments.documents import contexts
from assessments.documents.models import Document
from assessments.documents.workflow import issue, replace
from assessments.verifikasi.models import Verdict
from assessments.verifikasi.queries.sheets import Item, Sheet
from p2ham.lib import dates
from units.models import Official, User

AGAIN = "Unit dapat mengikuti P2HAM kembali pada siklus berikutnya, melalui koordinator wilayahnya."
# As much as the field takes.
MOST_REASONS = 2000


def draft(participation: Participation, move: MoveName, note: str, sheet: Sheet, *, by: User) -> contexts.Findings:
    """The paper that a proposal of this person would lead to, marked as a preview; nothing of it is kept."""
    wanted = Approval(move=move, cycle=participation.cycle, participation=participation, note=note, proposed_by=by)
    return dataclasses.replace(_context(wanted, sheet), preview=True)


def reasons(sheet: Sheet) -> str:
    """A first wording of why the unit fails, from the indicators that are not met."""
    unmet = sheet.decided_as(Verdict.Decision.REPAIR, Verdict.Decision.UNMET)
    if not unmet:
        return ""
    head = (
        f"Sampai putaran {sheet.participation.round}, {len(unmet)} dari {len(sheet.items)} indikator belum terpenuhi:"
    )
    whole = [f"{item.indicator.code} {item.indicator.title}: {verdict.note}" for item, verdict in unmet]
    # The notes stand in the table of the paper too: rather none of them here than one that ends in the middle.
    titles = [f"{item.indicator.code} {item.indicator.title}" for item, _ in unmet]
    codes = [", ".join(item.indicator.code for item, _ in unmet)]
    wordings = ["\n".join([head, *lines]) for lines in (whole, titles, codes)]
    return next((words for words in wordings if len(words) <= MOST_REASONS), wordings[-1][:MOST_REASONS])


def again_from(participation: Participation) -> dt.date:
    """From which day the unit may apply again: when the next cycle opens for it, else when the next year begins."""
    year = participation.cycle.year + 1
    windows = Window.objects.filter(cycle__year=year, stage=Stage.PENCANANGAN, category=participation.category)
    opens_at = windows.values_list("opens_at", flat=True).first()
    return dates.day_of(opens_at) if opens_at else dt.date(year, 1, 1)


def preview(approval: Approval, sheet: Sheet) -> contexts.Findings:
    """The paper as it would be issued now, without number and code."""
    return _context(approval, sheet)


def issue_outcome(approval: Approval, sheet: Sheet, *, by: User) -> Document:
    """Issue the paper of an approved outcome with the register's next number, in the caller's transaction."""
    participation = sheet.participation
    earlier = participation.documents.filter(kind__in=[Document.Kind.MINUTES, Document.Kind.STATEMENT])
    # An earlier decision was reopened: its paper is locked before the number of the new one is taken.
    old = earlier.filter(replaced_by=None).select_for_update(of=("self",), no_key=True).first()
    kind = Document.Kind.MINUTES if approval.move == MoveName.PASS else Document.Kind.STATEMENT
    issued = issue(
        kind=kind,
        cycle=participation.cycle,
        context=_context(approval, sheet),
        by=by,
        participation=participation,
        title=f"{kind.label} {participation.work_unit.short_name}",
        public_facts={
            "unit": participation.work_unit.name,
            "institution": participation.institution.name,
            "year": str(participation.cycle.year),
        },
        register=kind.value,
    )
    if old:
        replace(old=old, new=issued, by=by, note="Hasil verifikasi diputuskan kembali.")
    return issued


def _context(approval: Approval, sheet: Sheet) -> contexts.Findings:
    return _minutes(approval, sheet) if approval.move == MoveName.PASS else _statement(approval, sheet)


def _office(cycle: Cycle) -> contexts.Office:
    return contexts.Office(institution="Pelayanan Publik Berbasis HAM", name=f"Tim Verifikasi {cycle.title}")


def _minutes(approval: Approval, sheet: Sheet) -> contexts.VerificationMinutes:
    participation = sheet.participation
    cycle, unit = participation.cycle, participation.work_unit
    return contexts.VerificationMinutes(
        office=_office(cycle),
        unit=unit.name,
        institution=participation.institution.name,
        region=unit.province.name,
        year=cycle.year,
        instrument=str(cycle.instrument),
        findings=tuple(_finding(item, item.verdict) for item in sheet.items if item.verdict),
        place=cycle.place,
        dated=dates.today(),
        legal_basis=tuple(cycle.legal_basis),
        team=tuple(contexts.TeamMember(name=name) for name in _team(approval, sheet)),
        unit_signatory=_head(participation),
        acknowledged_by=_signatory(cycle, Signatory.Purpose.MINUTES),
    )


def _statement(approval: Approval, sheet: Sheet) -> contexts.VerificationStatement:
    participation = sheet.participation
    cycle, unit = participation.cycle, participation.work_unit
    unmet = sheet.decided_as(Verdict.Decision.REPAIR, Verdict.Decision.UNMET)
    return contexts.VerificationStatement(
        office=_office(cycle),
        unit=unit.name,
        institution=participation.institution.name,
        region=unit.province.name,
        year=cycle.year,
        instrument=str(cycle.instrument),
        findings=tuple(_finding(item, verdict) for item, verdict in unmet),
        place=cycle.place,
        dated=dates.today(),
        legal_basis=tuple(cycle.legal_basis),
        signatory=_signatory(cycle, Signatory.Purpose.STATEMENT),
        summary=approval.note,
        again_from=again_from(participation),
        again_note=AGAIN,
    )


def _finding(item: Item, verdict: Verdict) -> contexts.Finding:
    level = "Tidak berlaku" if verdict.not_applicable else verdict.level.label if verdict.level else ""
    words = [f"Tingkat: {level}." if level else "", verdict.note]
    return contexts.Finding(
        criterion=f"{item.criterion.code}. {item.criterion.title}",
        code=item.indicator.code,
        indicator=item.indicator.title,
        status=str(verdict.get_decision_display()),
        note=" ".join(word for word in words if word),
    )


def _team(approval: Approval, sheet: Sheet) -> list[str]:
    """Everybody whose verdict counts, and who proposed the outcome."""
    names = [item.verdict.decided_by.name for item in sheet.items if item.verdict]
    return list(dict.fromkeys([approval.proposed_by.name, *names]))


def _head(participation: Participation) -> contexts.Signatory:
    head = Official.objects.filter(work_unit=participation.work_unit_id, valid_until=None).first()
    if head is None:
        return contexts.Signatory(title=f"Kepala {participation.work_unit.name}")
    return contexts.Signatory(title=head.title, name=head.name, nip=head.nip, rank=head.rank, capacity=head.standing)


def _signatory(cycle: Cycle, purpose: Signatory.Purpose) -> contexts.Signatory:
    found = cycle.signatories.filter(purpose=purpose).first()
    if found is None:
        return contexts.Signatory(title="Pejabat yang berwenang")
    return contexts.Signatory(title=found.title, name=found.name)
