"""Doubts about a picture: no false alarm on what is merely plain, and none missed that nobody can read."""

import pytest
from PIL import Image, ImageDraw, ImageFilter

from p2ham.lib import photoquality
from tests import samples


def sharp(seed: int = 1) -> Image.Image:
    return samples.scene(seed, (1600, 1200)).filter(ImageFilter.UnsharpMask(3, 400, 0))


def wall() -> Image.Image:
    """A sign on a plain wall: hardly any edges, and every one of them sharp."""
    image = Image.new("RGB", (1600, 1200), (225, 222, 210))
    draw = ImageDraw.Draw(image)
    draw.rectangle((500, 300, 1100, 800), fill=(30, 60, 120))
    for line in range(6):
        draw.rectangle((560, 360 + line * 70, 1040, 380 + line * 70), fill="white")
    return image


@pytest.mark.parametrize("image", [sharp(1), sharp(2), wall()], ids=["room", "other room", "sign on a wall"])
def test_sharp_photo_is_not_doubted(image):
    assert photoquality.judge(image) == photoquality.Quality(is_blurred=False, is_blank=False)


@pytest.mark.parametrize("radius", [10, 20])
def test_blurred_photo_is_seen(radius):
    assert photoquality.judge(sharp().filter(ImageFilter.GaussianBlur(radius))).is_blurred


def test_stamp_does_not_save_a_blurred_photo():
    image = sharp().filter(ImageFilter.GaussianBlur(12))
    ImageDraw.Draw(image).text((900, 1100), "04/03/2026 09.30", fill="yellow", font_size=70)
    assert photoquality.judge(image).is_blurred


@pytest.mark.parametrize("colour", ["black", "white", (120, 80, 60)])
def test_one_colour_is_blank_and_not_blurred_as_well(colour):
    assert photoquality.judge(Image.new("RGB", (800, 600), colour)) == photoquality.Quality(False, True)


@pytest.mark.parametrize(("size", "small"), [((479, 2000), True), ((2000, 479), True), ((480, 640), False)])
def test_small_by_its_shorter_side(size, small):
    assert photoquality.is_small(*size) is small
