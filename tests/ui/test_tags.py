import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace as Thing
from typing import Any

import pytest
from django import forms
from django.template import Context, engines
from django.utils import timezone

from p2ham.templatetags import ui
from tests.ui.gallery import HINTS, ROOT, AnswerForm, FilterForm


def render(source: str, **context: Any) -> str:
    text = engines["django"].engine.from_string(source).render(Context({"csrf_token": "token", **context}))  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", text)


# --- filters ---------------------------------------------------------------------------------------------------------
def filter_of(form: forms.Form, **context: Any) -> str:
    return render('{% include "components/_filter.html" %}', filter=form, **context)


def test_several_filters_stand_open_only_while_they_filter() -> None:
    assert '<details class="filter-fold"><summary>' in filter_of(FilterForm(), filtered=False)
    html = filter_of(FilterForm(), filtered=True)
    assert '<details class="filter-fold" open>' in html
    assert 'href="?"' in html


def test_two_filters_stand_open_always() -> None:
    form = FilterForm()
    del form.fields["kind"]
    assert "details" not in filter_of(form, filtered=False)


# --- status ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("tone", ui.TONES)
def test_badge_has_words_and_a_shape(tone: str) -> None:
    html = render("{% badge text tone %}", text="Lolos <1>", tone=tone)
    assert f"tone-{tone}" in html
    assert f"#{ui.TONES[tone]}" in html
    assert "Lolos &lt;1&gt;" in html


def test_badge_of_an_unknown_tone_fails() -> None:
    with pytest.raises(KeyError):
        render('{% badge "x" "gold" %}')


def test_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in render('{% icon "camera" %}')
    assert 'role="img" aria-label="Foto"' in render('{% icon "camera" "Foto" %}')


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/img/icons.svg").read_text()))
    named = {*ui.TONES.values(), *ui.STAGE_ICONS.values()}
    for template in (ROOT / "templates").rglob("*.html"):
        named.update(re.findall(r'{% icon "([\w-]+)"', template.read_text()))
        named.update(re.findall(r'(?:icon|picture)="([\w-]+)"', template.read_text()))
    assert named <= sprite


@pytest.mark.parametrize("state", ui.STAGE_WORDS)
def test_stepper_says_each_state_in_words(state: str) -> None:
    html = render("{% stepper stages %}", stages=[Thing(label="Verifikasi", state=state, note="")])
    assert ui.STAGE_WORDS[state] in html
    assert ('aria-current="step"' in html) == (state == "current")


def test_deadline_without_an_instant() -> None:
    assert "tanpa batas waktu" in render("{% deadline until %}", until=None)


@pytest.mark.parametrize(
    ("left", "urgency"), [(timedelta(days=9), "calm"), (timedelta(days=2), "soon"), (-timedelta(days=1), "past")]
)
def test_deadline_tells_how_near_it_is(left: timedelta, urgency: str) -> None:
    html = render("{% deadline until %}", until=timezone.now() + left)
    assert f"deadline--{urgency}" in html
    assert "WIB" in html


def test_deadline_shows_the_zone_of_the_reader() -> None:
    html = render("{% deadline until tz %}", until=datetime(2026, 9, 30, 16, 59, tzinfo=UTC), tz="Asia/Jayapura")
    assert "pukul 23.59 WIB (Kamis, 1 Oktober 2026 pukul 01.59 WIT)" in html


def test_deadline_may_end_a_sentence() -> None:
    html = render("Sampai {% deadline until %}.", until=timezone.now() + timedelta(days=9))
    assert html.endswith(" lagi</span></span>.")


def test_meter_says_its_figures_and_has_no_thousand_separator_in_attributes() -> None:
    html = render('{% meter 1200 2500 "berkas" %}')
    assert 'value="1200" max="2500"' in html
    assert "1.200 dari 2.500 berkas" in html


def test_meter_of_nothing_has_a_valid_maximum() -> None:
    assert 'value="0" max="1"' in render('{% meter 0 0 "berkas" %}')


