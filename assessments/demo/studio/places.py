"""The places in which the pictures are taken: a room of an office, or its yard."""

import random
from dataclasses import dataclass

from assessments.demo.studio.camera import Camera, Lamp, Scene
from assessments.demo.studio.vectors import Colour, Point, add, level, mix, shade, times, upright

_WALLS: tuple[tuple[Colour, Colour], ...] = (
    ((226, 222, 206), (186, 200, 178)),
    ((222, 226, 224), (150, 176, 190)),
    ((230, 224, 212), (196, 176, 150)),
    ((218, 224, 214), (218, 224, 214)),
    ((228, 220, 220), (172, 150, 150)),
    ((216, 222, 230), (216, 222, 230)),
)
_FLOORS: tuple[Colour, ...] = ((206, 204, 198), (186, 180, 170), (214, 210, 200), (170, 172, 174), (196, 184, 166))
_DOORS: tuple[Colour, ...] = ((132, 88, 54), (98, 62, 42), (178, 180, 178), (58, 84, 110))
_PAINTS: tuple[Colour, ...] = ((120, 86, 58), (60, 88, 120), (72, 110, 96), (140, 60, 54), (96, 100, 108))
_UNIFORMS: tuple[Colour, ...] = ((58, 74, 110), (122, 110, 80), (70, 96, 84), (150, 146, 138))


@dataclass
class Shot:
    """One press of the button: which of three views, of which office.

    ``house`` paints all rooms of one office alike; ``rng`` furnishes a place and is the same for all its views;
    ``hand`` is the photographer's.
    """

    view: int
    unit: str
    year: int
    house: random.Random
    rng: random.Random
    hand: random.Random

    def __post_init__(self) -> None:
        self.wall, self.band = self.house.choice(_WALLS)
        self.floor = self.house.choice(_FLOORS)
        self.door = self.house.choice(_DOORS)
        self.paint = self.house.choice(_PAINTS)
        self.uniform = self.house.choice(_UNIFORMS)
        self.side = self.rng.choice((-1, 1))
        self.flipped = self.rng.random() < 0.5
        # Offices are built alike; light and the photographer's habits are not.
        self.lamps = [self.rng.choice((0.12, 0.45, 0.62, 0.8, 1.0)) for _ in range(4)]
        self.stance = (self.rng.uniform(-0.6, 0.6), self.rng.uniform(-0.2, 0.25), self.rng.uniform(-0.55, 0.45))
        self.gaze = (self.rng.uniform(-0.28, 0.28), self.rng.uniform(-0.2, 0.16), 0.0)
        self.zoom = self.rng.uniform(0.86, 1.12)
        self.tile = self.house.choice((0.4, 0.5, 0.6))

    def jitter(self, p: Point, by: float = 0.15) -> Point:
        """A point moved a little, as nobody stands in the same place twice."""
        r = self.hand
        return (p[0] + r.uniform(-by, by), p[1] + r.uniform(-by, by) * 0.6, p[2] + r.uniform(-by, by))

    def camera(self, eye: Point, target: Point, *, focal: float = 0.72, sway: float = 1.0) -> Camera:
        """A phone in a hand: never quite still, never quite level; ``sway`` below 1 for what is close."""
        tilt = self.hand.uniform(-0.03, 0.03)
        wide = focal * self.zoom * self.hand.uniform(0.95, 1.05)
        eye = add(self.jitter(eye, 0.2 * sway), times(self.stance, sway))
        target = add(self.jitter(target, 0.1 * sway), times(self.gaze, sway))
        return Camera(eye, target, roll=tilt, focal=wide)


