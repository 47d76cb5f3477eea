"""The words that templates speak: tags and filters of the look (a template builtin, never loaded by hand).

Objects are duck-typed: this file knows attributes, not models.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import cast
from zlib import crc32

from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.utils import flatatt
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from p2ham.lib import dates

register = template.Library()

TONES = {
    "neutral": "circle",
    "waiting": "hourglass",
    "attention": "warning",
    "success": "check-circle",
    "danger": "stop-circle",
    "info": "info",
}
MESSAGE_TONES = {"debug": "neutral", "info": "info", "success": "success", "warning": "attention", "error": "danger"}
STAGE_WORDS = {"done": "selesai", "current": "sedang berlangsung", "upcoming": "belum dimulai", "failed": "tidak lolos"}
STAGE_ICONS = {"done": "check", "current": "dot", "upcoming": "circle", "failed": "close"}


# --- files and pictures ----------------------------------------------------------------------------------------------
@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file; an error page must never fail because the manifest is missing."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite: decoration, or a picture with a spoken label."""
    source = f"{asset('img/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, source)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', source)


# --- status ----------------------------------------------------------------------------------------------------------
@register.simple_tag
def badge(text: str, tone: str = "neutral", picture: str = "") -> SafeString:
    """A status in words, with a shape and a colour."""
    return format_html(
        '<span class="status tone-{}">{}<span>{}</span></span>', tone, icon(picture or TONES[tone]), text
    )


@register.filter
def tone_icon(tone: str) -> str:
    """The icon that stands for a tone."""
    return TONES[tone]


@register.filter
def message_tone(level_tag: str) -> str:
    """The tone of a Django message."""
    return MESSAGE_TONES.get(level_tag, "info")


@register.inclusion_tag("components/_stepper.html")
def stepper(stages: Iterable[object]) -> dict[str, object]:
    """The stages of the path: objects with label, state (done, current, upcoming, failed) and note."""
    return {"stages": stages}


@register.filter
def stage_words(state: str) -> str:
    """What a screen reader hears for a stage's state."""
    return STAGE_WORDS[state]


@register.filter
def stage_icon(state: str) -> str:
    """The sign in the circle of a stage."""
    return STAGE_ICONS[state]


@register.simple_tag
def deadline(value: datetime | None, tz: str | None = None) -> SafeString:
    """An instant in WIB and in the reader's zone, with the time that is left; a full stop may follow at once."""
    if value is None:
        return format_html('<span class="deadline">{}</span>', dates.NO_DEADLINE)
    left = value - timezone.now()
    urgency = "past" if left < timedelta() else "soon" if left < timedelta(days=3) else "calm"
    return format_html(
        '<span class="deadline deadline--{}"><time datetime="{}">{}</time> <span class="deadline__left">{}</span></span>',
        urgency,
        value.isoformat(),
        dates.deadline(value, tz),
        dates.time_left(value),
    )


@register.inclusion_tag("components/_meter.html")
def meter(value: int | Decimal, maximum: int | Decimal, label: str) -> dict[str, object]:
    """Progress with words: "12 dari 25 indikator lengkap"."""
    return {
        "value": f"{value}",
        "maximum": f"{max(maximum, 1)}",
        "text": f"{dates.number(value)} dari {dates.number(maximum)} {label}",
        "full": value >= maximum,
    }


# --- acting ----------------------------------------------------------------------------------------------------------
def _button(context: Context, label: str, url: str, reasons: Sequence[str] | None, tone: str) -> dict[str, object]:
    seen = cast("list[str]", context.render_context.setdefault("ui_buttons", []))
    seen.append(label)
    return {
        "csrf_token": context.get("csrf_token", ""),
        "label": label,
        "url": url,
        "reasons": list(reasons or ()),
        "tone": tone,
        "reasons_id": f"alasan-{crc32(f'{label} {url} {len(seen)}'.encode()):x}",
    }


