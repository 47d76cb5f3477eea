"""The paper machine: PDF/UA, no way out of the paper, nothing personal in the metadata, the same bytes every time."""

import io
import logging
import re
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFile

from p2ham.lib import pdf, qr

STYLE = """
@page { size: A5; margin: 10mm }
body { font-family: "Paper Sans" }
.serif { font-family: "Paper Serif" }
i { font-style: italic }
.qr { width: 25mm }
"""
ADDRESS = "https://p2ham.contoh.go.id/periksa/K7QM-4TXR-9HWD-2PCN"


@pytest.fixture
def sheet(tmp_path) -> tuple[Path, ...]:
    path = tmp_path / "gaya.css"
    path.write_text(STYLE)
    return (path,)


class Ear(logging.Handler):
    """Listens to one logger, and to what is handed up to it."""

    def __init__(self, logger: logging.Logger, level: int = logging.DEBUG) -> None:
        super().__init__(level)
        self.logger = logger
        self.heard: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append((record.name, record.getMessage()))

    def __enter__(self) -> "Ear":
        self.logger.addHandler(self)
        return self

    def __exit__(self, *error: object) -> None:
        self.logger.removeHandler(self)


def html(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="id"><head><title>Uji</title>{head}</head><body>{body}</body></html>'


def text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(each.get_textpage().get_text_bounded() for each in document)


def test_paper_passes_pdf_ua(sheet):
    code = f'<img class="qr" src="{qr.data_uri(ADDRESS)}" alt="Kode QR menuju {ADDRESS}">'
    data = pdf.render(html(f"<h1>Piagam</h1><p>Isi <b>tebal</b></p>{code}"), title="Piagam", stylesheets=sheet)
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.rules.total > 100


def test_metadata_holds_language_and_title_only(sheet):
    head = '<meta name="author" content="Siti 196610181992031001"><meta name="keywords" content="rahasia">'
    data = pdf.render(html("<p>Isi</p>", head), title="Piagam 1", stylesheets=sheet)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert str(document.Root.Lang) == "id"
        assert {str(key): str(value) for key, value in document.docinfo.items()} == {
            "/Title": "Piagam 1",
            "/Producer": "WeasyPrint 70.0",
        }
        described = document.Root.Metadata.read_bytes().decode()
    assert "Piagam 1" in described
    assert "Siti" not in described
    assert "rahasia" not in described


def test_no_stream_ends_where_its_length_is_in_doubt(sheet):
    """A stream's last byte may be CR itself: only CR and LF behind it tell that it belongs to the stream."""
    data = pdf.render(html("<p>Satu</p>"), title="T", stylesheets=sheet)
    starts = list(re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", data))
    assert len(starts) > 4
    for start in starts:
        assert data[start.end() + int(start[1]) :].startswith(b"\r\nendstream")


def test_same_input_gives_same_bytes(sheet):
    source = html("<h1>Piagam</h1><p class=serif>Isi <i>miring</i></p>")
    assert pdf.render(source, title="A", stylesheets=sheet) == pdf.render(source, title="A", stylesheets=sheet)


def test_fonts_are_those_of_the_project(sheet):
    data = pdf.render(html("<p>satu <b>dua</b> <i>tiga</i></p><p class=serif>empat</p>"), title="A", stylesheets=sheet)
    with pikepdf.open(io.BytesIO(data)) as document:
        fonts = {str(each.BaseFont).partition("+")[2] for each in document.pages[0].Resources.Font.values()}
    assert {name.rpartition("-")[0] or name for name in fonts} >= {"Paper-Sans"}
    assert all(name.startswith(("Paper-Sans", "Paper-Serif")) for name in fonts)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Đắk Lắk, São, Ŝ – “€” ½", "Đắk Lắk, São, Ŝ – “€” ½"),
        ("e\u0301", "e\u0301"),
        ("日本 🙂 عرب", "□□ □ □□□"),
    ],
)
def test_characters_without_a_face_become_boxes(typed, shown, sheet):
    data = pdf.render(html(f"<p>Nama {typed}</p>"), title="A", stylesheets=sheet)
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.rule_id for failure in report.failures] == []
    assert text(data).strip() == f"Nama {shown}"


def test_parallel_papers_do_not_mix(sheet):
    results: dict[int, str] = {}

    def work(number: int) -> None:
        data = pdf.render(html(f"<p>Naskah nomor {number}</p>"), title=str(number), stylesheets=sheet)
        results[number] = text(data).strip()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {number: f"Naskah nomor {number}" for number in range(8)}


