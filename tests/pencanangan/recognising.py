"""How well pages are recognised: real letters, spoilt in known ways, against what is known of each."""

import csv
import dataclasses
import io
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator

import pypdfium2
from PIL import Image

from assessments.documents.contexts import DeclarationLetter
from assessments.documents.rendering import render
from assessments.pencanangan import recognition
from p2ham.lib import codes
from tests import scanner
from tests.conftest import ROOT
from tests.documents.papers import FILLED, LONGEST

DPI = 150
CORRECT, BY_HAND, WRONG = "benar", "ditentukan", "salah"
TURNS = (0, 90, 180, 270)


@dataclasses.dataclass(frozen=True)
class Sheet:
    """One printed page and what it is: code and page of a letter of the ceremony, a foreign letter, or nothing."""

    picture: Image.Image
    code: str = ""
    number: int = 0
    foreign: bool = False


@dataclasses.dataclass(frozen=True)
class Outcome:
    kind: str
    result: str
    milliseconds: float


def unit_names(count: int) -> list[str]:
    """Names of real units, the longest among them."""
    with (ROOT / "fixtures" / "work_units.csv").open(encoding="utf-8") as source:
        names = sorted({row["name"] for row in csv.DictReader(source)}, key=lambda name: (-len(name), name))
    return names[: count // 3] + names[:: max(1, len(names) // count)][: count - count // 3]


def sheets(count: int, *, foreign: bool = False, seed: int = 1) -> list[Sheet]:
    """All pages of ``count`` letters, rendered as they are issued and drawn by a clean scanner."""
    rng = random.Random(seed + foreign)
    found = []
    for number, name in enumerate(unit_names(count)):
        base = (LONGEST if number % 2 else FILLED)["surat_pernyataan"]
        assert isinstance(base, DeclarationLetter)
        raw = "".join(rng.choice(codes.ALPHABET) for _ in range(16))
        code = "-".join(raw[start : start + 4] for start in range(0, 16, 4))
        paper = dataclasses.replace(base, unit=name, code=code, verify_url=f"https://p2ham.contoh.go.id/v/{code}/")
        with pypdfium2.PdfDocument(render(paper.kind, paper.to_json(), title="Surat")) as pdf:
            for index, page in enumerate(pdf, 1):
                picture = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
                found.append(Sheet(picture, code, index, foreign))
    return found


def outcome(sheet: Sheet, seen: recognition.Sight, known: set[str], turn: int) -> str:
    """What the portal would do with the page: file it rightly, leave it to a person, or file it wrong."""
    claimed = [(code, number) for code, number in seen.codes if code in known]
    if len(seen.codes) != 1:
        is_blank = not sheet.code and seen.blank
        return CORRECT if is_blank else WRONG if sheet.code and seen.blank else BY_HAND
    if sheet.foreign or not sheet.code:
        return WRONG if claimed else CORRECT
    upright = seen.rotation == -turn % 360
    return CORRECT if claimed == [(sheet.code, sheet.number)] and upright else WRONG


def through_the_portal(page: Image.Image) -> bytes:
    """The page as it is drawn from a PDF for reading."""
    factor = recognition.WIDTH / page.width
    drawn = page.resize((recognition.WIDTH, round(page.height * factor)), Image.Resampling.BILINEAR)
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=82)
    return out.getvalue()


def trials(
    own: list[Sheet], others: list[Sheet], *, each: int, kinds: Iterable[str] = scanner.KINDS
) -> Iterator[Outcome]:
    """``each`` pages of every kind of spoiling, foreign ones of every fifth, and as many blank ones."""
    known = {sheet.code for sheet in own}
    for place, kind in enumerate(kinds):
        for number in range(each):
            pool = others if number % 5 == 4 else own
            sheet = pool[(place * each + number) % len(pool)]
            turn = TURNS[(number + place) % 4]
            page = scanner.degraded(sheet.picture, kind, turn=turn, seed=number)
            yield _tried(kind if pool is own else "surat lain", sheet, page, known, turn)
    for number in range(each):
        page = scanner.blank(seed=number).rotate(90 * (number % 4), expand=True)
        yield _tried("kosong", Sheet(page), page, known, 0)


def _tried(kind: str, sheet: Sheet, page: Image.Image, known: set[str], turn: int) -> Outcome:
    data = through_the_portal(page)
    start = time.process_time()
    seen = recognition.look(data)
    spent = (time.process_time() - start) * 1000
    return Outcome(kind, outcome(sheet, seen, known, turn), spent)


def tally(outcomes: Iterable[Outcome]) -> Counter[str]:
    """How many pages came out how."""
    return Counter(one.result for one in outcomes)
