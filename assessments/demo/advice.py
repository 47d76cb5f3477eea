"""Example photos of the demo: for the first indicators a good one and one that does not do, drawn."""

import datetime as dt
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFilter

from assessments.cycle.models import Cycle
from assessments.demo import pictures
from indicators import examples
from indicators.models import Indicator, IndicatorExample
from units.models import User

GOOD, BAD = IndicatorExample.Kind.GOOD, IndicatorExample.Kind.BAD
CAPTIONS = {
    "A1": (
        "Seluruh papan terbaca, dan tampak bahwa letaknya di ruang layanan.",
        "Papan maklumat pelayanan di dinding ruang layanan",
        "Terlalu dekat dan buram: isinya tidak terbaca, letaknya tidak diketahui.",
        "Sebagian papan yang buram, tanpa ruangan di sekitarnya",
    ),
    "A6": (
        "Tanda prioritas jelas, dan tampak siapa yang dilayani di sana.",
        "Loket dengan tanda prioritas di ruang layanan",
        "Hanya potongan loket: tanda prioritasnya tidak tampak.",
        "Potongan loket yang buram",
    ),
}


def advise(cycle: Cycle, by: User) -> None:
    """Two examples for each of the first indicators."""
    moment = dt.datetime(cycle.year, 2, 3, 9, tzinfo=dt.UTC)
    for indicator in Indicator.objects.filter(criterion__instrument=cycle.instrument_id, code__in=CAPTIONS):
        whole = pictures.photo(indicator.code, seed="contoh", taken_at=moment)
        good, good_alt, bad, bad_alt = CAPTIONS[indicator.code]
        for kind, caption, alt, data in ((GOOD, good, good_alt, whole), (BAD, bad, bad_alt, _spoilt(whole))):
            words = examples.Words(kind, caption, alt)
            picture = examples.picture_of(SimpleUploadedFile("contoh.jpg", data, "image/jpeg"))
            examples.add(indicator=indicator, words=words, picture=picture, by=by)


def _spoilt(data: bytes) -> bytes:
    """The same picture, much too close and blurred."""
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        part = image.crop((width * 2 // 5, height // 3, width * 3 // 5, height * 3 // 5))
    out = io.BytesIO()
    part.resize((1200, 900)).filter(ImageFilter.GaussianBlur(9)).save(out, "JPEG", quality=80)
    return out.getvalue()
