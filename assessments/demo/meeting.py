"""The demo's plenary meeting (rapat pleno): who was there, a current issue, a note, the minutes."""

from collections.abc import Sequence

from assessments.cycle.models import Cycle, Participation
from assessments.demo.play import Troupe
from assessments.penilaian.models import Attendance, TeamMember
from assessments.penilaian.workflow import pleno
from p2ham.lib import dates

Mode = Attendance.Mode
ISSUE = "Berita tentang pemindahan ruang layanan ke gedung sementara (contoh)."
SOURCE = "Surat kabar contoh, halaman 4"
NOTE = "Dibahas bersama isu aktualnya. Tim sepakat nilainya tetap dan koordinator wilayah diminta memantau."
CONCLUSION = (
    "Tim menyepakati nilai akhir semua unit yang dibahas dan mengusulkan unit yang memenuhi syarat untuk memperoleh "
    "predikat dengan Keputusan Menteri."
)


def meet(cycle: Cycle, *, spoken_of: Participation, cast: Troupe) -> None:
    """Open a meeting of the whole team today, talk about a unit, close it with its minutes."""
    lead = cast["ketua"]
    pleno.raise_issue(participation=spoken_of, text=ISSUE, source=SOURCE, happened_on=dates.today(), by=lead)
    held = pleno.open_pleno(
        cycle=cycle,
        held_on=dates.today(),
        place="Ruang rapat Direktorat contoh, Jakarta",
        agenda="Pembahasan hasil penilaian dan usulan predikat",
        by=lead,
    )
    members: Sequence[int] = list(
        TeamMember.objects.filter(cycle=cycle, left_at=None).order_by("pk").values_list("user", flat=True)
    )
    modes = dict(zip(members, (Mode.ON_SITE, Mode.ON_SITE, Mode.ONLINE, Mode.ON_SITE, Mode.EXCUSED), strict=True))
    pleno.attend(pleno=held, modes={user: str(mode) for user, mode in modes.items()}, by=lead)
    pleno.note(pleno=held, participation=spoken_of, text=NOTE, by=lead)
    pleno.close_pleno(pleno=held, conclusion=CONCLUSION, by=lead)
