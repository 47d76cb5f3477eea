"""Larger fittings: sanitary ware, beds, shelves, screens and what hangs about on office walls."""

import math
import random

from PIL import Image, ImageDraw

from assessments.demo.studio.camera import Scene
from assessments.demo.studio.lettering import board, font, greek, hang, stand
from assessments.demo.studio.solids import BLUE, RUBBER, STEEL, WHITE, WOOD, box, floor_shadow, lathe, ring
from assessments.demo.studio.vectors import Colour, Point, mix, shade, sheet, upright


def table(scene: Scene, x: float, z: float, w: float, d: float, *, height: float = 0.75, colour: Colour = WOOD) -> None:
    """A table on four legs; ``x`` and ``z`` are its middle."""
    floor_shadow(scene, x, z, w * 0.6, d * 0.7, 0.5)
    scene.thing(bias=-0.1)
    for dx in (-w / 2 + 0.05, w / 2 - 0.05):
        for dz in (-d / 2 + 0.05, d / 2 - 0.05):
            box(
                scene,
                (x + dx - 0.025, 0, z + dz - 0.025),
                (x + dx + 0.025, height - 0.03, z + dz + 0.025),
                shade(colour, 0.7),
            )
    scene.thing(bias=0.02)
    box(scene, (x - w / 2, height - 0.04, z - d / 2), (x + w / 2, height, z + d / 2), colour, gloss=0.08)


def on_table(scene: Scene, x: float, y: float, z: float, w: float, d: float, image: Image.Image) -> None:
    """A sheet that lies on a table, its top edge away from the camera."""
    scene.thing(bias=0.3)
    scene.print_on(
        [
            (x - w / 2, y + 0.004, z + d / 2),
            (x + w / 2, y + 0.004, z + d / 2),
            (x + w / 2, y + 0.004, z - d / 2),
            (x - w / 2, y + 0.004, z - d / 2),
        ],
        image,
        flat=False,
    )


def sofa(scene: Scene, x: float, z: float, w: float, colour: Colour) -> None:
    """A sofa against the back wall."""
    floor_shadow(scene, x, z, w * 0.6, 0.6, 0.42)
    scene.thing(bias=-0.15)
    box(scene, (x - w / 2, 0.12, z + 0.2), (x + w / 2, 0.88, z + 0.42), shade(colour, 0.95))
    scene.thing(bias=-0.05)
    box(scene, (x - w / 2, 0.08, z - 0.42), (x - w / 2 + 0.18, 0.62, z + 0.4), shade(colour, 0.9))
    box(scene, (x + w / 2 - 0.18, 0.08, z - 0.42), (x + w / 2, 0.62, z + 0.4), shade(colour, 0.9))
    scene.thing()
    n = 2 if w > 1.3 else 1
    wide = (w - 0.36) / n
    for i in range(n):
        a = x - w / 2 + 0.18 + i * wide
        box(scene, (a + 0.01, 0.14, z - 0.4), (a + wide - 0.01, 0.46, z + 0.22), colour, gloss=0.04)
    scene.thing(bias=0.05)
    box(scene, (x - 0.22, 0.46, z + 0.02), (x + 0.16, 0.78, z + 0.16), mix(colour, (240, 200, 120), 0.6))


def toilet(scene: Scene, x: float, z: float) -> None:
    """A sitting closet whose cistern stands at the back wall (``z`` is the wall)."""
    china: Colour = (240, 240, 238)
    floor_shadow(scene, x, z - 0.42, 0.34, 0.42, 0.45)
    scene.thing(bias=-0.1)
    box(scene, (x - 0.2, 0.4, z - 0.22), (x + 0.2, 0.78, z - 0.02), china)
    box(scene, (x - 0.22, 0.78, z - 0.24), (x + 0.22, 0.82, z - 0.01), china, gloss=0.05)
    scene.thing()
    lathe(scene, (x, 0, z - 0.42), [(0, 0.14), (0.1, 0.12), (0.24, 0.15), (0.36, 0.21), (0.41, 0.22)], china, sides=18)
    scene.thing(bias=0.05)
    lathe(scene, (x, 0.41, z - 0.44), [(0, 0.225), (0.03, 0.225)], (228, 228, 226), sides=20)
    lathe(scene, (x, 0.441, z - 0.45), [(0, 0.14), (0.001, 0.135)], (150, 160, 164), sides=18)
    scene.thing(bias=0.02)
    lid = [(x + 0.21 * math.cos(a * math.pi / 8), 0.62 + 0.2 * math.sin(a * math.pi / 8), z - 0.235) for a in range(16)]
    scene.face(list(reversed(lid)), china, both=True)


