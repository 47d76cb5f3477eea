"""The part of a list that a reader chose."""

from django.http import HttpRequest


def chosen_part(request: HttpRequest, parts: dict[str, str]) -> str:
    """The asked-for part when there is such a one, else the first."""
    asked = request.GET.get("bagian", "")
    return asked if asked in parts else next(iter(parts))
