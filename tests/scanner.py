"""What scanners and telephones make of a clean page. Seeded: the same on every machine."""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

PAPER = 244


def noise(size: tuple[int, int], strength: float, rng: random.Random) -> Image.Image:
    """Grey noise around the middle grey."""
    tile = Image.frombytes("L", (509, 503), bytes(_clipped(rng.gauss(128, strength)) for _ in range(509 * 503)))
    out = Image.new("L", size)
    for top in range(0, size[1], tile.height):
        for left in range(0, size[0], tile.width):
            out.paste(tile, (left, top))
    return out


def _clipped(value: float) -> int:
    return max(0, min(255, round(value)))


def grey(page: Image.Image, rng: random.Random) -> Image.Image:
    """The grey of a cheap sensor."""
    return ImageChops.add(page, noise(page.size, rng.uniform(14, 26), rng), offset=-128)


def pepper(page: Image.Image, rng: random.Random) -> Image.Image:
    """Dust: black and white specks."""
    out = page.copy()
    pixels = out.load()
    assert pixels is not None
    for _ in range(page.width * page.height // 60):
        pixels[rng.randrange(page.width), rng.randrange(page.height)] = rng.choice((0, 255))
    return out


def skew(page: Image.Image, rng: random.Random) -> Image.Image:
    """Fed in at an angle."""
    angle = rng.choice((-1, 1)) * rng.uniform(1, 5)
    return page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=PAPER)


def blur(page: Image.Image, rng: random.Random) -> Image.Image:
    """Out of focus."""
    return page.filter(ImageFilter.GaussianBlur(rng.uniform(0.7, 1.2)))


def jpeg(page: Image.Image, rng: random.Random) -> Image.Image:
    """Compressed by a messenger."""
    out = io.BytesIO()
    page.save(out, "JPEG", quality=rng.randint(30, 50))
    return Image.open(io.BytesIO(out.getvalue())).convert("L")


def pale(page: Image.Image, rng: random.Random) -> Image.Image:
    """Little toner, little contrast."""
    low = rng.randint(130, 165)
    return page.point(lambda value: low + value * (235 - low) // 255)


def shadow(page: Image.Image, rng: random.Random) -> Image.Image:
    """The shadow of a hand that grows towards one edge."""
    side = rng.randrange(4)
    ramp = Image.linear_gradient("L").rotate(90 * side).resize(page.size)
    deep = rng.randint(120, 175)
    return ImageChops.multiply(page, ramp.point(lambda value: 255 - value * deep // 255))


def strokes(page: Image.Image, rng: random.Random) -> Image.Image:
    """Pen strokes and a round stamp close to the code, at the foot of the page."""
    out = page.copy()
    draw = ImageDraw.Draw(out)
    width, height = out.size
    for _ in range(3):
        left, top = rng.uniform(0.05, 0.3) * width, rng.uniform(0.86, 0.97) * height
        points = [(left + step * 9, top + rng.uniform(-18, 18)) for step in range(rng.randint(8, 16))]
        draw.line(points, fill=rng.randint(40, 90), width=2, joint="curve")
    left, top = rng.uniform(0.24, 0.36) * width, rng.uniform(0.85, 0.95) * height
    draw.ellipse((left - 90, top - 90, left + 90, top + 90), outline=110, width=4)
    return out


def fold(page: Image.Image, rng: random.Random) -> Image.Image:
    """Folded like a letter: a dark and a light line across."""
    out = page.copy()
    draw = ImageDraw.Draw(out)
    for part in (0.33, 0.66, 0.91):
        y = round(page.height * (part + rng.uniform(-0.02, 0.02)))
        draw.line((0, y, page.width, y + rng.randint(-12, 12)), fill=rng.randint(90, 150), width=2)
        draw.line((0, y + 3, page.width, y + 3), fill=252, width=2)
    return out


def crop(page: Image.Image, rng: random.Random) -> Image.Image:
    """The edges lie outside the glass."""
    width, height = page.size
    near, far = [rng.uniform(0.004, 0.02) for _ in range(2)], [1 - rng.uniform(0.004, 0.02) for _ in range(2)]
    return page.crop(
        (*(round(width * near[0]), round(height * near[1])), *(round(width * far[0]), round(height * far[1])))
    )


def telephone(page: Image.Image, rng: random.Random) -> Image.Image:
    """Photographed at a slant on a dark table."""
    width, height = page.size
    wide, high = round(width * 1.1), round(height * 1.1)
    off = [rng.uniform(0.01, 0.05) for _ in range(8)]
    corners = [(-off[0], -off[1]), (-off[2], 1 + off[3]), (1 + off[4], 1 + off[5]), (1 + off[6], -off[7])]
    quad = tuple(part for x, y in corners for part in (x * width, y * height))
    out = page.transform((wide, high), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=70)
    return ImageEnhance.Brightness(out.filter(ImageFilter.GaussianBlur(0.6))).enhance(rng.uniform(0.75, 1.0))


Degradation = Callable[[Image.Image, random.Random], Image.Image]
KINDS: dict[str, list[Degradation]] = {
    "bersih": [],
    "miring": [skew],
    "derau kelabu": [grey],
    "bintik": [pepper],
    "kabur": [blur],
    "JPEG 30-50": [jpeg],
    "pucat": [pale],
    "bayangan": [shadow],
    "coretan dan cap": [strokes],
    "lipatan": [fold],
    "tepi terpotong": [crop],
    "foto telepon": [telephone, jpeg],
    "semuanya": [fold, skew, pale, grey, jpeg],
}


def degraded(page: Image.Image, kind: str, *, turn: int, seed: int) -> Image.Image:
    """A page as this kind of scanner gives it, lying turned clockwise by ``turn``."""
    rng = random.Random(f"{kind}{seed}")
    out = page.convert("L")
    for step in KINDS[kind]:
        out = step(out, rng)
    return out.rotate(-turn, expand=True) if turn else out


def blank(size: tuple[int, int] = (1240, 1754), *, seed: int = 1) -> Image.Image:
    """A white page with the noise of the scanner, a dark edge and two punch holes."""
    rng = random.Random(seed)
    page = Image.new("L", size, PAPER)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, rng.randint(4, 25), size[1]), fill=40)
    for part in (0.36, 0.63):
        y = size[1] * part
        draw.ellipse((50, y, 90, y + 40), fill=30)
    return pepper_lightly(grey(page, rng), rng)


def pepper_lightly(page: Image.Image, rng: random.Random) -> Image.Image:
    """A few specks of dust."""
    out = page.copy()
    draw = ImageDraw.Draw(out)
    for _ in range(30):
        x, y = rng.randrange(page.width), rng.randrange(page.height)
        draw.point((x, y), fill=60)
    return out


def signature(size: tuple[int, int] = (1240, 1754), *, seed: int = 1) -> Image.Image:
    """A page with one signature and nothing else."""
    page = blank(size, seed=seed)
    draw = ImageDraw.Draw(page)
    left, top = size[0] * 0.55, size[1] * 0.6
    points = [(left + step * 12, top + (step * 37) % 61 - 30) for step in range(14)]
    draw.line(points, fill=70, width=3, joint="curve")
    return page