def basin(scene: Scene, x: float, z: float) -> None:
    """A wash-basin with its mirror on the back wall, low enough for somebody who sits."""
    scene.thing()
    lathe(scene, (x, 0.62, z - 0.28), [(0, 0.08), (0.08, 0.2), (0.16, 0.26)], (240, 240, 238), sides=18)
    lathe(scene, (x, 0.781, z - 0.28), [(0, 0.21), (0.001, 0.2)], (196, 204, 206), sides=18)
    scene.thing(bias=0.05)
    scene.tube([(x, 0.8, z - 0.06), (x, 0.96, z - 0.06), (x, 0.96, z - 0.2)], 0.014, STEEL)
    scene.decal(upright(x - 0.28, x + 0.28, 1.08, 1.75, z - 0.01), (170, 172, 172))
    scene.decal(upright(x - 0.25, x + 0.25, 1.11, 1.72, z - 0.012), (186, 204, 208), 1.15)
    scene.decal(
        [
            (x - 0.25, 1.3, z - 0.013),
            (x + 0.05, 1.72, z - 0.013),
            (x + 0.16, 1.72, z - 0.013),
            (x - 0.25, 1.16, z - 0.013),
        ],
        (212, 224, 226),
    )


def rail_wall(scene: Scene, points: list[Point], *, radius: float = 0.022) -> None:
    """A grab rail fixed to a wall at its ends."""
    scene.thing(bias=0.12)
    for end in (points[0], points[-1]):
        lathe(scene, (end[0], end[1] - 0.02, end[2]), [(0, 0.045), (0.04, 0.045)], STEEL, sides=8)
    scene.tube(points, radius, STEEL)


def bed(scene: Scene, x: float, z: float, *, cloth: Colour = BLUE, long: float = 1.95, frame: Colour = STEEL) -> None:
    """A low bed seen from its foot or side, with a pillow at the far end."""
    floor_shadow(scene, x, z, 0.62, long * 0.6, 0.45)
    a, b = z - long / 2, z + long / 2
    scene.thing(bias=-0.1)
    for dx in (-0.43, 0.43):
        for dz in (a + 0.04, b - 0.04):
            scene.tube([(x + dx, 0, dz), (x + dx, 0.82 if dz > z else 0.58, dz)], 0.02, frame)
    scene.tube([(x - 0.43, 0.82, b - 0.04), (x + 0.43, 0.82, b - 0.04)], 0.02, frame)
    scene.thing()
    box(scene, (x - 0.45, 0.28, a), (x + 0.45, 0.46, b), (226, 226, 220))
    scene.thing(bias=0.05)
    box(scene, (x - 0.455, 0.32, a - 0.01), (x + 0.455, 0.475, z + long * 0.2), cloth)
    scene.thing(bias=0.05)
    box(scene, (x - 0.3, 0.46, b - 0.42), (x + 0.3, 0.56, b - 0.1), (240, 240, 236))
    scene.thing(bias=0.1)
    scene.tube([(x - 0.43, 0.58, a + 0.04), (x + 0.43, 0.58, a + 0.04)], 0.02, frame)


