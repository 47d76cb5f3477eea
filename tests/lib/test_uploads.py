"""The door: what it takes, what it refuses, and in which words."""

import hashlib
import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from p2ham.lib import uploads
from tests import hostile, samples

PHOTO_MAX, PDF_MAX = 15 * 1024 * 1024, 20 * 1024 * 1024
HOSTILE, GOOD = hostile.hostile_files(), hostile.good_files()


def received(data: bytes, name: str = "foto.jpg") -> uploads.Accepted:
    return uploads.inspect(io.BytesIO(data), name=name, photo_max_bytes=PHOTO_MAX, pdf_max_bytes=PDF_MAX)


@pytest.mark.parametrize(("name", "data", "reason"), HOSTILE, ids=[f"{name}-{reason}" for name, _, reason in HOSTILE])
def test_hostile_file_refused_with_name_reason_and_remedy(name, data, reason):
    with pytest.raises(uploads.Refused) as refusal:
        received(data, name)
    assert refusal.value.reason == reason
    sentence = refusal.value.sentence
    assert sentence.startswith(f"Berkas “{name}” ")
    assert sentence.count(".") >= 2
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("name", "data", "kind"), GOOD, ids=[f"{name}-{index}" for index, (name, *_) in enumerate(GOOD)]
)
@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_good_file_accepted(name, data, kind):
    accepted = received(data, name)
    assert accepted.kind == kind
    assert accepted.size == len(data)
    assert accepted.sha256 == hashlib.sha256(data).hexdigest()


def test_photo_facts():
    accepted = received(samples.photo(orientation=6, size=(1200, 1600)))
    assert (accepted.content_type, accepted.width, accepted.height) == ("image/jpeg", 1200, 1600)
    assert accepted.capture_date == date(2024, 7, 18)
    assert accepted.had_gps is True


def test_photo_facts_without_exif():
    accepted = received(samples.png())
    assert accepted.content_type == "image/png"
    assert accepted.capture_date is None
    assert accepted.had_gps is False


def test_pdf_facts():
    accepted = received(samples.scanned_pdf(pages=3), "surat.pdf")
    assert (accepted.content_type, accepted.pages, accepted.width) == ("application/pdf", 3, None)


def test_file_left_at_its_beginning():
    file = io.BytesIO(samples.photo())
    uploads.inspect(file, name="foto.jpg", photo_max_bytes=PHOTO_MAX, pdf_max_bytes=PDF_MAX)
    assert file.tell() == 0


def test_photo_one_byte_over_the_limit_refused_with_the_limit():
    photo = samples.photo()
    with pytest.raises(uploads.Refused) as refusal:
        uploads.inspect(io.BytesIO(photo), name="a.jpg", photo_max_bytes=len(photo) - 1, pdf_max_bytes=1)
    assert refusal.value.reason == "too_large"
    assert "foto paling besar 5" in refusal.value.sentence
    accepted = uploads.inspect(io.BytesIO(photo), name="a.jpg", photo_max_bytes=len(photo), pdf_max_bytes=1)
    assert accepted.size == len(photo)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 11, 12, 100, 700, 5000])
@pytest.mark.parametrize("maker", [samples.photo, samples.png, samples.webp, samples.scanned_pdf])
def test_file_cut_anywhere_refused(maker, size):
    data = maker()
    assert size < len(data)
    with pytest.raises(uploads.Refused):
        received(data[:size])


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("foto.jpg", "foto.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\siti\\ramp 1.jpg", "ramp 1.jpg"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("foto\r\nSet-Cookie: a=b.jpg", "foto Set-Cookie_ a=b.jpg"),
        ("foto\0.jpg", "foto.jpg"),
        ("..", "berkas"),
        ("", "berkas"),
        (".htaccess", "htaccess"),
        ("a\u200bb\ufeff.pdf", "ab.pdf"),
        ('"<script>".jpg', "__script__.jpg"),
        ("\ud800.jpg", "_.jpg"),
        ("e\u0301.jpg", "\u00e9.jpg"),
        ("a" * 300 + ".jpg", "a" * 116 + ".jpg"),
        ("titik. ", "titik"),
    ],
)
def test_clean_name(name, label):
    assert uploads.clean_name(name) == label


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("foto.png", "foto.jpg"),
        ("foto.JPG", "foto.JPG"),
        ("foto.php", "foto.php.jpg"),
        ("foto.php.jpg", "foto.php.jpg"),
        ("laporan v1.2", "laporan v1.2.jpg"),
        ("foto", "foto.jpg"),
        (".jpg", "jpg.jpg"),
    ],
)
def test_clean_name_with_extension(name, label):
    assert uploads.clean_name(name, extension="jpg") == label


def test_accepted_name_follows_the_content():
    assert received(samples.photo(), "foto.exe").name == "foto.exe.jpg"
    assert received(samples.scanned_pdf(), "pindai.jpg").name == "pindai.pdf"


METER = """
import pathlib, resource, sys, time, warnings
warnings.simplefilter("ignore")
from p2ham.lib import images, uploads
from tests import samples

def peak():
    status = pathlib.Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024

def judged(path):
    with path.open("rb") as file:
        try:
            accepted = uploads.inspect(file, name=path.name, photo_max_bytes=15 << 20, pdf_max_bytes=20 << 20)
            if accepted.kind == "photo":
                images.thumbnail(images.normalise(file).data)
            return "accepted"
        except uploads.Refused as refused:
            return refused.reason

def spent():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

folder = pathlib.Path(sys.argv[1])
small = folder / "warm"
small.write_bytes(samples.photo(size=(400, 300)))
judged(small)
before = peak()
for path in sorted(folder.glob("*.*")):
    start = spent()
    verdict = judged(path)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(path.name, verdict, round(spent() - start, 2), peak() - before, children)
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory) -> list[tuple[str, str, float, int, int]]:
    """(file, verdict, CPU seconds, MB by which the process has grown so far, MB of the largest child so far)."""
    folder = tmp_path_factory.mktemp("berkas")
    files = [*HOSTILE, *hostile.largest_files()]
    for index, (name, data, _) in enumerate(files):
        (folder / f"{index:03}-{name}").write_bytes(data)
    root = Path(__file__).resolve().parents[2]
    child = subprocess.run(
        [sys.executable, "-c", METER, str(folder)], cwd=root, capture_output=True, text=True, check=True, timeout=300
    )
    rows = [line.rsplit(maxsplit=4) for line in child.stdout.splitlines()]
    assert len(rows) == len(files)
    return [(name, verdict, float(took), int(own), int(children)) for name, verdict, took, own, children in rows]


def test_no_file_costs_more_than_150_mb(measured):
    assert max(own for *_, own, _ in measured) <= 150, measured


def test_no_pdf_lets_its_probe_grow_beyond_200_mb(measured):
    # The interpreter with its libraries takes some 45 MB before it reads the first byte.
    assert max(children for *_, children in measured) <= 200, measured


def test_no_file_takes_longer_than_5_seconds(measured):
    assert max(took for _, _, took, _, _ in measured) <= 5, measured


def test_largest_photos_accepted(measured):
    largest = measured[-len(hostile.largest_files()) :]
    assert [verdict for _, verdict, *_ in largest] == ["accepted"] * len(largest), largest
