"""A very small renderer: polygons in metres, a phone's lens, soft light. Pillow only.

x goes right, y up, z into the picture. Surfaces of the room are painted in the order given; things standing in it are
sorted by distance. Colour is drawn at 1.5 times the size (edges become smooth), light at a quarter of it and blurred,
and the two are laid over each other: dark light multiplies, bright light washes out, as in a photograph.
"""

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from assessments.demo.studio.vectors import (
    Colour,
    Point,
    add,
    centre,
    cross,
    dot,
    minus,
    mix,
    shade,
    times,
    unit,
)

WIDTH, HEIGHT = 1600, 1200
_FINE = 1.5
_COARSE = 0.25
_NEAR = 0.12


class Camera:
    """Where the phone is held and where it looks."""

    def __init__(self, eye: Point, target: Point, *, roll: float = 0.0, focal: float = 0.78) -> None:
        self.eye = eye
        forward = unit(minus(target, eye))
        right = unit(cross((0.0, 1.0, 0.0), forward))
        up = cross(forward, right)
        c, s = math.cos(roll), math.sin(roll)
        self._right = add(times(right, c), times(up, s))
        self._up = minus(times(up, c), times(right, s))
        self._forward = forward
        self._focal = focal * WIDTH

    def place(self, p: Point) -> Point:
        """A world point in the camera's own axes; the third is its depth."""
        d = minus(p, self.eye)
        return (dot(d, self._right), dot(d, self._up), dot(d, self._forward))

    def flat(self, v: Point, size: float) -> tuple[float, float]:
        """A placed point on a canvas that is ``size`` times the photograph."""
        k = self._focal * size / v[2]
        return (WIDTH * size / 2 + v[0] * k, HEIGHT * size / 2 - v[1] * k)

    def pixels(self, length: float, depth: float, size: float) -> float:
        """How wide a length at a depth appears."""
        return length * self._focal * size / max(depth, _NEAR)


def clip(points: Sequence[Point]) -> list[Point]:
    """The part of a placed polygon that lies before the lens."""
    out: list[Point] = []
    for i, b in enumerate(points):
        a = points[i - 1]
        if (a[2] > _NEAR) != (b[2] > _NEAR):
            k = (_NEAR - a[2]) / (b[2] - a[2])
            out.append((a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k, _NEAR))
        if b[2] > _NEAR:
            out.append(b)
    return out


@dataclass(frozen=True)
class Lamp:
    """A source of light with a reach in metres."""

    at: Point
    power: float = 0.6
    reach: float = 3.0


@dataclass
class _Stroke:
    """One thing to draw: a polygon, a line or a picture, and the light that falls on it."""

    points: list[Point]
    mirrored: list[Point]
    colour: Colour
    light: float | None
    width: float = 0.0
    image: Image.Image | None = None
    depth: float = 0.0
    wide: bool = False
    floor: bool = False


@dataclass
class _Thing:
    strokes: list[_Stroke] = field(default_factory=list)
    bias: float = 0.0