@register.inclusion_tag("components/_action_button.html", takes_context=True)
def action_button(
    context: Context,
    label: str,
    url: str,
    reasons: Sequence[str] | None = None,
    tone: str = "primary",
    *,
    icon: str = "",
    name: str = "",
    value: object = "",
    next: str = "",  # noqa: A002 - the name of the hidden field
    small: bool = False,
) -> dict[str, object]:
    """A button that posts, or a disabled one with the sentences that say why."""
    fields = [(key, str(text)) for key, text in ((name, value), ("next", next)) if key and text != ""]
    return {**_button(context, label, url, reasons, tone), "picture": icon, "fields": fields, "small": small}


@register.inclusion_tag("components/_confirm_button.html", takes_context=True)
def confirm_button(
    context: Context,
    label: str,
    url: str,
    question: str,
    reasons: Sequence[str] | None = None,
    tone: str = "danger",
    *,
    yes: str = "",
    icon: str = "",
    name: str = "",
    value: object = "",
    small: bool = False,
) -> dict[str, object]:
    """Like action_button, but it asks first; works without JavaScript."""
    return {
        **_button(context, label, url, reasons, tone),
        "question": question,
        "yes": yes or f"Ya, {label[:1].lower()}{label[1:]}",
        "picture": icon,
        "fields": [(name, str(value))] if name else [],
        "small": small,
    }


# --- forms -----------------------------------------------------------------------------------------------------------
def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "select" if isinstance(widget, forms.Select) else "input"


CLASSES = {"checkbox": "form-check-input", "choices": "form-check-input", "select": "form-select"}


def _dressed(field: BoundField) -> str:
    """Give the widget its class; the kind decides the markup around it."""
    widget = field.field.widget
    kind = _kind(widget)
    classes = str(widget.attrs.get("class", "")).split()
    wanted = CLASSES.get(kind, "form-control")
    if wanted not in classes:
        widget.attrs["class"] = " ".join([*classes, wanted])
    return kind


@register.inclusion_tag("components/_field.html")
def field(field: BoundField, hint: str = "", optional: bool | None = None) -> dict[str, object]:
    """One form field: label, hint, error, widget. Radio and checkbox lists become fieldsets.

    A line of text or a select that may stay empty says so, unless ``optional`` knows better: a draft's form asks for
    nothing, its rule does.
    """
    # Kept on the bound field, whose widget names the hint in aria-describedby.
    field.help_text = hint or (field.help_text if str(field.help_text).strip() else "")
    may_stay_empty = not field.field.required if optional is None else optional
    return {"field": field, "kind": _dressed(field), "hint": field.help_text, "limits": "", "optional": may_stay_empty}


@register.filter
def box(option: BoundWidget) -> SafeString:
    """The button or box of one choice: what Django's ``option.tag`` gives, at a quarter of its cost."""
    data = option.data
    value = "" if data["value"] is None else format_html(' value="{}"', data["value"])
    return format_html('<input type="{}" name="{}"{}{}>', data["type"], data["name"], value, flatatt(data["attrs"]))


@register.simple_tag
def relabel(form: forms.BaseForm, **labels: str) -> str:
    """Our own words for the fields of a library's form; before the summary of errors, which names them too."""
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label = label
            form.fields[name].widget.attrs.pop("placeholder", None)
            form[name].label = label
    return ""


@register.simple_tag
def fields(form: forms.BaseForm) -> SafeString:
    """All fields of a form in their order, laid out by crispy through bootstrap5/field.html."""
    helper = FormHelper(form)
    helper.form_tag, helper.disable_csrf = False, True
    # The page's summary of errors stands above; each field shows its own.
    helper.form_show_errors = False
    html: SafeString = render_crispy_form(form, helper)
    return html


@register.inclusion_tag("components/_choice_cards.html")
def choice_cards(field: BoundField, hints: Mapping[object, str] | None = None) -> dict[str, object]:
    """A radio list as large cards, each with its sentence."""
    _dressed(field)
    texts = {str(key): text for key, text in (hints or {}).items()}
    options = [
        (option, texts.get(str(option.data["value"]), "")) for option in field.subwidgets if option.data["value"] != ""
    ]
    for option, text in options:
        if text:
            # The sentence describes the choice; its name stays the one word.
            option.data["attrs"]["aria-describedby"] = f"{option.id_for_label}_hint"
    return {"field": field, "options": options}


