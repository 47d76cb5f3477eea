"""Furniture and people of a public office."""

import math
from collections.abc import Sequence

from PIL import Image

from assessments.demo.studio.camera import Scene
from assessments.demo.studio.solids import RUBBER, SKIN, STEEL, WHITE, box, floor_shadow, lathe, ring, spokes, wrap
from assessments.demo.studio.vectors import Colour, Point, mix, shade, upright


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
        scene.face(upright(x - 0.008, x + 0.008, 0.12, height - 0.06, z - 0.002), shade(colour, 0.7))
    scene.thing(bias=0.05)
    box(
        scene,
        (x0 - 0.04, height - 0.05, z - 0.08),
        (x1 + 0.04, height, z + deep + 0.03),
        mix(colour, WHITE, 0.62),
        gloss=0.1,
    )


def monitor(scene: Scene, x: float, y: float, z: float, *, glow: Colour = (70, 96, 130), back: bool = True) -> None:
    """A computer screen on a desk, usually seen from behind."""
    scene.thing(bias=0.12)
    box(scene, (x - 0.04, y, z), (x + 0.04, y + 0.14, z + 0.05), RUBBER)
    box(scene, (x - 0.26, y + 0.12, z - 0.02), (x + 0.26, y + 0.46, z + 0.03), (52, 54, 58))
    if not back:
        scene.face(upright(x - 0.24, x + 0.24, y + 0.14, y + 0.44, z - 0.025), glow, gloss=0.4)


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
            [
                (x, 0.34, z),
                (knee[0] + side[0], knee[1], knee[2] + side[2]),
                tip,
                (knee[0] - side[0], knee[1] - 0.03, knee[2] - side[2]),
            ],
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
        scene.tube(
            [
                (x + side * 0.85, 0.5, z - 0.22 * f),
                (x + side * 0.85, 0.98, z - 0.26 * f),
                (x + side * 0.85, 0.98, z - 0.38 * f),
            ],
            0.014,
            STEEL,
        )
        scene.tube(
            [
                (x + side * 0.85, 0.7, z - 0.2 * f),
                (x + side * 0.85, 0.7, z + 0.2 * f),
                (x + side * 0.85, 0.48, z + 0.3 * f),
                (x + side * 0.85, 0.16, z + 0.42 * f),
            ],
            0.014,
            STEEL,
        )
        box(
            scene,
            (x + side * 0.85 - 0.03, 0.7, min(z - 0.16 * f, z + 0.16 * f)),
            (x + side * 0.85 + 0.03, 0.73, max(z - 0.16 * f, z + 0.16 * f)),
            RUBBER,
        )
        box(
            scene,
            (x + side * 0.5 - 0.09, 0.12, z + 0.46 * f - 0.06),
            (x + side * 0.5 + 0.09, 0.14, z + 0.46 * f + 0.06),
            RUBBER,
        )
    box(scene, (x - 0.23, 0.46, z - 0.22), (x + 0.23, 0.51, z + 0.22), colour)
    scene.face(
        [
            (x - 0.23, 0.52, z - 0.21 * f),
            (x - 0.23, 0.92, z - 0.25 * f),
            (x + 0.23, 0.92, z - 0.25 * f),
            (x + 0.23, 0.52, z - 0.21 * f),
        ],
        colour,
        both=True,
    )


def person(
    scene: Scene,
    x: float,
    z: float,
    cloth: Colour,
    *,
    veil: bool = False,
    tall: float = 1.0,
    vest: Image.Image | None = None,
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
        shawl = [
            (0, 0.225),
            (0.1, 0.185),
            (0.17, 0.13),
            (0.25, 0.122),
            (0.33, 0.11),
            (0.38, 0.085),
            (0.42, 0.04),
            (0.43, 0),
        ]
        lathe(scene, (x, h * 0.74, z), shawl, mix(cloth, (240, 236, 228), 0.6), sides=22)
    else:
        lathe(scene, (x, h * 0.84, z), [(0, 0.06), (0.06, 0.062)], SKIN)
        lathe(scene, (x, h * 0.865, z), head, (34, 28, 26), sides=18)


def handrail(scene: Scene, points: Sequence[Point], *, posts: bool = True, colour: Colour = STEEL) -> None:
    """A rail with a second, lower bar and posts down to the ground beneath (0.9 m lower)."""
    scene.thing(bias=0.05)
    if posts:
        for x, y, z in points:
            scene.tube([(x, y - 0.9, z), (x, y, z)], 0.02, colour)
    scene.tube([(x, y - 0.35, z) for x, y, z in points], 0.016, colour)
    scene.tube(points, 0.024, colour)


def door(
    scene: Scene, x: float, z: float, colour: Colour, *, width: float = 0.9, height: float = 2.05, glass: bool = False
) -> None:
    """A closed door in a wall that faces the camera."""
    frame = shade(colour, 0.62)
    a, b = x - width / 2, x + width / 2
    scene.decal(upright(a - 0.07, b + 0.07, 0, height + 0.07, z - 0.01), frame)
    scene.decal(upright(a, b, 0, height, z - 0.014), colour)
    for low, high in ((0.15, 0.95), (1.08, height - 0.14)):
        scene.decal(
            upright(a + 0.12, b - 0.12, low, high, z - 0.016),
            (150, 176, 184) if glass and low > 1 else shade(colour, 0.86),
        )
        scene.stripe([(a + 0.12, high, z - 0.018), (b - 0.12, high, z - 0.018)], 0.012, shade(colour, 0.66))
        scene.stripe([(a + 0.12, low, z - 0.018), (b - 0.12, low, z - 0.018)], 0.012, shade(colour, 1.18))
    scene.stripe([(b - 0.14, 1.0, z - 0.03), (b - 0.05, 1.0, z - 0.03)], 0.025, (214, 206, 180))