class Scene:
    """What stands before the camera."""

    def __init__(self, camera: Camera, rng: random.Random, *, lamps: Iterable[Lamp], ambient: float = 0.42) -> None:
        self.camera = camera
        self.rng = rng
        self.lamps = list(lamps)
        self.ambient = ambient
        self.sky: tuple[Colour, Colour] = ((196, 214, 228), (232, 236, 236))
        # A flipped scene comes out mirrored, its lettering does not: one drawing serves for two offices.
        self.flipped = False
        # How much a polished floor (y = 0) gives back of what stands on it.
        self.polish = 0.0
        self._ground: list[_Stroke] = []
        self._things: list[_Thing] = []

    # --- light ------------------------------------------------------------------------------------------------------
    def light_at(self, p: Point, normal: Point | None) -> float:
        """How bright it is at a point of a surface."""
        total = self.ambient
        for lamp in self.lamps:
            d = minus(lamp.at, p)
            far = dot(d, d)
            facing = 0.6 if normal is None else max(0.12, dot(normal, d) / math.sqrt(far or 1e-6))
            total += lamp.power * facing / (1.0 + far / lamp.reach**2)
        return total

    # --- surfaces, in the order given ---------------------------------------------------------------------------------
    def surface(
        self, origin: Point, u: Point, v: Point, colour: Colour, *, cells: tuple[int, int] = (10, 8), dim: float = 0.28
    ) -> None:
        """A wall, floor or ceiling with light that changes over it and darker edges."""
        corners = [origin, add(origin, u), add(add(origin, u), v), add(origin, v)]
        self._draw(self._ground, corners, colour, None)
        if self._ground:
            self._ground[-1].floor = max(p[1] for p in corners) <= 0.01
        normal = unit(cross(u, v))
        if dot(normal, minus(self.camera.eye, centre(corners))) < 0:
            normal = times(normal, -1)
        lu, lv = math.sqrt(dot(u, u)), math.sqrt(dot(v, v))
        nu, nv = cells
        for i in range(nu):
            for j in range(nv):
                a, b = (i + 0.5) / nu, (j + 0.5) / nv
                p = add(origin, add(times(u, a), times(v, b)))
                edge = min(a * lu, (1 - a) * lu), min(b * lv, (1 - b) * lv)
                dark = 1.0 - dim * (math.exp(-edge[0] / 0.45) + math.exp(-edge[1] / 0.45))
                cell = [
                    add(origin, add(times(u, x / nu), times(v, y / nv)))
                    for x, y in ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))
                ]
                self._draw(self._ground, cell, (0, 0, 0), self.light_at(p, normal) * dark, only_light=True)
                if self._ground:
                    self._ground[-1].wide = True

    def decal(self, points: Sequence[Point], colour: Colour, light: float | None = None) -> None:
        """A flat mark on a surface: a tile, a line of paint, a shadow that is sharp."""
        self._draw(self._ground, points, colour, light)

    def stripe(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """A thin line on a surface, such as a joint between tiles."""
        self._line(self._ground, points, width, colour, None)

    def shadow(self, points: Sequence[Point], light: float = 0.45) -> None:
        """A soft shadow on a surface."""
        self._draw(self._ground, points, (0, 0, 0), light, only_light=True)

    def glow(self, points: Sequence[Point], light: float = 1.3) -> None:
        """A bright patch: sun through a window, a lamp's reflection."""
        self._draw(self._ground, points, (0, 0, 0), light, only_light=True)

    def print_on(self, corners: Sequence[Point], image: Image.Image, *, flat: bool = True, light: float = 0.0) -> None:
        """A picture on a quadrangle: top left, top right, bottom right, bottom left."""
        placed = [self.camera.place(p) for p in corners]
        if min(p[2] for p in placed) <= _NEAR:
            return
        if self.flipped:
            image = ImageOps.mirror(image)
        # What is fixed to a wall lies in the wall's own light.
        glow = light or (None if flat else min(1.15, self.light_at(centre(corners), None)))
        under = clip([self.camera.place((p[0], -p[1], p[2])) for p in corners]) if self.polish else []
        mean = image.resize((1, 1), Image.Resampling.BOX).convert("RGB").getpixel((0, 0))
        assert isinstance(mean, tuple)
        tint = (int(mean[0]), int(mean[1]), int(mean[2]))
        stroke = _Stroke(placed, under, tint, glow, image=image, depth=centre(placed)[2])
        (self._ground if flat else self._top().strokes).append(stroke)

    # --- things, sorted by distance -------------------------------------------------------------------------------------
    def thing(self, *, bias: float = 0.0) -> None:
        """What follows belongs to one new thing; a bias moves it nearer in the order of painting."""
        self._things.append(_Thing(bias=bias))

    def _top(self) -> _Thing:
        if not self._things:
            self.thing()
        return self._things[-1]

    def face(self, points: Sequence[Point], colour: Colour, *, both: bool = False, gloss: float = 0.0) -> None:
        """One flat side of a thing, seen from its front (corners clockwise as seen); ``both``: from either side."""
        middle = centre(points)
        normal = unit(cross(minus(points[1], points[0]), minus(points[2], points[0])))
        if dot(normal, minus(self.camera.eye, middle)) < 0:
            if not both:
                return
            normal = times(normal, -1)
        sun = unit((-0.45, 0.8, -0.4))
        tone = 0.72 + 0.3 * max(-0.4, dot(normal, sun)) + gloss
        self._draw(self._top().strokes, points, shade(colour, tone), self.light_at(middle, None))

    def tube(self, points: Sequence[Point], radius: float, colour: Colour, *, gleam: bool = True) -> None:
        """A round bar along some points, with its shaded edge and, when it is of metal, its gleam."""
        strokes = self._top().strokes
        self._line(strokes, points, radius * 2, shade(colour, 0.55 if gleam else 0.8), self.light_at(points[0], None))
        lift = (0.0, radius * 0.3, 0.0)
        self._line(strokes, [add(p, lift) for p in points], radius * 1.3, colour, None, nearer=0.03)
        if not gleam:
            return
        lift = (0.0, radius * 0.55, 0.0)
        bright = mix(colour, (255, 255, 255), 0.55)
        self._line(strokes, [add(p, lift) for p in points], radius * 0.4, bright, None, nearer=0.06)

    # --- drawing ---------------------------------------------------------------------------------------------------------
    def _draw(
        self,
        strokes: list[_Stroke],
        points: Sequence[Point],
        colour: Colour,
        light: float | None,
        *,
        only_light: bool = False,
    ) -> None:
        placed = clip([self.camera.place(p) for p in points])
        under: list[Point] = []
        if self.polish and not only_light and max(p[1] for p in points) > 0.01:
            under = clip([self.camera.place((p[0], -p[1], p[2])) for p in points])
        if len(placed) >= 3:
            depth = sum(p[2] for p in placed) / len(placed)
            strokes.append(_Stroke(placed, under, colour, light, width=-1.0 if only_light else 0.0, depth=depth))

    def _line(
        self,
        strokes: list[_Stroke],
        points: Sequence[Point],
        width: float,
        colour: Colour,
        light: float | None,
        *,
        nearer: float = 0.0,
    ) -> None:
        for a, b in pairwise(points):
            ends = [self.camera.place(a), self.camera.place(b)]
            if max(p[2] for p in ends) > _NEAR:
                if min(p[2] for p in ends) <= _NEAR:
                    near, far = sorted(ends, key=lambda p: p[2])
                    k = (_NEAR - near[2]) / (far[2] - near[2])
                    ends = [add(near, times(minus(far, near), k)), far]
                depth = (ends[0][2] + ends[1][2]) / 2 - nearer
                strokes.append(_Stroke(ends, [], colour, light, width=width, depth=depth))

    def render(self) -> Image.Image:
        """The photograph as the lens sees it, before the phone's own faults."""
        order = sorted(
            (t for t in self._things if t.strokes),
            key=lambda t: -(sum(s.depth for s in t.strokes) / len(t.strokes) - t.bias),
        )
        things = [stroke for thing in order for stroke in sorted(thing.strokes, key=lambda s: -s.depth)]
        colours = self._colours([*self._ground, *things])
        if self.polish:
            colours = self._polished(colours, things)
        image = ImageChops.hard_light(colours, self._lights(things))
        return ImageOps.mirror(image) if self.flipped else image

    def _polished(self, colours: Image.Image, things: Sequence[_Stroke]) -> Image.Image:
        """The picture with a faint, blurred mirror image on the floor."""
        size = (int(WIDTH * _COARSE), int(HEIGHT * _COARSE))
        mirror, mask = Image.new("RGB", size), Image.new("L", size)
        pen, hole = ImageDraw.Draw(mirror), ImageDraw.Draw(mask)
        for stroke in [*self._ground, *things]:
            if len(stroke.mirrored) >= 3:
                pen.polygon([self.camera.flat(p, _COARSE) for p in stroke.mirrored], fill=stroke.colour)
        floor = [s for s in self._ground if s.floor]
        for strokes, value in ((floor, int(self.polish * 255)), (things, 0)):
            for stroke in strokes:
                if len(stroke.points) >= 3:
                    hole.polygon([self.camera.flat(p, _COARSE) for p in stroke.points], fill=value)
        mirror = mirror.filter(ImageFilter.GaussianBlur(3)).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
        mask = mask.filter(ImageFilter.GaussianBlur(1)).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
        return Image.composite(mirror, colours, mask)

    def _colours(self, strokes: Sequence[_Stroke]) -> Image.Image:
        colour = Image.new("RGB", (int(WIDTH * _FINE), int(HEIGHT * _FINE)))
        pen = ImageDraw.Draw(colour)
        for i in range(40):
            top, bottom = colour.height * i // 40, colour.height * (i + 1) // 40
            pen.rectangle([0, top, colour.width, bottom], fill=mix(self.sky[0], self.sky[1], i / 40))
        for stroke in strokes:
            if stroke.image is not None:
                self._paint_image(colour, stroke)
            elif stroke.width > 0:
                self._paint_line(pen, stroke)
            elif stroke.width == 0:
                pen.polygon([self.camera.flat(p, _FINE) for p in stroke.points], fill=stroke.colour)
        return colour.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)

    def _lights(self, things: Sequence[_Stroke]) -> Image.Image:
        """Light in three steps: wide and very soft on surfaces, shadows on them, then the things before them."""
        light = Image.new("L", (int(WIDTH * _COARSE), int(HEIGHT * _COARSE)), 150)
        steps = (
            ([s for s in self._ground if s.wide], 9.0),
            ([s for s in self._ground if not s.wide], 3.0),
            (things, 1.2),
        )
        for strokes, blur in steps:
            lamp = ImageDraw.Draw(light)
            for stroke in strokes:
                if stroke.light is not None and len(stroke.points) >= 3:
                    level = max(0, min(255, int(stroke.light * 128)))
                    lamp.polygon([self.camera.flat(p, _COARSE) for p in stroke.points], fill=level)
            light = light.filter(ImageFilter.GaussianBlur(blur))
        light = light.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        return ImageOps.colorize(light, (6, 8, 20), (255, 253, 244), mid=(127, 127, 129))

    def _paint_line(self, pen: ImageDraw.ImageDraw, stroke: _Stroke) -> None:
        width = max(1, round(self.camera.pixels(stroke.width, stroke.depth, _FINE)))
        ends = [self.camera.flat(p, _FINE) for p in stroke.points]
        pen.line(ends, fill=stroke.colour, width=width)
        if width > 5:
            for x, y in ends:
                r = width / 2 - 0.5
                pen.ellipse([x - r, y - r, x + r, y + r], fill=stroke.colour)

    def _paint_image(self, canvas: Image.Image, stroke: _Stroke) -> None:
        assert stroke.image is not None
        corners = [self.camera.flat(p, _FINE) for p in stroke.points]
        left, top = int(min(x for x, _ in corners)), int(min(y for _, y in corners))
        right, bottom = int(max(x for x, _ in corners)) + 1, int(max(y for _, y in corners)) + 1
        left, top = max(left, -400), max(top, -400)
        right, bottom = min(right, canvas.width + 400), min(bottom, canvas.height + 400)
        if right - left < 2 or bottom - top < 2:
            return
        image = stroke.image.convert("RGBA")
        shrink = int(image.width / max(1.0, right - left))
        if shrink >= 2:
            image = image.reduce(shrink)
        w, h = image.size
        target = [(x - left, y - top) for x, y in corners]
        how = perspective(target, [(0, 0), (w, 0), (w, h), (0, h)])
        warped = image.transform(
            (right - left, bottom - top), Image.Transform.PERSPECTIVE, how, Image.Resampling.BILINEAR
        )
        canvas.paste(warped, (left, top), warped)


def perspective(source: Sequence[tuple[float, float]], target: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """The eight numbers with which Pillow maps four points of one picture to four points of another."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    n = 8
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(n):
            if r != i:
                k = rows[r][i] / rows[i][i]
                for c in range(i, n + 1):
                    rows[r][c] -= k * rows[i][c]
    return tuple(rows[i][n] / rows[i][i] for i in range(n))
