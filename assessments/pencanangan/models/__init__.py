"""Stage 1: application, ceremony, witnesses, declarations."""

from assessments.pencanangan.models.applications import Application, ApplicationQuerySet, ApplicationUnit
from assessments.pencanangan.models.ceremonies import Ceremony, Witness
from assessments.pencanangan.models.declarations import Declaration

__all__ = ["Application", "ApplicationQuerySet", "ApplicationUnit", "Ceremony", "Declaration", "Witness"]