def room(
    shot: Shot,
    camera: Camera,
    *,
    width: float = 6.0,
    depth: float = 6.0,
    height: float = 3.0,
    window: bool = True,
    floor: Colour | None = None,
    wall: Colour | None = None,
    tile: float | None = None,
    lit: float = 1.0,
    tiled: bool = False,
) -> Scene:
    """A room whose back wall stands at ``z = depth``; x runs from minus to plus half its width."""
    h, w = height, width / 2
    spots = [(x * width * 0.24, h - 0.2, z) for x in (-1, 1) for z in (depth * 0.3, depth * 0.72)]
    lamps = [Lamp(at, power * lit, 2.6) for at, power in zip(spots, shot.lamps, strict=True)]
    scene = Scene(camera, shot.hand, lamps=lamps, ambient=0.36 * lit)
    scene.polish = 0.2
    scene.flipped = shot.flipped
    paint = wall or shot.wall
    ground = floor or shot.floor
    front = min(-0.5, camera.eye[2] - 1.5)
    long = depth - front
    # Lamps hang in the ceiling and do not light it; it gets its light back from the floor.
    scene.lamps = [Lamp((0, 0.2, depth * 0.45), 0.7 * lit, 6.0)]
    scene.surface((-w, h, front), (width, 0, 0), (0, 0, long), mix(paint, (250, 250, 248), 0.6), dim=0.2)
    scene.lamps = lamps
    scene.surface((-w, 0, front), (width, 0, 0), (0, 0, long), ground, cells=(14, 14))
    _tiles(scene, w, front, depth, tile or shot.tile, ground)
    scene.surface((-w, 0, front), (0, 0, long), (0, h, 0), shade(paint, 0.93))
    scene.surface((w, 0, front), (0, 0, long), (0, h, 0), shade(paint, 0.9))
    scene.surface((-w, 0, depth), (width, 0, 0), (0, h, 0), paint, cells=(16, 10))
    if tiled:
        _wall_tiles(scene, w, front, depth, paint)
    elif shot.band != shot.wall and wall is None:
        _band(scene, w, front, depth, shot.band)
    for a, b in (((-w, 0, front), (-w, 0, depth)), ((-w, 0, depth), (w, 0, depth)), ((w, 0, depth), (w, 0, front))):
        _strip(scene, a, b, 0, 0.1, shade(ground, 0.62))
    _lamps(scene, shot.lamps, width, depth, h)
    if window:
        side_window(scene, shot.side * w, depth * 0.45, width=1.8)
    return scene


def _tiles(scene: Scene, w: float, front: float, depth: float, tile: float, ground: Colour) -> None:
    x = -w
    while x < w:
        z = front
        while z < depth:
            if scene.rng.random() < 0.5:
                scene.decal(
                    level(x, min(x + tile, w), z, min(z + tile, depth), 0.001),
                    shade(ground, scene.rng.uniform(0.965, 1.02)),
                )
            z += tile
        x += tile
    x = -w
    while x < w:
        scene.stripe([(x, 0.002, front), (x, 0.002, depth)], 0.007, shade(ground, 0.8))
        x += tile
    z = front
    while z < depth:
        scene.stripe([(-w, 0.002, z), (w, 0.002, z)], 0.007, shade(ground, 0.8))
        z += tile


def _strip(scene: Scene, a: Point, b: Point, low: float, high: float, colour: Colour) -> None:
    scene.decal([(a[0], low, a[2]), (a[0], high, a[2]), (b[0], high, b[2]), (b[0], low, b[2])], colour)


def _band(scene: Scene, w: float, front: float, depth: float, colour: Colour) -> None:
    for a, b in (((-w, 0, front), (-w, 0, depth)), ((w, 0, depth), (w, 0, front)), ((-w, 0, depth), (w, 0, depth))):
        _strip(scene, a, b, 0.0, 1.0, colour)
        _strip(scene, a, b, 1.0, 1.05, shade(colour, 0.75))


