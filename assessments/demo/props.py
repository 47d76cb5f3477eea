"""Furniture and fittings of a public office, built from faces and tubes."""

import math
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from assessments.demo.camera import Colour, Point, Scene, mix, shade

STEEL: Colour = (196, 200, 204)
WOOD: Colour = (150, 104, 66)
WHITE: Colour = (238, 238, 234)
RUBBER: Colour = (46, 46, 50)
BLUE: Colour = (28, 74, 140)
GREEN: Colour = (44, 112, 78)
YELLOW: Colour = (232, 184, 36)
NAVY: Colour = (26, 38, 66)
SKIN: Colour = (176, 128, 94)


@lru_cache(maxsize=32)
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own typeface, so that a picture is the same on every machine."""
    return ImageFont.load_default(size)


def box(scene: Scene, low: Point, high: Point, colour: Colour, *, gloss: float = 0.0) -> None:
    """An upright block."""
    (a, b, c), (d, e, f) = low, high
    scene.face([(a, e, c), (a, e, f), (d, e, f), (d, e, c)], colour, gloss=gloss)
    scene.face([(a, b, c), (a, e, c), (d, e, c), (d, b, c)], colour)
    scene.face([(d, b, f), (d, e, f), (a, e, f), (a, b, f)], colour)
    scene.face([(a, b, f), (a, e, f), (a, e, c), (a, b, c)], colour)
    scene.face([(d, b, c), (d, e, c), (d, e, f), (d, b, f)], colour)
    scene.face([(a, b, f), (a, b, c), (d, b, c), (d, b, f)], colour)


def lathe(scene: Scene, at: Point, profile: Sequence[tuple[float, float]], colour: Colour, *, sides: int = 14) -> None:
    """A round body: pairs of height and radius from bottom to top."""
    x, y, z = at
    turn = [(math.cos(2 * math.pi * i / sides), math.sin(2 * math.pi * i / sides)) for i in range(sides + 1)]
    for (h0, r0), (h1, r1) in zip(profile, profile[1:], strict=False):
        for (c0, s0), (c1, s1) in zip(turn, turn[1:], strict=False):
            p = (x + r0 * c0, y + h0, z + r0 * s0)
            q = (x + r1 * c0, y + h1, z + r1 * s0)
            r = (x + r1 * c1, y + h1, z + r1 * s1)
            t = (x + r0 * c1, y + h0, z + r0 * s1)
            if r0 < 1e-6:
                scene.face([p, q, r], colour)
            elif r1 < 1e-6:
                scene.face([p, q, t], colour)
            else:
                scene.face([p, q, r, t], colour)
    h, r = profile[-1]
    if r > 1e-6:
        scene.face([(x + r * c, y + h, z + r * s) for c, s in reversed(turn[:-1])], colour)


def ring(scene: Scene, at: Point, radius: float, thick: float, colour: Colour, *, axis: str = "x") -> None:
    """A hoop such as a wheel, around the x axis (seen from the side) or the z axis."""
    x, y, z = at
    points = []
    for i in range(21):
        c, s = radius * math.cos(i * math.pi / 10), radius * math.sin(i * math.pi / 10)
        points.append((x, y + s, z + c) if axis == "x" else (x + c, y + s, z))
    scene.tube(points, thick, colour)


def spokes(scene: Scene, at: Point, radius: float, colour: Colour, *, axis: str = "x") -> None:
    """The spokes of a wheel."""
    x, y, z = at
    for i in range(6):
        c, s = radius * math.cos(i * math.pi / 6), radius * math.sin(i * math.pi / 6)
        if axis == "x":
            scene.tube([(x, y - s, z - c), (x, y + s, z + c)], 0.004, colour)
        else:
            scene.tube([(x - c, y - s, z), (x + c, y + s, z)], 0.004, colour)


def floor_shadow(scene: Scene, x: float, z: float, half: float, deep: float, light: float = 0.5) -> None:
    """The soft dark place under a thing."""
    points = [
        (x + half * math.cos(i * math.pi / 6), 0.003, z + deep * math.sin(i * math.pi / 6)) for i in range(12)
    ]
    scene.shadow(points, light)


# --- lettering ------------------------------------------------------------------------------------------------------
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


def hang(scene: Scene, x: float, y: float, z: float, w: float, h: float, image: Image.Image, *, light: float = 0) -> None:
    """A picture on a wall that faces the camera (its middle and its size)."""
    pad = 0.012
    scene.decal(
        [(x - w / 2 + 0.02, y - h / 2 - 0.03, z), (x + w / 2 + 0.03, y - h / 2 - 0.03, z),
         (x + w / 2 + 0.03, y + h / 2 - 0.02, z), (x - w / 2 + 0.02, y + h / 2 - 0.02, z)],
        (120, 118, 112),
    )
    scene.print_on(
        [(x - w / 2, y + h / 2, z - pad), (x + w / 2, y + h / 2, z - pad),
         (x + w / 2, y - h / 2, z - pad), (x - w / 2, y - h / 2, z - pad)],
        image,
        light=light,
    )


def side_hang(scene: Scene, x: float, y: float, z: float, w: float, h: float, image: Image.Image) -> None:
    """A picture on a wall at the side; ``z`` is its middle, ``w`` its length along the wall."""
    near, far = (z - w / 2, z + w / 2)
    first, last = (near, far) if x < scene.camera.eye[0] else (far, near)
    scene.print_on(
        [(x, y + h / 2, first), (x, y + h / 2, last), (x, y - h / 2, last), (x, y - h / 2, first)], image
    )


def stand(scene: Scene, x: float, y: float, z: float, w: float, h: float, image: Image.Image) -> None:
    """A sheet that stands or hangs free, part of the thing being built."""
    scene.print_on(
        [(x - w / 2, y + h, z), (x + w / 2, y + h, z), (x + w / 2, y, z), (x - w / 2, y, z)], image, flat=False
    )


# --- furniture --------------------------------------------------------------------------------------------------------
def chair(scene: Scene, x: float, z: float, colour: Colour, *, back: float = 1.0) -> None:
    """A waiting chair; ``back`` 1: its back is away from the camera, -1: towards it."""
    floor_shadow(scene, x, z, 0.3, 0.26)
    scene.thing()
    for dx in (-0.2, 0.2):
        for dz in (-0.18, 0.18):
            scene.tube([(x + dx, 0, z + dz), (x + dx, 0.43, z + dz)], 0.014, STEEL)
    box(scene, (x - 0.24, 0.42, z - 0.22), (x + 0.24, 0.47, z + 0.22), colour)
    zb = z + 0.22 * back
    lean = 0.06 * back
    scene.face(
        [(x - 0.23, 0.52, zb), (x - 0.23, 0.92, zb + lean), (x + 0.23, 0.92, zb + lean), (x + 0.23, 0.52, zb)],
        colour,
        both=True,
    )
    for dx in (-0.2, 0.2):
        scene.tube([(x + dx, 0.43, zb), (x + dx, 0.88, zb + lean * 0.9)], 0.012, STEEL)


def counter(
    scene: Scene, x0: float, x1: float, z: float, colour: Colour, *, height: float = 1.05, deep: float = 0.6
) -> None:
    """A service counter with a lighter top and a dark foot."""
    middle = (x0 + x1) / 2
    floor_shadow(scene, middle, z + deep / 2, (x1 - x0) * 0.58, deep * 0.9, 0.42)
    scene.thing()
    box(scene, (x0, 0.1, z), (x1, height - 0.05, z + deep), colour)
    box(scene, (x0 + 0.03, 0, z + 0.05), (x1 - 0.03, 0.1, z + deep), (58, 52, 48))
    n = max(1, round((x1 - x0) / 0.8))
    for i in range(1, n):
        x = x0 + (x1 - x0) * i / n
        scene.face([(x - 0.008, 0.12, z - 0.002), (x - 0.008, height - 0.06, z - 0.002),
                    (x + 0.008, height - 0.06, z - 0.002), (x + 0.008, 0.12, z - 0.002)], shade(colour, 0.7))
    scene.thing(bias=0.05)
    box(scene, (x0 - 0.04, height - 0.05, z - 0.08), (x1 + 0.04, height, z + deep + 0.03), mix(colour, WHITE, 0.62), gloss=0.1)


def monitor(scene: Scene, x: float, y: float, z: float, *, glow: Colour = (70, 96, 130), back: bool = True) -> None:
    """A computer screen on a desk, usually seen from behind."""
    scene.thing(bias=0.12)
    box(scene, (x - 0.04, y, z), (x + 0.04, y + 0.14, z + 0.05), RUBBER)
    box(scene, (x - 0.26, y + 0.12, z - 0.02), (x + 0.26, y + 0.46, z + 0.03), (52, 54, 58))
    if not back:
        scene.face([(x - 0.24, y + 0.14, z - 0.025), (x - 0.24, y + 0.44, z - 0.025),
                    (x + 0.24, y + 0.44, z - 0.025), (x + 0.24, y + 0.14, z - 0.025)], glow, gloss=0.4)


def plant(scene: Scene, x: float, z: float, *, height: float = 1.2) -> None:
    """A potted palm."""
    rng = scene.rng
    floor_shadow(scene, x, z, 0.32, 0.28, 0.45)
    scene.thing()
    lathe(scene, (x, 0, z), [(0, 0.14), (0.32, 0.2), (0.34, 0.21)], (176, 172, 164))
    for i in range(20):
        turn = i * 2.4 + rng.random()
        reach = 0.25 + 0.3 * rng.random()
        top = height * (0.65 + 0.4 * rng.random())
        tip = (x + reach * math.cos(turn), top * 0.92, z + reach * math.sin(turn) * 0.8)
        knee = (x + reach * 0.45 * math.cos(turn), top, z + reach * 0.45 * math.sin(turn) * 0.8)
        green = mix((52, 96, 48), (116, 150, 70), rng.random())
        side = (0.045 * math.sin(turn), 0.0, -0.045 * math.cos(turn))
        scene.face(
            [(x, 0.34, z), (knee[0] + side[0], knee[1], knee[2] + side[2]), tip,
             (knee[0] - side[0], knee[1] - 0.03, knee[2] - side[2])],
            green,
            both=True,
        )


def wheelchair(scene: Scene, x: float, z: float, *, turn: float = 1.0, colour: Colour = (34, 58, 110)) -> None:
    """A wheelchair from the front or slightly from the side; ``turn`` 1 looks towards the camera."""
    floor_shadow(scene, x, z, 0.42, 0.45, 0.42)
    f = -turn
    scene.thing()
    for side in (-0.29, 0.29):
        ring(scene, (x + side, 0.3, z), 0.29, 0.018, RUBBER)
        ring(scene, (x + side * 1.1, 0.3, z), 0.25, 0.008, STEEL)
        spokes(scene, (x + side, 0.3, z), 0.28, STEEL)
        lathe(scene, (x + side, 0.27, z), [(0, 0.03), (0.06, 0.03)], STEEL, sides=8)
        ring(scene, (x + side * 0.85, 0.09, z + 0.42 * f), 0.08, 0.02, RUBBER)
        scene.tube([(x + side * 0.85, 0.5, z - 0.22 * f), (x + side * 0.85, 0.98, z - 0.26 * f),
                    (x + side * 0.85, 0.98, z - 0.38 * f)], 0.014, STEEL)
        scene.tube([(x + side * 0.85, 0.7, z - 0.2 * f), (x + side * 0.85, 0.7, z + 0.2 * f),
                    (x + side * 0.85, 0.48, z + 0.3 * f), (x + side * 0.85, 0.16, z + 0.42 * f)], 0.014, STEEL)
        box(scene, (x + side * 0.85 - 0.03, 0.7, min(z - 0.16 * f, z + 0.16 * f)),
            (x + side * 0.85 + 0.03, 0.73, max(z - 0.16 * f, z + 0.16 * f)), RUBBER)
        box(scene, (x + side * 0.5 - 0.09, 0.12, z + 0.46 * f - 0.06), (x + side * 0.5 + 0.09, 0.14, z + 0.46 * f + 0.06), RUBBER)
    box(scene, (x - 0.23, 0.46, z - 0.22), (x + 0.23, 0.51, z + 0.22), colour)
    scene.face([(x - 0.23, 0.52, z - 0.21 * f), (x - 0.23, 0.92, z - 0.25 * f),
                (x + 0.23, 0.92, z - 0.25 * f), (x + 0.23, 0.52, z - 0.21 * f)], colour, both=True)


def person(
    scene: Scene, x: float, z: float, cloth: Colour, *, veil: bool = False, tall: float = 1.0, vest: Image.Image | None = None
) -> None:
    """Somebody from behind: no face is ever drawn. A vest is wrapped round the back."""
    floor_shadow(scene, x, z, 0.3, 0.22, 0.42)
    h = 1.62 * tall
    dark = (44, 46, 58)
    scene.thing()
    for dx in (-0.09, 0.09):
        lathe(scene, (x + dx, 0.02, z), [(0, 0.06), (h * 0.25, 0.07), (h * 0.48, 0.095)], dark, sides=10)
        box(scene, (x + dx - 0.05, 0, z - 0.06), (x + dx + 0.05, 0.07, z + 0.18), RUBBER)
    scene.thing(bias=0.02)
    profile = [(0, 0.19), (h * 0.12, 0.178), (h * 0.3, 0.212), (h * 0.36, 0.2), (h * 0.385, 0.15), (h * 0.4, 0.08)]
    lathe(scene, (x, h * 0.45, z), profile, cloth, sides=22)
    if vest is not None:
        scene.thing(bias=0.12)
        wrap(scene, (x, h * 0.46, z), 0.206, h * 0.33, vest)
    scene.thing(bias=0.14)
    for dx in (-0.24, 0.24):
        arm = [(x + dx * 0.88, h * 0.79, z), (x + dx * 1.1, h * 0.63, z + 0.03), (x + dx * 0.95, h * 0.48, z + 0.16)]
        scene.tube(arm, 0.05, cloth, gleam=False)
    head = [(0, 0.05), (0.05, 0.08), (0.11, 0.1), (0.18, 0.098), (0.23, 0.07), (0.26, 0.0)]
    scene.thing(bias=0.16)
    if veil:
        shawl = [(0, 0.225), (0.1, 0.185), (0.17, 0.13), (0.25, 0.122), (0.33, 0.11), (0.38, 0.085), (0.42, 0.04), (0.43, 0)]
        lathe(scene, (x, h * 0.74, z), shawl, mix(cloth, (240, 236, 228), 0.6), sides=22)
    else:
        lathe(scene, (x, h * 0.84, z), [(0, 0.06), (0.06, 0.062)], SKIN)
        lathe(scene, (x, h * 0.865, z), head, (34, 28, 26), sides=18)


def wrap(scene: Scene, foot: Point, radius: float, height: float, image: Image.Image, *, arc: float = 1.25) -> None:
    """A picture round the side of a standing body that the camera sees."""
    x, y, z = foot
    eye = scene.camera.eye
    heading = math.atan2(eye[0] - x, eye[2] - z)
    strips = 10
    for i in range(strips):
        # Seen from outside, the left edge of the picture lies at the larger angle.
        a, b = (heading + arc - 2 * arc * k / strips for k in (i, i + 1))
        left = (x + radius * math.sin(a), z + radius * math.cos(a))
        right = (x + radius * math.sin(b), z + radius * math.cos(b))
        part = (image.width * i // strips, 0, image.width * (i + 1) // strips, image.height)
        if scene.flipped:
            part = (image.width - part[2], 0, image.width - part[0], image.height)
        tone = 0.62 + 0.42 * math.cos((a + b) / 2 - heading)
        strip = image.crop(part).point([min(255, int(v * tone)) for v in range(256)] * 3)
        scene.print_on(
            [(left[0], y + height, left[1]), (right[0], y + height, right[1]), (right[0], y, right[1]), (left[0], y, left[1])],
            strip,
            flat=False,
        )


def handrail(scene: Scene, points: Sequence[Point], *, posts: bool = True, colour: Colour = STEEL) -> None:
    """A rail with a second, lower bar and posts down to the ground beneath (0.9 m lower)."""
    scene.thing(bias=0.05)
    if posts:
        for x, y, z in points:
            scene.tube([(x, y - 0.9, z), (x, y, z)], 0.02, colour)
    scene.tube([(x, y - 0.35, z) for x, y, z in points], 0.016, colour)
    scene.tube(points, 0.024, colour)


def door(scene: Scene, x: float, z: float, colour: Colour, *, width: float = 0.9, height: float = 2.05, glass: bool = False) -> None:
    """A closed door in a wall that faces the camera."""
    frame = shade(colour, 0.62)
    a, b = x - width / 2, x + width / 2
    scene.decal([(a - 0.07, 0, z - 0.01), (a - 0.07, height + 0.07, z - 0.01), (b + 0.07, height + 0.07, z - 0.01), (b + 0.07, 0, z - 0.01)], frame)
    scene.decal([(a, 0, z - 0.014), (a, height, z - 0.014), (b, height, z - 0.014), (b, 0, z - 0.014)], colour)
    for low, high in ((0.15, 0.95), (1.08, height - 0.14)):
        scene.decal([(a + 0.12, low, z - 0.016), (a + 0.12, high, z - 0.016), (b - 0.12, high, z - 0.016), (b - 0.12, low, z - 0.016)],
                    (150, 176, 184) if glass and low > 1 else shade(colour, 0.86))
        scene.stripe([(a + 0.12, high, z - 0.018), (b - 0.12, high, z - 0.018)], 0.012, shade(colour, 0.66))
        scene.stripe([(a + 0.12, low, z - 0.018), (b - 0.12, low, z - 0.018)], 0.012, shade(colour, 1.18))
    scene.stripe([(b - 0.14, 1.0, z - 0.03), (b - 0.05, 1.0, z - 0.03)], 0.025, (214, 206, 180))
