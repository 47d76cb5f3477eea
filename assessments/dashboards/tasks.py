"""What the clock does for the pages over all rooms."""

from django.core.cache import cache

from assessments.dashboards import digests

# When everybody was told, newcomers and changed deadlines are looked for once in so many seconds.
PAUSE = 15 * 60


def remind() -> int:
    """Send the digests of the day, some at a time."""
    if cache.get("tick:digests"):
        return 0
    sent = digests.send()
    if not sent:
        cache.set("tick:digests", 1, timeout=PAUSE)
    return sent