def _wall_tiles(scene: Scene, w: float, front: float, depth: float, paint: Colour) -> None:
    """Glazed tiles up to 1.8 m, as in a bathroom."""
    line = shade(paint, 0.84)
    for a, b in (((-w, 0, front), (-w, 0, depth)), ((w, 0, depth), (w, 0, front)), ((-w, 0, depth), (w, 0, depth))):
        for i in range(1, 7):
            y = 0.3 * i
            scene.stripe([(a[0], y, a[2]), (b[0], y, b[2])], 0.006, line)
        n = max(2, int((abs(b[0] - a[0]) + abs(b[2] - a[2])) / 0.3))
        for i in range(n):
            k = i / n
            x, z = a[0] + (b[0] - a[0]) * k, a[2] + (b[2] - a[2]) * k
            scene.stripe([(x, 0, z), (x, 1.8, z)], 0.006, line)
        _strip(scene, a, b, 1.8, 1.86, shade(paint, 0.7))


def _lamps(scene: Scene, powers: list[float], width: float, depth: float, h: float) -> None:
    for i, x in enumerate((-1, 1)):
        for j, z in enumerate((depth * 0.3, depth * 0.72)):
            cx, power = x * width * 0.24, powers[i * 2 + j]
            corners: list[Point] = level(cx - 0.6, cx + 0.6, z - 0.16, z + 0.16, h - 0.01)
            scene.decal(corners, (255, 255, 250), 0.7 + power * 1.4)
            scene.glow(level(cx - 0.25, cx + 0.25, z - 0.7, z - 0.1, 0.002), 0.9 + power * 0.35)


def side_window(scene: Scene, x: float, z: float, *, width: float = 1.6, low: float = 0.95, high: float = 2.2) -> None:
    """A window in a side wall, too bright as always, with blinds and light on the floor."""
    a, b = z - width / 2, z + width / 2
    inward = -0.01 if x > 0 else 0.01
    xs = x + inward
    scene.decal(
        [
            (xs, low - 0.07, a - 0.07),
            (xs, high + 0.07, a - 0.07),
            (xs, high + 0.07, b + 0.07),
            (xs, low - 0.07, b + 0.07),
        ],
        (150, 150, 148),
    )
    scene.decal([(xs, low, a), (xs, high, a), (xs, high, b), (xs, low, b)], (226, 236, 240), 1.75)
    for i in range(1, 12):
        y = low + (high - low) * i / 12
        scene.stripe([(xs * 0.998, y, a), (xs * 0.998, y, b)], 0.012, (176, 184, 188))
    scene.stripe([(xs * 0.997, low, (a + b) / 2), (xs * 0.997, high, (a + b) / 2)], 0.05, (150, 150, 148))
    towards = -1 if x > 0 else 1
    scene.glow(
        [
            (x + towards * 0.5, 0.002, a),
            (x + towards * 0.5, 0.002, b),
            (x + towards * 1.7, 0.002, b - 0.3),
            (x + towards * 1.7, 0.002, a - 0.3),
        ],
        1.3,
    )


def yard(
    shot: Shot, camera: Camera, *, ground: Colour = (158, 154, 148), wall_at: float = 7.0, paving: float = 0.5
) -> Scene:
    """The front of a building in daylight: paving, a painted wall with windows, an eave, shrubs at its foot."""
    scene = Scene(
        camera,
        shot.hand,
        lamps=[Lamp((-8 + 5 * shot.lamps[0], 9, -4), 0.5 + 0.3 * shot.lamps[1], 7 + 8 * shot.lamps[2])],
        ambient=0.6,
    )
    scene.flipped = shot.flipped
    blue = shot.rng.random()
    scene.sky = (mix((150, 182, 214), (196, 204, 210), blue), (232, 236, 238))
    front = min(-1.0, camera.eye[2] - 1.0)
    scene.surface((-14, 0, front), (28, 0, 0), (0, 0, wall_at - front), ground, cells=(14, 10), dim=0.05)
    _tiles(scene, 14 if paving > 0.6 else 9, front, wall_at, paving, ground)
    scene.surface((-14, 0, wall_at), (28, 0, 0), (0, 3.6, 0), shot.wall, cells=(20, 6), dim=0.1)
    _strip(
        scene,
        (-14, 0, wall_at - 0.01),
        (14, 0, wall_at - 0.01),
        0,
        0.7,
        shot.band if shot.band != shot.wall else shade(shot.wall, 0.8),
    )
    scene.shadow(upright(-14, 14, 2.5, 3.6, wall_at - 0.02), 0.62)
    scene.decal(upright(-14, 14, 3.2, 3.5, wall_at - 0.9), (236, 234, 228), 1.05)
    scene.decal(
        [(-14, 3.5, wall_at - 0.9), (-14, 4.6, wall_at + 1.6), (14, 4.6, wall_at + 1.6), (14, 3.5, wall_at - 0.9)],
        (146, 78, 58),
        0.95,
    )
    for i in range(9):
        y, z = 3.5 + 1.1 * i / 9, wall_at - 0.9 + 2.5 * i / 9
        scene.stripe([(-14, y, z), (14, y, z)], 0.03, (116, 60, 46))
    return scene