# --- where we are ----------------------------------------------------------------------------------------------------
WHERE = '{% include "components/_where.html" with state_label="Sedang diisi" turn_label="Operator" until=until missing=missing %}'


def test_where_lists_what_is_missing_in_order() -> None:
    html = render(WHERE, until=None, missing=[("A3 belum diisi.", "/a3/"), ("C2 belum diisi.", "")])
    assert html.index("Posisi") < html.index("Giliran") < html.index("Sampai") < html.index("Yang masih kurang")
    assert '<a href="/a3/">A3 belum diisi.</a>' in html
    assert "<li>C2 belum diisi.</li>" in html


def test_where_says_that_nothing_is_missing() -> None:
    assert "Tidak ada yang perlu Anda lengkapi" in render(WHERE, until=None, missing=[])


# --- buttons ---------------------------------------------------------------------------------------------------------
def test_action_button_posts_with_its_token() -> None:
    html = render('{% action_button "Terima" "/terima/" name="move" value=7 next="/x/" %}')
    assert '<form class="action" method="post" action="/terima/">' in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html
    assert '<input type="hidden" name="move" value="7">' in html
    assert '<input type="hidden" name="next" value="/x/">' in html


@pytest.mark.parametrize(
    "tag", ['{% action_button "Kirim" "/kirim/" reasons %}', '{% confirm_button "Kirim" "/kirim/" "Yakin?" reasons %}']
)
def test_refused_button_says_why_and_cannot_post(tag: str) -> None:
    html = render(tag, reasons=["Unggah minimal 3 foto. Baru ada 1."])
    described = re.search(r'aria-disabled="true" aria-describedby="([\w-]+)"', html)
    assert described
    assert f'id="{described[1]}"' in html
    assert "Unggah minimal 3 foto. Baru ada 1." in html
    assert "<form" not in html
    assert 'type="submit"' not in html


def test_two_refused_buttons_have_two_descriptions() -> None:
    html = render('{% action_button "Kirim" "/" reasons %}{% action_button "Kirim" "/" reasons %}', reasons=["Belum."])
    first, second = re.findall(r'aria-describedby="([\w-]+)"', html)
    assert first != second


def test_confirm_button_asks_before_it_posts() -> None:
    html = render('{% confirm_button "Batalkan" "/batal/" "Yakin?" %}')
    assert html.index("<summary") < html.index("Yakin?") < html.index("<form")
    assert "Ya, batalkan" in html


# --- sentences -------------------------------------------------------------------------------------------------------
REFUSAL = '{% include "components/_refusal.html" with sentences=refusal %}'


def test_refusal_shows_sentences_and_links() -> None:
    html = render(REFUSAL, refusal=["Belum lengkap.", ("Isi C2.", "/c2/")])
    assert 'role="alert"' in html
    assert "<li>Belum lengkap.</li>" in html
    assert '<a href="/c2/">Isi C2.</a>' in html


@pytest.mark.parametrize("source", [REFUSAL, '{% include "components/_errors.html" with sentences=refusal %}'])
def test_nothing_refused_draws_nothing(source: str) -> None:
    assert render(source, refusal=[]).strip() == ""


ERRORS = '{% include "components/_errors.html" with form=form %}'


def test_error_summary_links_to_each_field() -> None:
    form = AnswerForm({"level": "ada"})
    html = render(ERRORS + "{% fields form %}", form=form)
    for target in re.findall(r'<li><a href="#([\w-]+)">', html):
        assert f'id="{target}"' in html
    assert '<a href="#id_place">Tempat: ' in html
    assert "lapangan: " in html


def test_error_summary_counts() -> None:
    assert "Ada 1 hal yang perlu dibetulkan" in render(
        ERRORS, form=AnswerForm({"level": "ada", "note": "x", "place": "y", "kind": "luring"})
    )


def test_error_summary_of_a_fresh_form_is_empty() -> None:
    assert render(ERRORS, form=AnswerForm()).strip() == ""


