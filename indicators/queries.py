"""Reading an instrument whole, with a constant number of queries."""

from django.db.models import Prefetch, QuerySet

from indicators.models import Criterion, Indicator, Instrument


def indicators_of(instrument: Instrument) -> QuerySet[Indicator]:
    """All indicators in order, with criterion, applicability, levels and requirements."""
    return (
        Indicator.objects.filter(criterion__instrument=instrument)
        .select_related("criterion")
        .prefetch_related("applicability", "levels__requirements")
        .order_by("criterion__position", "position")
    )


def criteria_of(instrument: Instrument) -> list[Criterion]:
    """The criteria in order, each with its indicators as ``indicators.all()``."""
    return list(instrument.criteria.prefetch_related(Prefetch("indicators", queryset=indicators_of(instrument))))
