"""Are the piles and the pictures of scanned pages there? Both are made anew from files that are checked by their hash."""

from collections.abc import Iterator

from assessments.files.integrity import there
from assessments.pencanangan.models import Pile, ScanPage


def check() -> Iterator[str]:
    """For each pile and picture one item: empty when it is there, otherwise a sentence."""
    for pile in Pile.objects.filter(status=Pile.Status.READY).order_by("pk").iterator(chunk_size=500):
        # A pile that was forgotten meanwhile took its bytes along.
        gone = not there(pile.stored_name) and Pile.objects.filter(pk=pile.pk, status=Pile.Status.READY).exists()
        yield f"Tumpukan cetak {pile.pk}: hilang dari penyimpanan" if gone else ""
    for page in ScanPage.objects.exclude(picture_name="").order_by("pk").iterator(chunk_size=500):
        gone = not there(page.picture_name) and ScanPage.objects.filter(pk=page.pk).exclude(picture_name="").exists()
        yield f"Pindaian {page.source_id}: gambar halaman {page.number} hilang dari penyimpanan" if gone else ""
