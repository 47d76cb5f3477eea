"""Questions about people that pages ask."""

from django.db.models import Prefetch, Q, QuerySet

from units.models import Posting, User


def people(*, q: str = "", role: str = "") -> QuerySet[User]:
    """Accounts by name with today's postings as ``postings_now``; ``q`` searches name, e-mail and unit."""
    found = User.objects.all()
    current = Posting.objects.current()
    if role:
        found = found.filter(pk__in=current.filter(role=role).values("user"))
    for word in q.split():
        at_unit = current.filter(Q(work_unit__name__icontains=word) | Q(work_unit__short_name__icontains=word)).values(
            "user"
        )
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(pk__in=at_unit))
    postings = Prefetch("postings", queryset=current.select_related("work_unit"), to_attr="postings_now")
    return found.prefetch_related(postings).order_by("name", "pk")