def shelf(scene: Scene, x: float, z: float, w: float, h: float, rng: random.Random, *, colour: Colour = WOOD) -> None:
    """A shelf full of books against the back wall."""
    floor_shadow(scene, x, z, w * 0.58, 0.3, 0.5)
    scene.thing(bias=-0.05)
    back = z + 0.14
    scene.face(upright(x - w / 2, x + w / 2, 0, h, back), shade(colour, 0.55))
    rows = max(2, int(h / 0.36))
    for i in range(rows + 1):
        y = (h - 0.03) * i / rows
        box(scene, (x - w / 2, y, z - 0.14), (x + w / 2, y + 0.03, back), colour)
    for side in (x - w / 2, x + w / 2 - 0.03):
        box(scene, (side, 0, z - 0.14), (side + 0.03, h, back), colour)
    scene.thing(bias=0.02)
    for i in range(rows):
        y, at = (h - 0.03) * i / rows + 0.03, x - w / 2 + 0.05
        while at < x + w / 2 - 0.1:
            thick, tall = rng.uniform(0.025, 0.06), rng.uniform(0.6, 0.86) * (h / rows)
            if rng.random() < 0.88:
                tint = rng.choice(
                    (
                        (150, 50, 44),
                        (40, 78, 130),
                        (60, 110, 80),
                        (206, 176, 96),
                        (90, 70, 110),
                        (210, 206, 196),
                        (70, 72, 78),
                    )
                )
                scene.face(upright(at, at + thick, y, y + tall, z - 0.1), tint)
            at += thick + 0.004


def screen(scene: Scene, x: float, y: float, z: float, w: float, image: Image.Image) -> None:
    """A television on the back wall, shining."""
    h = w * 0.58
    scene.decal(upright(x - w / 2 - 0.04, x + w / 2 + 0.04, y - h / 2 - 0.05, y + h / 2 + 0.04, z - 0.02), (26, 26, 30))
    hang(scene, x, y, z - 0.02, w, h, image, light=1.2)


def banner(scene: Scene, x: float, z: float, image: Image.Image, *, w: float = 0.8, h: float = 1.9) -> None:
    """A roll-up banner on its foot."""
    floor_shadow(scene, x, z, 0.5, 0.2, 0.5)
    scene.thing()
    box(scene, (x - w / 2 - 0.02, 0, z - 0.06), (x + w / 2 + 0.02, 0.08, z + 0.12), (150, 152, 154))
    stand(scene, x, 0.08, z, w, h, image)


def curtain(
    scene: Scene, x0: float, x1: float, z: float, colour: Colour, *, low: float = 0.25, high: float = 2.0
) -> None:
    """A curtain with folds on a rail that runs along x."""
    scene.thing()
    n = max(6, int((x1 - x0) / 0.09))
    for i in range(n):
        a, b = x0 + (x1 - x0) * i / n, x0 + (x1 - x0) * (i + 1) / n
        dz = 0.05 if i % 2 else -0.05
        scene.face(
            [(a, low, z - dz), (a, high, z - dz), (b, high, z + dz), (b, low, z + dz)],
            shade(colour, 0.84 if i % 2 else 1.08),
            both=True,
        )
    scene.tube([(x0 - 0.05, high + 0.03, z), (x1 + 0.05, high + 0.03, z)], 0.016, STEEL)


def fridge(scene: Scene, x: float, z: float) -> None:
    """A small refrigerator for milk."""
    floor_shadow(scene, x, z, 0.35, 0.35, 0.45)
    scene.thing()
    box(scene, (x - 0.24, 0.03, z - 0.25), (x + 0.24, 0.85, z + 0.25), (232, 234, 236))
    scene.thing(bias=0.05)
    scene.face(upright(x - 0.24, x + 0.24, 0.6, 0.61, z - 0.252), (150, 150, 152))
    scene.tube([(x - 0.19, 0.64, z - 0.27), (x - 0.19, 0.8, z - 0.27)], 0.012, STEEL)


def dispenser(scene: Scene, x: float, z: float) -> None:
    """A water dispenser with its blue bottle."""
    floor_shadow(scene, x, z, 0.28, 0.28, 0.45)
    scene.thing()
    box(scene, (x - 0.16, 0, z - 0.16), (x + 0.16, 0.95, z + 0.16), (228, 230, 230))
    scene.thing(bias=0.04)
    box(scene, (x - 0.11, 0.66, z - 0.19), (x + 0.11, 0.78, z - 0.16), (70, 74, 80))
    lathe(scene, (x, 0.95, z), [(0, 0.06), (0.06, 0.13), (0.34, 0.13), (0.38, 0.09)], (104, 158, 200))


