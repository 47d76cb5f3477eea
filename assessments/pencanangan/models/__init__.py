"""Stage 1: application, ceremony, witnesses, declarations, their pile and their scans."""

from assessments.pencanangan.models.applications import (
    Application,
    ApplicationQuerySet,
    ApplicationUnit,
    DateProposal,
    Nomination,
)
from assessments.pencanangan.models.ceremonies import Ceremony, CeremonyChange, CeremonyPhoto, Witness
from assessments.pencanangan.models.declarations import Declaration
from assessments.pencanangan.models.piles import Pile
from assessments.pencanangan.models.scans import ScanPage, ScanSource

__all__ = [
    "Application",
    "ApplicationQuerySet",
    "ApplicationUnit",
    "Ceremony",
    "CeremonyChange",
    "CeremonyPhoto",
    "DateProposal",
    "Declaration",
    "Nomination",
    "Pile",
    "ScanPage",
    "ScanSource",
    "Witness",
]
