"""Cards of files."""

from django.template.loader import render_to_string

from assessments.files import tasks
from assessments.files.queries import card
from tests import samples


def url_for(file, variant):
    return f"/berkas/{file.pk}/{variant}/"


def test_card_of_a_ready_photo_links_the_picture(desk):
    file = desk.ready(name="loket.png")
    made = card(file, url_for=url_for, remove_url="/hapus/", notes=["Diganti"])
    assert (made.name, made.kind, made.size, made.status) == ("loket.jpg", "Foto", file.stored_size, "Tersimpan")
    assert (made.url, made.thumb_url) == (f"/berkas/{file.pk}/gambar/", f"/berkas/{file.pk}/kecil/")
    assert (made.tone, made.remove_url, made.notes) == ("success", "/hapus/", ["Diganti"])


def test_card_of_a_pdf_links_the_download(desk):
    file = desk.ready(samples.scanned_pdf(), "sk.pdf")
    made = card(file, url_for=url_for)
    assert (made.kind, made.url) == ("PDF", f"/berkas/{file.pk}/asli/")
    assert made.thumb_url


def test_card_of_an_unprocessed_file_has_no_thumbnail(desk):
    made = card(desk.receive(), url_for=url_for)
    assert (made.thumb_url, made.tone) == ("", "waiting")
    assert "Sudah tersimpan." in made.notes[0]


def test_card_of_a_broken_file_says_what_to_do(desk):
    file = desk.receive()
    (desk.folder / file.received_name).unlink()
    tasks.process_file.call(file.pk)
    file.refresh_from_db()
    made = card(file, url_for=url_for)
    assert (made.tone, made.thumb_url) == ("danger", "")
    assert "Unggah lagi" in made.notes[0]


def test_cards_fill_the_component(desk):
    cards = [
        card(desk.ready(), url_for=url_for, detail_url="/rinci/"),
        card(desk.receive(samples.scanned_pdf()), url_for=url_for),
    ]
    html = render_to_string("components/_evidence.html", {"files": cards})
    assert html.count("evidence__card") == 2
    assert "Tersimpan, sedang diolah" in html