def yard_window(scene: Scene, x: float, z: float) -> None:
    """A window in the front of the building."""
    z -= 0.03
    scene.decal(upright(x - 0.75, x + 0.75, 0.95, 2.25, z), (236, 236, 230))
    scene.decal(upright(x - 0.68, x + 0.68, 1.02, 2.18, z - 0.01), (70, 92, 106))
    scene.decal(
        [
            (x - 0.68, 1.5, z - 0.012),
            (x - 0.68, 2.18, z - 0.012),
            (x + 0.1, 2.18, z - 0.012),
            (x - 0.3, 1.5, z - 0.012),
        ],
        (112, 138, 152),
    )
    for dx in (-0.02, 0.66, -0.7):
        scene.stripe([(x + dx, 1.0, z - 0.02), (x + dx, 2.2, z - 0.02)], 0.05, (236, 236, 230))


def shrubs(scene: Scene, x0: float, x1: float, z: float) -> None:
    """A hedge of many leaves."""
    rng = scene.rng
    x = x0
    scene.shadow([(x0, 0.004, z - 0.5), (x1, 0.004, z - 0.5), (x1, 0.004, z + 0.3), (x0, 0.004, z + 0.3)], 0.55)
    scene.thing(bias=-0.2)
    while x < x1:
        for _ in range(11):
            cx, cy, cz = x + rng.uniform(-0.18, 0.18), rng.uniform(0.05, 0.62), z + rng.uniform(-0.2, 0.16)
            r = rng.uniform(0.06, 0.13)
            tone = 0.55 + 0.7 * cy + rng.uniform(-0.12, 0.12)
            green = shade(mix((66, 104, 48), (110, 140, 60), rng.random()), tone)
            turn = [(rng.uniform(0.6, 1.2) * r, a) for a in (0.0, 1.1, 2.2, 3.3, 4.4, 5.5)]
            scene.face([(cx + k * _cos(a), cy + k * _sin(a) * 0.8, cz) for k, a in turn], green, both=True)
        x += 0.16


def _cos(a: float) -> float:
    return (1, 0.45, -0.59, -0.99, -0.31, 0.71)[round(a / 1.1) % 6]


def _sin(a: float) -> float:
    return (0, 0.89, 0.81, -0.16, -0.95, -0.71)[round(a / 1.1) % 6]


def aim(shot: Shot, *views: tuple[Point, Point] | None, focal: float = 0.72, sway: float = 1.0) -> Camera:
    """The camera for the view that is asked for; a view that is drawn elsewhere is None."""
    view = views[shot.view % len(views)]
    assert view is not None
    eye, target = view
    return shot.camera(eye, target, focal=focal, sway=sway)


def office(shot: Shot) -> str:
    """The name on boards."""
    return shot.unit.upper() or "UNIT PELAYANAN"


def mixed(shot: Shot) -> tuple[int, int, int]:
    """The wood of the desks."""
    return (168, 122, 82) if sum(shot.paint) < 300 else (188, 150, 108)
