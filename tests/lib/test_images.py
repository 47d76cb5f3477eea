"""Photos: upright, small enough, anonymous, and recognised when they come back."""

import hashlib
import io
import random

import pytest
from PIL import Image, ImageCms, ImageEnhance, ImageStat

from p2ham.lib import images, likeness, pdfprobe
from tests import hostile, samples


def normalised(data: bytes) -> images.NormalisedImage:
    return images.normalise(io.BytesIO(data))


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def middle(data: bytes) -> tuple[int, ...]:
    """The colour in the middle."""
    colour = opened(data).getpixel((100, 100))
    assert isinstance(colour, tuple)
    return colour


def saved(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def segments(jpeg: bytes) -> list[int]:
    """The marker of every segment before the picture itself."""
    found, place = [], 2
    while jpeg[place + 1] != 0xDA:
        found.append(jpeg[place + 1])
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return found


@pytest.mark.parametrize("maker", [samples.photo, samples.webp, samples.png])
def test_no_metadata_left(maker):
    data = normalised(maker()).data
    # JFIF's own header is the only application segment; no EXIF, XMP, colour profile or comment.
    assert [marker for marker in segments(data) if marker >= 0xE0] == [0xE0]
    assert not opened(data).getexif()
    for secret in (b"Telepon Uji", b"Fotografer Rahasia", b"0812", b"2024:07:18", b"Exif", b"xmp"):
        assert secret not in data


def test_thumbnail_without_metadata_and_480_pixels():
    data = images.thumbnail(samples.photo())
    assert [marker for marker in segments(data) if marker >= 0xE0] == [0xE0]
    assert opened(data).size == (480, 360)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_applied(orientation):
    expected = normalised(samples.photo(seed=3))
    upright = normalised(samples.photo(seed=3, orientation=orientation))
    assert (upright.width, upright.height) == (1600, 1200)
    assert likeness.distance(upright.phash, expected.phash) <= 2


@pytest.mark.parametrize(
    ("size", "result"),
    [((4000, 3000), (2560, 1920)), ((3000, 4000), (1920, 2560)), ((640, 480), (640, 480)), ((9000, 900), (2560, 256))],
)
def test_longest_side(size, result):
    image = normalised(samples.photo(size=size))
    assert (image.width, image.height) == result
    assert opened(image.data).size == result


@pytest.mark.parametrize(
    ("name", "data"), [(name, data) for name, data, kind in hostile.good_files() if kind == "photo"]
)
@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_odd_photo_normalised(name, data):
    image = normalised(data)
    assert opened(image.data).mode == "RGB"
    assert image.sha256 == hashlib.sha256(image.data).hexdigest()
    assert -(2**63) <= image.phash < 2**63


def test_transparency_becomes_white_paper():
    picture = Image.new("RGBA", (200, 200), (255, 0, 0, 0))
    assert middle(normalised(saved(picture, "PNG")).data) == (255, 255, 255)


def test_sixteen_bit_grey_keeps_its_tones():
    picture = Image.new("I;16", (200, 200), 32768)
    assert middle(normalised(saved(picture, "PNG")).data)[0] in range(126, 131)


def test_colours_of_another_profile_converted():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = saved(Image.new("RGB", (200, 200), (200, 30, 30)), "JPEG", icc_profile=lab, quality=95)
    red, green, blue = middle(normalised(picture).data)
    assert abs(red - 200) < 8
    assert abs(green - 30) < 8
    assert abs(blue - 30) < 8


def test_broken_profile_costs_no_photo():
    picture = saved(Image.new("RGB", (200, 200), (200, 30, 30)), "JPEG", icc_profile=random.Random(1).randbytes(900))
    assert normalised(picture).width == 200


@pytest.mark.parametrize(
    "change",
    [
        lambda picture: saved(picture, "JPEG", quality=25),
        lambda picture: saved(picture.resize((640, 480)), "PNG"),
        lambda picture: saved(picture.resize((3000, 2250)), "WEBP"),
        lambda picture: saved(ImageEnhance.Brightness(picture).enhance(1.15), "JPEG"),
        lambda picture: saved(picture.convert("L"), "JPEG"),
    ],
)
def test_same_picture_recognised(change):
    for seed in range(5):
        photo = samples.photo(seed=seed)
        one, other = normalised(photo), normalised(change(opened(photo)))
        assert likeness.distance(one.phash, other.phash) <= 8


def test_different_pictures_told_apart():
    hashes = [likeness.perceptual_hash(samples.scene(seed, (320, 240))) for seed in range(40)]
    assert min(likeness.distance(a, b) for index, a in enumerate(hashes) for b in hashes[:index]) > 8


def test_flat_picture_has_no_hash():
    assert likeness.perceptual_hash(Image.new("RGB", (300, 200), "grey")) == 0


def test_distance_counts_bits_across_the_sign():
    assert likeness.distance(-1, 0) == 64
    assert likeness.distance(-(2**63), 0) == 1


@pytest.mark.parametrize("name", ["terpotong.jpg", "sampah.png", "pindaian.jpg", "teks.png"])
def test_broken_photo_refused_not_raised(name):
    data = next(data for other, data, _ in hostile.hostile_files() if other == name)
    for work in (images.inspect, images.normalise):
        with pytest.raises(images.ImageRefused) as refusal:
            work(io.BytesIO(data))
        assert refusal.value.reason == "damaged"


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "1970:01:01 00:00:00", "kemarin", "2024:13:40 00:00:00"])
def test_capture_date_of_an_unset_clock_unknown(taken):
    tags = Image.Exif()
    tags.get_ifd(0x8769)[0x9003] = taken
    facts = images.inspect(io.BytesIO(saved(samples.scene(1, (300, 200)), "JPEG", exif=tags)))
    assert facts.capture_date is None


def test_pdf_page_image():
    page = images.pdf_page_image(samples.scanned_pdf(pages=3), page=2, width=600)
    assert (page.width, page.height, page.pages) == (600, 849, 3)
    assert opened(page.data).size == (600, 849)
    assert ImageStat.Stat(opened(page.data).convert("L")).stddev[0] > 3


@pytest.mark.parametrize("page", [0, 4])
def test_pdf_page_outside_refused(page):
    with pytest.raises(pdfprobe.PdfRefused) as refusal:
        images.pdf_page_image(samples.scanned_pdf(pages=3), page=page)
    assert refusal.value.reason == "no_such_page"


def test_pdf_page_of_a_broken_file_refused():
    with pytest.raises(pdfprobe.PdfRefused):
        images.pdf_page_image(b"%PDF-1.7\n%%EOF")


def test_pdf_page_of_a_colour_scan_at_600_dpi():
    sheet = samples.page_image("SURAT", size=(4960, 7016))
    data = saved(sheet, "PDF", resolution=600)
    assert images.pdf_page_image(data, width=1200).width == 1200
