"""The voices about one indicator in one table: the unit's own, the region's, the verifier's. Pure."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.verifikasi.models import Verdict

if TYPE_CHECKING:
    from assessments.verifikasi.queries.sheets import Item

TONES = {
    Verdict.Decision.FITS: "success",
    Verdict.Decision.REPAIR: "attention",
    Verdict.Decision.UNMET: "danger",
}


@dataclass(frozen=True)
class Voice:
    """What one of them says, and how it differs from the others."""

    who: str
    level: str = ""
    verdict: str = ""
    tone: str = "neutral"
    note: str = ""
    by: str = ""
    differences: tuple[str, ...] = ()


def voices(item: "Item") -> list[Voice]:
    """The self-assessment, the recommendation and the verdict that holds now."""
    found = [Voice("Unit", level=item.claim)]
    advice, verdict = item.advice, item.verdict if item.is_decided else None
    if advice:
        found.append(
            Voice(
                "Pemeriksa wilayah",
                verdict=str(advice.get_recommendation_display()),
                tone=TONES[Verdict.Decision(advice.recommendation)],
                note=advice.note,
                by=advice.advised_by.name,
            )
        )
    if verdict:
        found.append(
            Voice(
                "Verifikator",
                level=level_of(verdict),
                verdict=str(verdict.get_decision_display()),
                tone=TONES[Verdict.Decision(verdict.decision)],
                note=verdict.note,
                by=f"{verdict.decided_by.name}, putaran {verdict.round}",
                differences=tuple(differences(item)),
            )
        )
    return found


def level_of(verdict: Verdict) -> str:
    """The level according to the verifier, in words."""
    if verdict.not_applicable:
        return "Tidak berlaku, disetujui"
    return verdict.level.label if verdict.level else ""


def differences(item: "Item") -> list[str]:
    """Where those who check differ from the unit and from each other, in words."""
    verdict, advice = item.verdict if item.is_decided else None, item.advice
    found = []
    if verdict and verdict.level and item.answer.not_applicable:
        found.append("“Tidak berlaku” ditolak")
    elif verdict and verdict.level and verdict.level_id != item.answer.level_id:
        found.append("Tingkat berbeda dari isian unit")
    if verdict and advice and verdict.decision != advice.recommendation:
        found.append("Berbeda dari rekomendasi wilayah")
    return found
