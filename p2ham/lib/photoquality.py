"""What a photo looks like to somebody who cannot ask again: blank, or too blurred to read."""

from dataclasses import dataclass

from PIL import Image, ImageFilter, ImageStat

# As received; a photo below it cannot be judged by an assessor who looks for a handle or a sign.
SHORTEST_SIDE = 480

_SIDE = 512
_TILES = 6
_EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
BLURRED_BELOW = 45.0

_BLANK_SIDE = 48
_NEAR = 12
_BLANK_SHARE = 0.98


@dataclass(frozen=True)
class Quality:
    """Doubts about a picture."""

    is_blurred: bool
    is_blank: bool


def judge(image: Image.Image) -> Quality:
    """A blank picture is not called blurred as well."""
    blank = is_blank(image)
    return Quality(is_blurred=not blank and sharpness(image) < BLURRED_BELOW, is_blank=blank)


def is_small(width: int, height: int) -> bool:
    """Whether a photo came with too few pixels."""
    return min(width, height) < SHORTEST_SIDE


def sharpness(image: Image.Image) -> float:
    """The variance of the Laplacian in the sharper parts of the picture at a normal size.

    A sharp photo of a plain wall is sharp where there is anything at all, so of 36 tiles the ninth sharpest counts: a
    date stamped on a blurred photo, sharp in two or three tiles, does not save it. Measured by tests/load/bench_radar.py
    blur on 40 drawn photos of offices at 1024 px: as taken 372 and more, recompressed 257, by messenger 89; the limit of
    45 finds all that are blurred by 2.5 px (98 % when stamped) and by more, 28 % of those by 1.5 px, 8 % of those stretched
    from 320 px, 13 % of those moved by 21 px. It is far from what is sharp: a false alarm costs more than a miss.
    """
    grey = image.convert("L")
    grey.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    edges = grey.filter(_EDGES)
    width, height = edges.size
    found = []
    for y in range(_TILES):
        for x in range(_TILES):
            box = (
                max(1, x * width // _TILES),
                max(1, y * height // _TILES),
                min(width - 1, (x + 1) * width // _TILES),
                min(height - 1, (y + 1) * height // _TILES),
            )
            found.append(ImageStat.Stat(edges.crop(box)).var[0])
    return sorted(found, reverse=True)[_TILES * _TILES // 4 - 1]


def is_blank(image: Image.Image) -> bool:
    """Whether nearly the whole picture has one colour: a covered lens, a wall, an empty sheet."""
    small = image.convert("RGB").resize((_BLANK_SIDE, _BLANK_SIDE), Image.Resampling.BOX)
    middle = ImageStat.Stat(small).median
    bands = [
        band.point([255 if abs(value - centre) > _NEAR else 0 for value in range(256)])
        for band, centre in zip(small.split(), middle, strict=True)
    ]
    far = bytes(max(pixel) for pixel in zip(*(band.tobytes() for band in bands), strict=True))
    return far.count(0) >= _BLANK_SHARE * len(far)
