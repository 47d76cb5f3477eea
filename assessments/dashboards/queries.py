"""Across all rooms: the shell of every page and what waits for a person."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of every page: navigation per role, name, unread messages, announcements."""
    return {}
