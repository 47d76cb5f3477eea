"""The sentences that verifiers keep ready."""

from django.db.models import QuerySet

from assessments.verifikasi.models import ReadySentence


def offered(code: str) -> list[ReadySentence]:
    """What is offered on the page of an indicator: its own first, then those for all. One query."""
    return list(ReadySentence.objects.filter(retired_at=None, code__in=["", code]).order_by("-code", "text", "id"))


def all_sentences() -> QuerySet[ReadySentence]:
    """Every sentence, those in use first."""
    return ReadySentence.objects.select_related("changed_by").order_by("retired_at", "code", "text", "id")
