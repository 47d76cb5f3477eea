"""What this room tells people. No message names a score; outcomes only once the decree is in force."""

from assessments.penilaian.notifications.decrees import certified, decided
from assessments.penilaian.notifications.scoring import all_final, assigned, drawn, settled

__all__ = ["all_final", "assigned", "certified", "decided", "drawn", "settled"]