def clutter(scene: Scene, x: float, z: float, rng: random.Random) -> None:
    """A clock, an air conditioner, an extinguisher: what every office wall has (``z`` is the wall)."""
    face = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
    pen = ImageDraw.Draw(face)
    pen.ellipse([2, 2, 118, 118], fill=(238, 238, 234, 255), outline=(40, 40, 44, 255), width=7)
    hour = rng.uniform(0, 2 * math.pi)
    pen.line([60, 60, 60 + 26 * math.cos(hour), 60 + 26 * math.sin(hour)], fill=(30, 30, 30), width=6)
    pen.line([60, 60, 60 + 40 * math.cos(hour * 12), 60 + 40 * math.sin(hour * 12)], fill=(30, 30, 30), width=4)
    scene.print_on(sheet(x - 0.15, x + 0.15, 2.6, 2.3, z - 0.03), face)
    scene.thing(bias=-0.4)
    box(scene, (x + 0.6, 2.4, z - 0.22), (x + 1.5, 2.7, z - 0.01), (236, 238, 238))
    scene.face(upright(x + 0.65, x + 1.45, 2.43, 2.47, z - 0.222), (120, 124, 126))


def extinguisher(scene: Scene, x: float, z: float) -> None:
    """A red fire extinguisher on the wall."""
    scene.thing(bias=-0.2)
    lathe(scene, (x, 0.55, z - 0.12), [(0, 0.075), (0.42, 0.075), (0.48, 0.03), (0.54, 0.03)], (176, 34, 30), sides=12)


def poster(rng: random.Random, title: str, *, size: tuple[int, int] = (420, 600), tint: Colour = BLUE) -> Image.Image:
    """A poster with a heading, a picture field and small print."""
    image = Image.new("RGB", size, (244, 244, 240))
    pen = ImageDraw.Draw(image)
    w, h = size
    pen.rectangle([0, 0, w, int(h * 0.2)], fill=tint)
    letters = font(int(h * 0.075))
    wide = pen.textlength(title, font=letters)
    if wide > w * 0.9:
        letters = font(max(10, int(h * 0.075 * w * 0.9 / wide)))
        wide = pen.textlength(title, font=letters)
    pen.text(((w - wide) / 2, h * 0.06), title, font=letters, fill=WHITE, stroke_width=1)
    for i in range(3):
        x = w * (0.08 + 0.3 * i)
        pen.rounded_rectangle(
            [x, h * 0.26, x + w * 0.24, h * 0.44], radius=w // 30, fill=mix(tint, WHITE, 0.3 + 0.2 * i)
        )
    greek(image, (int(w * 0.08), int(h * 0.5), int(w * 0.92), int(h * 0.92)), rng.randint(11, 15), (120, 124, 130))
    return image


def hanging_sign(
    scene: Scene,
    x: float,
    y: float,
    z: float,
    text: str,
    *,
    tint: Colour = BLUE,
    w: float = 0.9,
    sign: Image.Image | None = None,
) -> None:
    """A sign that hangs from the ceiling on two wires."""
    h = w * 0.32
    image = board((600, 192), [(text, -64)], ink=WHITE, ground=tint)
    if sign is not None:
        image = board((600, 192), [], ground=tint)
        text_part = board((400, 180), [(text, -52)], ink=WHITE, ground=tint)
        image.paste(text_part, (194, 6))
        image.paste(sign.resize((160, 160)), (16, 16))
    scene.thing(bias=0.1)
    for dx in (-w * 0.4, w * 0.4):
        scene.tube([(x + dx, y + h, z), (x + dx, 2.98, z)], 0.006, RUBBER)
    stand(scene, x, y, z, w, h, image)


def hoop_toy(scene: Scene, x: float, z: float, rng: random.Random) -> None:
    """Toys of many colours on the floor."""
    bright: tuple[Colour, ...] = ((214, 64, 54), (240, 184, 40), (60, 140, 90), (52, 112, 190), (150, 84, 160))
    for _ in range(9):
        a, b, s = x + rng.uniform(-0.6, 0.6), z + rng.uniform(-0.5, 0.5), rng.uniform(0.05, 0.09)
        scene.thing()
        box(scene, (a - s, 0.03, b - s), (a + s, 0.03 + 2 * s, b + s), rng.choice(bright))
    scene.thing()
    ring(scene, (x + 0.5, 0.2, z - 0.3), 0.16, 0.03, bright[0], axis="z")
