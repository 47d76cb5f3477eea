"""Another lead was faster: the page (409) that gives back what was typed, beside what is stored or settled."""

from django.http import HttpRequest, HttpResponse, QueryDict

from assessments.cycle.models import Participation
from assessments.penilaian.forms import SettleForm
from assessments.penilaian.queries import Deliberation
from p2ham.lib import dates
from p2ham.lib.http import conflict


def typed_on(data: QueryDict) -> dict[str, str]:
    """The words of a form whose fields are not known any more."""
    words = [value for name in data for value in data.getlist(name) if name.startswith(("reason", "total", "note"))]
    return {f"Tulisan Anda ({place})": text for place, text in enumerate(filter(str.strip, words), 1)}


def overtaken(stored: Deliberation) -> str:
    """Who has saved since, and when."""
    who = stored.saved_by.name if stored.saved_by else "Orang lain"
    when = f" pukul {dates.clock(stored.saved_at)}" if stored.saved_at else ""
    return f"{who} sudah menyimpan penetapan unit ini{when}, setelah Anda membukanya."


def _told(form: SettleForm, found: Deliberation, before: str) -> dict[str, str]:
    texts = {}
    for judged in form.settlement.judged:
        choice = found.choices.get(judged.item.pk)
        if choice and not choice.is_empty:
            level = choice.level.label if choice.level else "(tingkat belum dipilih)"
            texts[f"{before} untuk {judged.item.indicator.code}"] = f"{level}\n{choice.reason}".strip()
    texts[f"{before} tentang nilai akhir"] = found.total_reason
    texts[f"{before}: catatan untuk unit"] = found.note
    return texts


def both_versions(request: HttpRequest, form: SettleForm, stored: Deliberation) -> HttpResponse:
    """What the reader typed, and what another lead has saved since."""
    texts = _told(form, form.typed, "Isian Anda") | _told(form, stored, "Yang tersimpan")
    return conflict(request, texts, sentence=f"{overtaken(stored)} Kiriman Anda belum disimpan.")


def settled_meanwhile(
    request: HttpRequest, participation: Participation, form: SettleForm, sentences: list[str]
) -> HttpResponse:
    """What the reader typed, and, when another lead has settled the unit, what was settled."""
    form.is_valid()
    texts = _told(form, form.typed, "Isian Anda")
    result = participation.results.current().select_related("settled_by").first()
    if result is None:
        return conflict(request, texts, sentence=" ".join(sentences))
    lines = result.lines.exclude(value=None).select_related("indicator", "level")
    texts["Yang ditetapkan"] = "\n".join(
        [f"Nilai akhir {dates.number(result.total, 2)}", *(f"{line.indicator.code}: {line.label}" for line in lines)]
    )
    when = dates.long_datetime(result.settled_at)
    return conflict(
        request,
        texts,
        sentence=f"{result.settled_by.name} sudah menetapkan nilai unit ini pada {when}. Kiriman Anda tidak mengubahnya.",
    )
