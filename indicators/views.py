"""The admin's pages on the instrument."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators import examples, queries, rules, workflow
from indicators.forms import ExampleForm, IndicatorForm, InstrumentForm, LevelFormSet, RequirementFormSet
from indicators.models import EvidenceRequirement, Indicator, IndicatorExample, Instrument
from indicators.workflow import Refused
from units.access import require_role
from units.models import Role


@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """All versions of all instruments."""
    require_role(request.user, Role.ADMIN, Role.LEADERSHIP)
    return render(request, "indicators/instruments.html", {"instruments": Instrument.objects.all()})


@require_safe
def instrument(request: HttpRequest, pk: int) -> HttpResponse:
    """One version, whole."""
    user = require_role(request.user, Role.ADMIN, Role.LEADERSHIP)
    found = get_object_or_404(Instrument, pk=pk)
    context = {
        "instrument": found,
        "criteria": queries.criteria_of(found),
        "copy_reasons": rules.copy_to_draft(found, user),
        "publish_reasons": rules.publish(found, user),
        "administers": user.has_role(Role.ADMIN),
        "may_edit": not rules.edit(found, user),
    }
    return render(request, "indicators/instrument.html", context)


@require_POST
def instrument_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a published version to a new draft."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(Instrument, pk=pk)
    try:
        draft = workflow.copy_to_draft(instrument=found, by=user)
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
        return redirect("instrument", pk)
    messages.success(request, f"Rancangan versi {draft.version} dibuat. Versi {found.version} tidak berubah.")
    return redirect("instrument", draft.pk)


@require_POST
def instrument_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze a draft."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(Instrument, pk=pk)
    try:
        workflow.publish(instrument=found, by=user)
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, f"{found} diterbitkan dan tidak dapat diubah lagi.")
    return redirect("instrument", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def instrument_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, legal basis and threshold of a draft."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(Instrument, pk=pk)
    form = InstrumentForm(request.POST or None, instance=found)
    refusal = rules.edit(Instrument.objects.get(pk=pk), user)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            workflow.edit(instrument=found, by=user, forms=[form], subject="instrument")
        except Refused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Rancangan instrumen disimpan.")
            return redirect("instrument", pk)
    context = {"instrument": found, "form": form, "refusal": refusal}
    return render(request, "indicators/instrument_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Words, weight, levels and evidence requirements of one indicator of a draft."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(Indicator.objects.select_related("criterion__instrument"), pk=pk)
    draft = found.criterion.instrument
    form = IndicatorForm(request.POST or None, instance=found)
    levels = LevelFormSet(request.POST or None, instance=found, prefix="level")
    requirements = RequirementFormSet(
        request.POST or None,
        queryset=EvidenceRequirement.objects.filter(level__indicator=found)
        .select_related("level")
        .order_by("level__position", "position"),
        prefix="syarat",
    )
    refusal = rules.edit(draft, user)
    parts = [form, levels, requirements]
    # Each part is asked, so that the page shows the faults of all of them at once.
    is_valid = [part.is_valid() for part in (form, levels, requirements)]
    if request.method == "POST" and not refusal and all(is_valid):
        try:
            workflow.edit(instrument=draft, by=user, forms=parts, subject=found.code)
        except Refused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, f"Indikator {found.code} disimpan.")
            return redirect("instrument", draft.pk)
    context = {
        "indicator": found,
        "instrument": draft,
        "form": form,
        "levels": levels,
        "requirements": requirements,
        "refusal": refusal,
    }
    return render(request, "indicators/indicator_edit.html", context)


# --- example photos ----------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_examples(request: HttpRequest, pk: int) -> HttpResponse:
    """The example photos of an indicator, and a form to add one; published or not."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(Indicator.objects.select_related("criterion__instrument"), pk=pk)
    form = ExampleForm(request.POST or None, request.FILES or None)
    refusal = examples.may_add(found, user)
    if request.method == "POST" and form.is_valid():
        try:
            examples.add(indicator=found, words=form.words, picture=form.cleaned_data["picture"], by=user)
        except Refused as refused:
            refusal = refused.sentences
        else:
            messages.success(request, "Contoh foto ditambahkan dan langsung tampak pada halaman indikator.")
            return redirect("indicator_examples", pk)
    context = {
        "indicator": found,
        "instrument": found.criterion.instrument,
        "examples": found.examples.defer("picture"),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "indicators/examples.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def example_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of an example, or its photo."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(IndicatorExample.objects.select_related("indicator").defer("picture"), pk=pk)
    form = ExampleForm(request.POST or None, request.FILES or None, example=found)
    if request.method == "POST" and form.is_valid():
        examples.change(example=found, words=form.words, picture=form.cleaned_data["picture"], by=user)
        messages.success(request, "Contoh foto disimpan.")
        return redirect("indicator_examples", found.indicator_id)
    return render(request, "indicators/example_edit.html", {"example": found, "form": form})


@require_POST
def example_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove an example."""
    user = require_role(request.user, Role.ADMIN)
    found = get_object_or_404(IndicatorExample.objects.defer("picture"), pk=pk)
    examples.remove(example=found, by=user)
    messages.success(request, "Contoh foto dihapus.")
    return redirect("indicator_examples", found.indicator_id)


@require_safe
def example_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo of an example, for the admin; others see it beside their indicator."""
    require_role(request.user, Role.ADMIN)
    return examples.respond(request, get_object_or_404(IndicatorExample.objects.defer("picture"), pk=pk))
