"""Boards, posters and signs, and how they hang or stand."""

from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from assessments.demo.studio.camera import Scene
from assessments.demo.studio.solids import BLUE, WHITE
from assessments.demo.studio.vectors import Colour, mix, sheet


@lru_cache(maxsize=32)
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own typeface, so that a picture is the same on every machine."""
    return ImageFont.load_default(size)


def board(
    size: tuple[int, int],
    lines: Sequence[tuple[str, int]],
    *,
    ink: Colour = (30, 34, 40),
    ground: Colour = WHITE,
    edge: Colour | None = None,
    left: bool = False,
    top: int = 0,
) -> Image.Image:
    """A board with lines of text and their heights in pixels; a height below zero prints bold."""
    image = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(image)
    if edge:
        pen.rectangle([0, 0, size[0] - 1, size[1] - 1], outline=edge, width=max(4, size[0] // 50))
    total = sum(int(abs(h) * 1.35) for _, h in lines)
    y = top or (size[1] - total) // 2
    for text, height in lines:
        letters = font(abs(height))
        wide = pen.textlength(text, font=letters)
        if wide > size[0] * 0.92:
            letters = font(max(8, int(abs(height) * size[0] * 0.92 / wide)))
            wide = pen.textlength(text, font=letters)
        x = size[0] * 0.06 if left else (size[0] - wide) / 2
        pen.text((x, y), text, font=letters, fill=ink, stroke_width=max(1, abs(height) // 22) if height < 0 else 0)
        y += int(abs(height) * 1.35)
    return image


def greek(image: Image.Image, area: tuple[int, int, int, int], rows: int, ink: Colour) -> None:
    """Rows of small print that nobody reads from where the picture is taken."""
    pen = ImageDraw.Draw(image)
    x0, y0, x1, y1 = area
    step = (y1 - y0) / rows
    for i in range(rows):
        x, y = float(x0), y0 + i * step
        stop = x1 - (x1 - x0) * (0.45 if i % 5 == 4 else (i * 37 % 11) / 100)
        while x < stop:
            word = step * (0.6 + (int(x) * 31 + i * 17) % 23 / 14)
            pen.rectangle([x, y, min(x + word, stop), y + step * 0.42], fill=ink)
            x += word + step * 0.35


def symbol(kind: str, size: int = 240, *, ground: Colour = BLUE, ink: Colour = WHITE) -> Image.Image:
    """A square sign: wheelchair, elder, pregnant, child, arrow."""
    image = Image.new("RGB", (size, size), ground)
    pen = ImageDraw.Draw(image)
    k = size / 100
    w = max(2, int(8 * k))

    def dot(x: float, y: float, r: float) -> None:
        pen.ellipse([(x - r) * k, (y - r) * k, (x + r) * k, (y + r) * k], fill=ink)

    def path(*points: tuple[float, float]) -> None:
        pen.line([(x * k, y * k) for x, y in points], fill=ink, width=w, joint="curve")

    if kind == "wheelchair":
        dot(44, 18, 8)
        path((44, 28), (46, 52), (66, 52), (74, 76), (84, 74))
        path((46, 40), (64, 40))
        pen.arc([24 * k, 42 * k, 66 * k, 86 * k], 40, 255, fill=ink, width=w)
    elif kind == "elder":
        dot(46, 18, 8)
        path((46, 28), (42, 56), (50, 86))
        path((42, 56), (34, 86))
        path((46, 36), (62, 52), (66, 52), (66, 88))
    elif kind == "pregnant":
        dot(48, 18, 8)
        path((48, 28), (46, 62), (46, 88))
        pen.pieslice([34 * k, 36 * k, 70 * k, 70 * k], -80, 90, fill=ink)
        path((54, 62), (54, 88))
    elif kind == "child":
        dot(38, 20, 8)
        path((38, 30), (38, 60), (34, 88))
        path((38, 60), (44, 88))
        dot(68, 46, 6)
        path((68, 54), (68, 72), (64, 88))
        path((68, 72), (72, 88))
        path((38, 38), (52, 54), (66, 60))
    else:
        path((14, 50), (84, 50))
        path((60, 26), (86, 50), (60, 74))
    pen.rectangle([2, 2, size - 3, size - 3], outline=mix(ground, ink, 0.8), width=max(2, size // 40))
    return image


def hang(
    scene: Scene, x: float, y: float, z: float, w: float, h: float, image: Image.Image, *, light: float = 0
) -> None:
    """A picture on a wall that faces the camera (its middle and its size)."""
    pad = 0.012
    scene.decal(
        sheet(x - w / 2 + 0.02, x + w / 2 + 0.03, y - h / 2 - 0.03, y + h / 2 - 0.02, z),
        (120, 118, 112),
    )
    scene.print_on(
        sheet(x - w / 2, x + w / 2, y + h / 2, y - h / 2, z - pad),
        image,
        light=light,
    )


def stand(scene: Scene, x: float, y: float, z: float, w: float, h: float, image: Image.Image) -> None:
    """A sheet that stands or hangs free, part of the thing being built."""
    scene.print_on(sheet(x - w / 2, x + w / 2, y + h, y, z), image, flat=False)
