"""The unit without the predikat objects to two of its levels; somebody who did not score it reviews them."""

import datetime as dt

from assessments.cycle.models import Participation
from assessments.demo import pictures, play
from assessments.demo.play import Troupe
from assessments.penilaian.queries import objections, reports
from assessments.penilaian.rules import objecting as rules
from assessments.penilaian.workflow import answering, objecting
from p2ham.lib import dates
from units.models import User

TEXT = (
    "{title} sudah tersedia sejak bulan lalu, setelah data dukung disampaikan. Kami lampirkan fotonya dan mohon "
    "tingkatnya ditinjau kembali."
)


def object_to(participation: Participation, *, by: User, cast: Troupe) -> None:
    """File an objection to the first two indicators that lost something and that the demo has pictures of; name the
    reviewer, who has answered nothing yet.
    """
    result = objections.current_result(participation)
    assert result is not None
    open_ = [line for line in reports.lines_of(result) if not rules.point(line)]
    chosen = [line.indicator for line in open_ if line.indicator.code in pictures.SCENES][:2]
    texts = {indicator.pk: TEXT.format(title=indicator.title) for indicator in chosen}
    draft = objecting.save(participation=participation, texts=texts, seen="", by=by)
    taken = dt.datetime.combine(dates.today(), dt.time(9, 40)) - dt.timedelta(days=2)
    for indicator in chosen:
        data = pictures.photo(indicator.code, seed="keberatan", unit=participation.work_unit.short_name, taken_at=taken)
        objecting.attach(
            objection=draft,
            indicator_id=indicator.pk,
            upload=play.upload(f"keberatan_{indicator.code}.jpg", data, "image/jpeg"),
            by=by,
        )
    draft.refresh_from_db()
    filed = objecting.file(objection=draft, seen=objecting.stamp(draft), by=by)
    answering.assign(objection=filed, reviewer=cast["penilai3"], by=cast["ketua"])