# --- no way out -----------------------------------------------------------------------------------------------------

_watching: list[str] | None = None


def _watch(event: str, arguments: tuple) -> None:
    if _watching is None or event not in {"open", "socket.connect", "socket.getaddrinfo", "urllib.Request"}:
        return
    if not str(arguments[0]).startswith("data:"):
        _watching.append(f"{event} {arguments[0]!r} {arguments[1:2]!r}")


sys.addaudithook(_watch)


@contextmanager
def watched() -> Iterator[list[str]]:
    """Every file opened and every connection tried, by whichever library."""
    global _watching
    seen: list[str] = []
    _watching = seen
    try:
        yield seen
    finally:
        _watching = None


@pytest.fixture
def secret(tmp_path) -> Path:
    path = tmp_path / "rahasia.txt"
    path.write_text("RAHASIA-SEKALI")
    return path


@pytest.fixture
def listener() -> Iterator[tuple[int, list]]:
    """A server on this machine that notes every visitor."""
    server = socket.create_server(("127.0.0.1", 0))
    visitors: list = []

    def accept() -> None:
        try:
            while True:
                visitors.append(server.accept()[1])
        except OSError:
            return

    threading.Thread(target=accept, daemon=True).start()
    yield server.getsockname()[1], visitors
    server.close()


@pytest.mark.parametrize(
    "body",
    [
        '<img src="{url}" alt="x">',
        '<img srcset="{url} 2x" src="{url}" alt="x">',
        '<p style="background: url({url})">x</p>',
        '<object data="{url}">x</object>',
        '<embed src="{url}">',
        '<svg width="9" height="9"><image href="{url}" width="9" height="9"></image></svg>',
        '<svg width="9" height="9"><use href="{url}#a"></use></svg>',
        '<base href="{url}"><img src="gambar.png" alt="x">',
        '<ul style="list-style-image: url({url})"><li>x</li></ul>',
        '<style>@import url("{url}");</style>',
        '<style>@font-face {{ font-family: "Z"; src: url("{url}") }} p {{ font-family: "Z" }}</style><p>x</p>',
        '<style>p::before {{ content: url("{url}") }}</style><p>x</p>',
        '<link rel="stylesheet" href="{url}">',
        '<link rel="attachment" href="{url}">',
        '<a rel="attachment" href="{url}">x</a>',
        '<img alt="x" src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%229%22 '
        'height=%229%22><image href=%22{url}%22 width=%229%22 height=%229%22/></svg>">',
    ],
)
@pytest.mark.parametrize("kind", ["file", "http"])
def test_unescaped_address_reads_no_file_and_opens_no_connection(body, kind, sheet, secret, listener):
    port, visitors = listener
    url = secret.as_uri() if kind == "file" else f"http://127.0.0.1:{port}/a.png"
    pdf.render(html("<p>hangat</p>"), title="A", stylesheets=sheet)
    with watched() as seen:
        try:
            data = pdf.render(html(body.format(url=url)), title="A", stylesheets=sheet)
        except pdf.PaperRefused as refused:
            assert str(url) not in str(refused)
            data = b""
    assert b"RAHASIA-SEKALI" not in data
    if data:
        assert "RAHASIA" not in text(data)
    assert visitors == []
    assert [each for each in seen if "rahasia" in each or "connect" in each or "urllib" in each] == []


def test_picture_from_outside_stops_the_paper(sheet):
    with pytest.raises(pdf.PaperRefused):
        pdf.render(html('<img src="https://contoh.test/a.png" alt="x">'), title="A", stylesheets=sheet)


def test_nothing_of_the_paper_is_logged(sheet):
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    try:
        with Ear(root) as ear:
            broken = html('<p style="colr: Siti">Siti</p><img src="data:image/png;base64,xx">')
            pdf.render(broken, title="A", stylesheets=sheet)
    finally:
        root.setLevel(level)
    assert [text for name, text in ear.heard if name.startswith(("weasyprint", "fontTools"))] == []


def test_truncated_pictures_stay_refused_elsewhere():
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


# --- QR -------------------------------------------------------------------------------------------------------------


def test_qr_read_back_and_without_transparency():
    image = Image.open(io.BytesIO(qr.png(ADDRESS)))
    assert image.mode in ("1", "L", "P")
    assert "transparency" not in image.info
    (found,) = zxingcpp.read_barcodes(image.convert("L"))
    assert found.text == ADDRESS


def test_qr_data_uri():
    assert qr.data_uri(ADDRESS).startswith("data:image/png;base64,iVBOR")
