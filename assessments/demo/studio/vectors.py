"""Points in metres, colours, and the few sums done with them."""

import math
from collections.abc import Sequence

Point = tuple[float, float, float]
Colour = tuple[int, int, int]


def add(a: Point, b: Point) -> Point:
    """The sum of two vectors."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def minus(a: Point, b: Point) -> Point:
    """The difference of two vectors."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def times(a: Point, k: float) -> Point:
    """A vector ``k`` times as long."""
    return (a[0] * k, a[1] * k, a[2] * k)


def dot(a: Point, b: Point) -> float:
    """The scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Point, b: Point) -> Point:
    """The vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def unit(a: Point) -> Point:
    """The vector of length one in the same direction."""
    length = math.sqrt(dot(a, a)) or 1.0
    return (a[0] / length, a[1] / length, a[2] / length)


def centre(points: Sequence[Point]) -> Point:
    """The mean of some points."""
    n = len(points)
    return (sum(p[0] for p in points) / n, sum(p[1] for p in points) / n, sum(p[2] for p in points) / n)


def shade(colour: Colour, k: float) -> Colour:
    """A lighter or darker colour."""
    return (min(255, int(colour[0] * k)), min(255, int(colour[1] * k)), min(255, int(colour[2] * k)))


def mix(a: Colour, b: Colour, k: float) -> Colour:
    """``a`` with ``k`` parts of ``b``."""
    return (
        int(a[0] + (b[0] - a[0]) * k),
        int(a[1] + (b[1] - a[1]) * k),
        int(a[2] + (b[2] - a[2]) * k),
    )


def upright(x0: float, x1: float, y0: float, y1: float, z: float) -> list[Point]:
    """A standing rectangle that faces the camera, its corners clockwise from the lower left."""
    return [(x0, y0, z), (x0, y1, z), (x1, y1, z), (x1, y0, z)]


def sheet(x0: float, x1: float, top: float, foot: float, z: float) -> list[Point]:
    """The same, its corners in the order of a picture: from the upper left."""
    return [(x0, top, z), (x1, top, z), (x1, foot, z), (x0, foot, z)]


def level(x0: float, x1: float, z0: float, z1: float, y: float) -> list[Point]:
    """A lying rectangle."""
    return [(x0, y, z0), (x0, y, z1), (x1, y, z1), (x1, y, z0)]
