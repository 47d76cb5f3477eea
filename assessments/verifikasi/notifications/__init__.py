"""Who is told what in stage 2."""

from assessments.verifikasi.notifications.outcomes import proposed_together
from assessments.verifikasi.notifications.sheets import (
    decided,
    distributed,
    handed_over,
    lapsed,
    mend,
    not_submitted,
    pack_ended,
    release_asked,
    release_sent_back,
    reopened,
    repair_reopened,
    returned,
    started,
    submitted,
    taken_over,
    withdrawn,
)
from assessments.verifikasi.notifications.voices import voice_asked, voice_finished, voice_passed_over

__all__ = [
    "decided",
    "distributed",
    "handed_over",
    "lapsed",
    "mend",
    "not_submitted",
    "pack_ended",
    "proposed_together",
    "release_asked",
    "release_sent_back",
    "reopened",
    "repair_reopened",
    "returned",
    "started",
    "submitted",
    "taken_over",
    "voice_asked",
    "voice_finished",
    "voice_passed_over",
    "withdrawn",
]
