"""Keyset pages: the next page begins after the last row seen, so page 400 costs what page 1 costs."""

import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

ROW = TypeVar("ROW", bound=Model)
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[ROW]):
    """Rows of one page and the addresses around it, with the filters of the request kept."""

    rows: list[ROW]
    next_url: str | None
    first_url: str | None


def _value(row: Model, path: str) -> object:
    found: object = row
    for name in path.removeprefix("-").split("__"):
        found = getattr(found, name)
    return found


def page(request: HttpRequest, found: QuerySet[ROW], *, by: tuple[str, ...], size: int = SIZE) -> Page[ROW]:
    """The page after ``?setelah=``, ordered by ``by``: paths of columns that never are NULL, unique together.

    A path with a minus in front is ordered descending, as in ``order_by``.
    A mangled ``setelah`` shows the first page.
    """
    found = found.order_by(*by)
    # A place in one list says nothing about another list.
    signer = Signer(salt=":".join(["p2ham.paging", found.model._meta.label, *by]))
    after = request.GET.get("setelah", "")
    if after:
        try:
            values = json.loads(signer.unsign(after))
        except (BadSignature, ValueError):
            after = ""
        else:
            beyond, equal = Q(), Q()
            for name, value in zip(by, values, strict=True):
                path = name.removeprefix("-")
                beyond |= equal & Q(**{f"{path}__{'gt' if path == name else 'lt'}": value})
                equal &= Q(**{path: value})
            found = found.filter(beyond)
    rows = list(found[: size + 1])
    query = request.GET.copy()
    query.pop("setelah", None)
    first_url = f"?{query.urlencode()}" if after else None
    next_url = None
    if len(rows) > size:
        rows = rows[:size]
        query["setelah"] = signer.sign(json.dumps([_value(rows[-1], path) for path in by], default=str))
        next_url = f"?{query.urlencode()}"
    return Page(rows, next_url, first_url)
