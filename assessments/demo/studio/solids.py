"""Solid bodies and their colours: what furniture is built from."""

import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image

from assessments.demo.studio.camera import Scene
from assessments.demo.studio.vectors import Colour, Point, level, upright

STEEL: Colour = (196, 200, 204)
WOOD: Colour = (150, 104, 66)
WHITE: Colour = (238, 238, 234)
RUBBER: Colour = (46, 46, 50)
BLUE: Colour = (28, 74, 140)
GREEN: Colour = (44, 112, 78)
YELLOW: Colour = (232, 184, 36)
SKIN: Colour = (176, 128, 94)


def box(scene: Scene, low: Point, high: Point, colour: Colour, *, gloss: float = 0.0) -> None:
    """An upright block."""
    (a, b, c), (d, e, f) = low, high
    scene.face(level(a, d, c, f, e), colour, gloss=gloss)
    scene.face(upright(a, d, b, e, c), colour)
    scene.face(upright(d, a, b, e, f), colour)
    scene.face([(a, b, f), (a, e, f), (a, e, c), (a, b, c)], colour)
    scene.face([(d, b, c), (d, e, c), (d, e, f), (d, b, f)], colour)
    scene.face(level(a, d, f, c, b), colour)


def lathe(scene: Scene, at: Point, profile: Sequence[tuple[float, float]], colour: Colour, *, sides: int = 14) -> None:
    """A round body: pairs of height and radius from bottom to top."""
    x, y, z = at
    turn = [(math.cos(2 * math.pi * i / sides), math.sin(2 * math.pi * i / sides)) for i in range(sides + 1)]
    for (h0, r0), (h1, r1) in pairwise(profile):
        for (c0, s0), (c1, s1) in pairwise(turn):
            p = (x + r0 * c0, y + h0, z + r0 * s0)
            q = (x + r1 * c0, y + h1, z + r1 * s0)
            u = (x + r1 * c1, y + h1, z + r1 * s1)
            t = (x + r0 * c1, y + h0, z + r0 * s1)
            if r0 < 1e-6:
                scene.face([p, q, u], colour)
            elif r1 < 1e-6:
                scene.face([p, q, t], colour)
            else:
                scene.face([p, q, u, t], colour)
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
    points = [(x + half * math.cos(i * math.pi / 6), 0.003, z + deep * math.sin(i * math.pi / 6)) for i in range(12)]
    scene.shadow(points, light)


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
            [
                (left[0], y + height, left[1]),
                (right[0], y + height, right[1]),
                (right[0], y, right[1]),
                (left[0], y, left[1]),
            ],
            strip,
            flat=False,
        )