def test_error_summary_shows_errors_of_the_whole_form() -> None:
    class Whole(forms.Form):
        def clean(self) -> None:
            raise forms.ValidationError("Tanggal acara di luar jendela.")

    assert "<li>Tanggal acara di luar jendela.</li>" in render(ERRORS, form=Whole({}))


# --- fields ----------------------------------------------------------------------------------------------------------
def test_field_ties_label_hint_and_error_to_its_widget() -> None:
    html = render("{% field form.note %}", form=AnswerForm({}))
    assert '<label class="form-label" for="id_note">' in html
    assert 'aria-describedby="id_note_helptext id_note_error"' in html
    assert 'id="id_note_helptext"' in html
    assert 'id="id_note_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="form-control"' in html


def test_field_takes_another_hint() -> None:
    html = render('{% field form.place hint="Nama gedung." %}', form=AnswerForm())
    assert 'aria-describedby="id_place_helptext"' in html
    assert "Nama gedung." in html


def test_field_says_which_may_stay_empty() -> None:
    assert "(boleh dikosongkan)" in render("{% field form.day %}", form=AnswerForm())
    assert "(boleh dikosongkan)" not in render("{% field form.place %}", form=AnswerForm())
    assert "(boleh dikosongkan)" not in render("{% field form.day optional=False %}", form=AnswerForm())
    assert "(boleh dikosongkan)" not in render("{% field form.groups %}", form=AnswerForm())


def test_list_of_choices_is_a_fieldset() -> None:
    html = render("{% field form.groups %}", form=AnswerForm())
    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count('class="form-check-input"') == 4


def test_select_and_checkbox_have_their_classes() -> None:
    assert 'class="form-select"' in render("{% field form.kind %}", form=AnswerForm())
    assert 'class="form-check-input"' in render("{% field form.honest %}", form=AnswerForm())


def parts(markup: str) -> tuple[str, list[str]]:
    head, *attributes = re.findall(r'[^\s"=<>]+(?:="[^"]*")?', markup)
    return head, sorted(attributes)


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
@pytest.mark.parametrize("attrs", [{}, {"class": "a b", "disabled": True, "data-x": 'x" onclick="y', "hidden": False}])
def test_box_is_what_django_makes_of_a_choice(widget: type[forms.RadioSelect], attrs: dict[str, Any]) -> None:
    choices = [("", "Tidak ada"), (1234567, "Angka"), ("<i>\"'&", "Tanda"), (None, "Kosong")]
    many = issubclass(widget, forms.CheckboxSelectMultiple)
    kind = forms.MultipleChoiceField if many else forms.ChoiceField

    class Form(forms.Form):
        pick = kind(choices=choices, widget=widget(attrs=attrs), help_text="Pilih.")

    for form in (Form(), Form({"pick": "1234567"}), Form(initial={"pick": ["<i>\"'&"] if many else "<i>\"'&"})):
        made = [(parts(ui.box(option)), parts(option.tag())) for option in form["pick"]]
        assert len(made) == 4
        assert all(ours == djangos for ours, djangos in made)


def test_choice_cards_carry_their_hints_and_the_choice() -> None:
    html = render("{% choice_cards form.level hints %}", form=AnswerForm({"level": "proses"}), hints=HINTS)
    assert html.count('class="choice-card"') == 3
    assert "Perlu rencana dengan tanggal selesai." in html
    assert re.search(r'value="proses"[^>]*checked', html)


def test_file_field_knows_its_limits_before_sending() -> None:
    html = render(
        '{% file_field form.photos limits="Paling besar 15 MB." max_bytes=15728640 max_files=10 accept="image/*" %}',
        form=AnswerForm(),
    )
    assert 'data-max-bytes="15728640"' in html
    assert 'data-max-files="10"' in html
    assert html.index("Paling besar 15 MB.") < html.index("<input")