@register.inclusion_tag("components/_field.html")
def file_field(
    field: BoundField, limits: str = "", max_bytes: int | None = None, max_files: int | None = None, accept: str = ""
) -> dict[str, object]:
    """A file input with its limits beside it, known to the browser before anything is sent."""
    attrs = field.field.widget.attrs
    for name, value in (("data-max-bytes", max_bytes), ("data-max-files", max_files), ("accept", accept)):
        if value:
            attrs[name] = value
    return {"field": field, "kind": _dressed(field), "hint": field.help_text, "limits": limits, "optional": False}


@register.filter
def form_problems(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every error of a form as (sentence, address of its field); no address for the form's own errors."""
    found = [(str(text), "") for text in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or bound.auto_id
        found += [(f"{str(bound.label).rstrip('.:')}: {text}", f"#{target}") for text in bound.errors]
    return found


@register.filter
def sentences(items: Iterable[object]) -> list[tuple[str, str]]:
    """Sentences, or (sentence, address) pairs, all as pairs."""
    return [(str(item[0]), str(item[1] or "")) if isinstance(item, tuple | list) else (str(item), "") for item in items]


# --- dates and figures -----------------------------------------------------------------------------------------------
@register.filter
def tanggal(value: date | datetime | None) -> str:
    """ "Kamis, 28 Maret 2024"."""
    return dates.long_date(value) if value else ""


@register.filter
def tanggal_pendek(value: date | datetime | None) -> str:
    """ "28 Mar 2024"."""
    return dates.short_date(value) if value else ""


@register.filter
def tanggal_jam(value: datetime | None, tz: str | None = None) -> str:
    """ "Kamis, 28 Maret 2024 pukul 23.59 WIB"."""
    return dates.long_datetime(value, tz) if value else ""


@register.filter
def jam(value: datetime | None, tz: str | None = None) -> str:
    """ "23.59 WIB"."""
    return dates.clock(value, tz) if value else ""


@register.filter
def jam_detik(value: datetime | None, tz: str | None = None) -> str:
    """ "23.58.10 WIB", for an instant that was recorded to the second."""
    return dates.exact_clock(value, tz) if value else ""


@register.filter
def sisa_waktu(value: datetime | None) -> str:
    """ "3 hari lagi"."""
    return dates.time_left(value) if value else dates.NO_DEADLINE


@register.filter
def angka(value: int | float | Decimal | None, places: int | None = None) -> str:
    """A figure with a decimal comma; a dash where there is none."""
    return "–" if value is None or value == "" else dates.number(value, places)


@register.filter
def persen(value: int | float | Decimal | None, places: int = 0) -> str:
    """A share as a percentage."""
    return "–" if value is None or value == "" else dates.percent(value, places)


@register.filter
def ukuran_berkas(value: int | None) -> str:
    """ "2,4 MB"."""
    return dates.file_size(value) if value is not None else ""


@register.filter
def terbilang(value: int) -> str:
    """ "dua puluh empat"."""
    return dates.spell(int(value))


@register.filter
def tanggal_terbilang(value: date | datetime | None) -> str:
    """ "tanggal dua puluh delapan bulan Maret tahun dua ribu dua puluh empat"."""
    return dates.spelled_date(value) if value else ""


# --- the shell -------------------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def session_ends(context: Context) -> datetime | None:
    """When the signed-in reader's session ends, told from the sign-in; None for anybody else."""
    user = getattr(context.get("request"), "user", None)
    last_login = getattr(user, "last_login", None)
    return last_login + timedelta(seconds=settings.SESSION_COOKIE_AGE) if last_login else None


@register.filter
def seconds_left(value: datetime) -> str:
    """Seconds until an instant, for the browser, whose own clock may be wrong; as text, for no thousand separator."""
    return str(max(0, int((value - timezone.now()).total_seconds())))
