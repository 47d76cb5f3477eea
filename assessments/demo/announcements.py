"""The demo's announcements, from fixtures/announcements.json."""

import datetime as dt
import json
from pathlib import Path

from django.utils import timezone

from units.models import Announcement
from units.reference import FOLDER


def load(folder: Path = FOLDER) -> None:
    """Announcements with times counted from now; one with the same title is left as it is."""
    now = timezone.now()
    for row in json.loads((folder / "announcements.json").read_text(encoding="utf-8")):
        Announcement.objects.get_or_create(
            title=row["title"],
            defaults={
                "body": row["body"],
                "role": row["role"],
                "since": now + dt.timedelta(days=row["opens_in_days"]),
                "until": now + dt.timedelta(days=row["closes_in_days"]),
            },
        )
