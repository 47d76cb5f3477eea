"""The demo's site visits: one that is over, with findings and photos, and one that is still to come."""

import datetime as dt

from assessments.cycle.models import Participation
from assessments.demo import people, pictures, play
from assessments.demo.play import Troupe
from assessments.penilaian.models import Finding, SiteVisit
from assessments.penilaian.queries.visits import to_see
from assessments.penilaian.workflow import visiting
from p2ham.lib import dates
from units.models import User

# What was not as the evidence says.
OTHER = {
    "A1": (Finding.Seen.DIFFERS, "Maklumat terpasang di ruang tunggu, tetapi tertutup papan pengumuman lain."),
    "C2": (Finding.Seen.NOT_SEEN, "Sertifikat pelatihan disimpan di kantor wilayah."),
}
PICTURED = ("A1", "A2")
SUMMARY = (
    "Ruang layanan, loket, dan halaman dilihat bersama kepala subbagian umum. Keadaan di tempat sesuai dengan data "
    "dukung, kecuali yang disebut pada temuan."
)


def plan(participation: Participation, *, cast: Troupe, in_days: int, going: list[User]) -> SiteVisit:
    """The lead plans a visit."""
    wanted = visiting.VisitPlan(
        planned_on=dates.today() + dt.timedelta(days=in_days),
        planned_at=dt.time(9, 30),
        mode=SiteVisit.Mode.ON_SITE,
        message="Mohon seorang petugas mendampingi kami di ruang layanan.",
        visitors=going,
    )
    return visiting.plan(participation=participation, wanted=wanted, by=cast["ketua"])


def hold(participation: Participation, *, cast: Troupe) -> None:
    """A visit of today: a finding for every indicator, photos for some, the report."""
    visitor, unit = cast["penilai3"], participation.work_unit
    visit = plan(participation, cast=cast, in_days=0, going=[visitor])
    taken = dt.datetime.combine(dates.today(), dt.time(9, 45))
    for indicator in to_see(visit):
        seen, text = OTHER.get(indicator.code, (Finding.Seen.FITS, ""))
        visiting.find(visit=visit, indicator_id=indicator.pk, seen=seen, text=text, by=visitor)
        if indicator.code in PICTURED:
            data = pictures.photo(indicator.code, seed=f"kunjungan/{unit.code}", unit=unit.short_name, taken_at=taken)
            file = play.upload(f"kunjungan_{indicator.code}.jpg", data, "image/jpeg")
            visiting.add_photo(visit=visit, indicator_id=indicator.pk, upload=file, by=visitor)
    host = people.head_of(unit.code, f"Kepala {unit.name}")
    visiting.close(visit=visit, host_name=host.name, host_title=host.title, summary=SUMMARY, by=visitor)
