"""One file of the evidence seen large: how it is turned and enlarged, and what lies beside it. All of it in the address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from assessments.verifikasi.models import Evidence
from assessments.verifikasi.queries.sheets import Exhibit, Item

TURNS = (0, 90, 180, 270)
ZOOMS = (100, 150, 200, 300, 400)


def _one_of(text: str, known: tuple[int, ...]) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 and int(text) in known else known[0]


@dataclass(frozen=True)
class CloseUp:
    """A file, the others of its indicator, and how it is looked at."""

    exhibit: Exhibit
    others: list[Exhibit]
    timezone: str
    turn: int = 0
    zoom: int = 100
    page: int = 1

    @property
    def place(self) -> int:
        return self.others.index(self.exhibit) + 1

    @property
    def before(self) -> Exhibit | None:
        return self.others[self.place - 2] if self.place > 1 else None

    @property
    def after(self) -> Exhibit | None:
        return self.others[self.place] if self.place < len(self.others) else None

    # --- the picture -------------------------------------------------------------------------------------------------
    @property
    def is_pdf(self) -> bool:
        return not self.exhibit.file.is_photo

    @property
    def pages(self) -> int:
        return (self.exhibit.file.pages or 1) if self.is_pdf else 1

    @property
    def picture_url(self) -> str:
        return self.exhibit.address(self.exhibit.evidence, f"halaman-{self.page}" if self.is_pdf else "gambar")

    @property
    def shape(self) -> str:
        """Whether the picture is wide or tall, so that it fits when it lies on its side; of a PDF's page nobody knows."""
        file = self.exhibit.file
        if self.is_pdf or not file.width or not file.height:
            return "unknown"
        return "wide" if file.width >= file.height else "tall"

    @property
    def alt(self) -> str:
        """The alternative text; of a PDF with the page."""
        if not self.is_pdf:
            return self.exhibit.alt
        return f"{self.exhibit.evidence.description or self.exhibit.file.name}, halaman {self.page} dari {self.pages}"

    # --- links: the same file, looked at otherwise -------------------------------------------------------------------
    def _at(self, **change: int) -> str:
        told = {"halaman": self.page, "putar": self.turn, "zoom": self.zoom} | change
        plain = {"halaman": 1, "putar": 0, "zoom": 100}
        query = urlencode({name: value for name, value in told.items() if value != plain[name]})
        return f"?{query}" if query else self.exhibit.view_url

    @property
    def turned_left(self) -> str:
        return self._at(putar=(self.turn + 270) % 360)

    @property
    def turned_right(self) -> str:
        return self._at(putar=(self.turn + 90) % 360)

    @property
    def larger(self) -> str:
        place = ZOOMS.index(self.zoom)
        return self._at(zoom=ZOOMS[place + 1]) if place + 1 < len(ZOOMS) else ""

    @property
    def smaller(self) -> str:
        place = ZOOMS.index(self.zoom)
        return self._at(zoom=ZOOMS[place - 1]) if place else ""

    @property
    def page_before(self) -> str:
        return self._at(halaman=self.page - 1) if self.page > 1 else ""

    @property
    def page_after(self) -> str:
        return self._at(halaman=self.page + 1) if self.page < self.pages else ""


def of(item: Item, evidence: Evidence, asked: QueryDict) -> CloseUp:
    """A file among those of its indicator; one that was removed among the removed."""
    here = item.exhibits if evidence.removed_at is None else item.removed
    exhibit = next(each for each in here if each.pk == evidence.pk)
    page = asked.get("halaman", "")
    last = exhibit.file.pages or 1
    return CloseUp(
        exhibit=exhibit,
        others=here,
        timezone=item.participation.work_unit.timezone,
        turn=_one_of(asked.get("putar", ""), TURNS),
        zoom=_one_of(asked.get("zoom", ""), ZOOMS),
        page=min(max(int(page), 1), last) if page.isdecimal() and page.isascii() and len(page) < 5 else 1,
    )