def test_library_form_can_be_renamed() -> None:
    class Login(forms.Form):
        login = forms.CharField(label="Email", widget=forms.TextInput(attrs={"placeholder": "Email"}))

    html = render('{% relabel form login="Alamat surel" %}' + ERRORS + "{% fields form %}", form=Login({}))
    assert html.count("Alamat surel") == 2
    assert "Email" not in html


@pytest.mark.parametrize(
    "source", ["{{ form }}", "{{ form.note.as_field_group }}", "{% load crispy_forms_tags %}{{ form|crispy }}"]
)
def test_every_way_to_draw_a_form_looks_the_same(source: str) -> None:
    html = render(source, form=AnswerForm())
    assert '<div class="field field--input' in html
    assert 'class="form-text" id="id_note_helptext"' in html


# --- lists -----------------------------------------------------------------------------------------------------------
PAGES = '{% include "components/_pages.html" with shown=25 label="unit" next_url=next previous_url=None %}'


def test_pages_offers_only_the_ways_that_exist() -> None:
    html = render(PAGES, next="?sesudah=9")
    assert 'href="?sesudah=9" rel="next"' in html
    assert 'rel="prev"' not in html
    assert "Menampilkan 25 unit" in html


def test_tabs_mark_the_open_one() -> None:
    html = render(
        '{% include "components/_tabs.html" with tabs=tabs label="Bagian" %}',
        tabs=[("Ringkasan", "/", True, 1204), ("Riwayat", "/r/", False, None)],
    )
    assert html.count("aria-current") == 1
    assert "1.204" in html


@pytest.mark.parametrize(
    ("outcome", "word"),
    [("valid", "Berlaku"), ("replaced", "Sudah diganti"), ("revoked", "Dicabut"), ("unknown", "Tidak dikenal")],
)
def test_verification_says_its_answer_in_one_word(outcome: str, word: str) -> None:
    result = Thing(outcome=outcome, title="Judul.", text="Kalimat.", facts=[], url="", url_label="")
    html = render('{% include "components/_verification.html" %}', result=result)
    assert f'<p class="verdict__word">{word}</p>' in html
    assert f"verdict--{outcome}" in html


# --- figures and dates -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ d|tanggal }}", "Kamis, 28 Maret 2024"),
        ("{{ d|tanggal_pendek }}", "28 Mar 2024"),
        ("{{ d|tanggal_jam }}", "Kamis, 28 Maret 2024 pukul 23.59 WIB"),
        ('{{ d|tanggal_jam:"Asia/Makassar" }}', "Jumat, 29 Maret 2024 pukul 00.59 WITA"),
        ("{{ d|jam }}", "23.59 WIB"),
        ("{{ d|tanggal_terbilang }}", "tanggal dua puluh delapan bulan Maret tahun dua ribu dua puluh empat"),
        ("{{ n|angka }}", "1.234,5"),
        ("{{ n|angka:2 }}", "1.234,50"),
        ("{{ none|angka:2 }}", "–"),
        ("{{ none|tanggal }}", ""),
        ("{{ none|sisa_waktu }}", "tanpa batas waktu"),
        ("{{ share|persen:1 }}", "27,7%"),
        ("{{ size|ukuran_berkas }}", "2,4 MB"),
        ("{{ 24|terbilang }}", "dua puluh empat"),
    ],
)
def test_filter(source: str, text: str) -> None:
    context = {
        "d": datetime(2024, 3, 28, 16, 59, tzinfo=UTC),
        "n": Decimal("1234.5"),
        "none": None,
        "share": Decimal("0.277"),
        "size": 2_516_582,
    }
    assert render(source, **context) == text


def test_session_end_is_told_from_the_sign_in(settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 3600
    user = Thing(last_login=timezone.now())
    left = render("{% session_ends as ends %}{{ ends|seconds_left }}", request=Thing(user=user))
    assert 3590 < int(left) <= 3600
    assert render("{% session_ends as ends %}{{ ends }}", request=Thing(user=Thing())) == "None"
