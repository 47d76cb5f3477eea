"""The map of the provinces as tiles of one size: where each stands, as data. Pure; the page places them by classes."""

# Kemendagri's code of a province: column (west to east) and row (north to south).
PLACES: dict[str, tuple[int, int]] = {
    "11": (1, 1), "12": (2, 2), "13": (2, 3), "14": (3, 3), "15": (3, 4), "16": (4, 4), "17": (2, 4), "18": (4, 5),
    "19": (5, 4), "21": (4, 2), "31": (5, 5), "32": (5, 6), "33": (6, 6), "34": (6, 7), "35": (7, 6), "36": (4, 6),
    "51": (8, 6), "52": (9, 6), "53": (10, 6), "61": (6, 2), "62": (6, 3), "63": (7, 3), "64": (7, 2), "65": (7, 1),
    "71": (10, 2), "72": (9, 3), "73": (8, 4), "74": (9, 4), "75": (9, 2), "76": (8, 3), "81": (11, 4), "82": (11, 2),
    "91": (13, 2), "92": (12, 3), "93": (14, 4), "94": (13, 3), "95": (14, 3), "96": (12, 2),
}  # fmt: skip
SHADES = 4


def shade(count: int, most: int) -> int:
    """How dark a tile is: 0 for none, then up to ``SHADES`` for as many as any province has."""
    return -(-count * SHADES // most) if count and most else 0
