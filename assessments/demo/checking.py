"""How the demo's units are checked: the region's voice, remarks on photos, a second round, outcomes."""

from assessments.cycle.models import Participation
from assessments.demo import play
from assessments.demo.play import Troupe
from assessments.verifikasi import queries
from assessments.verifikasi import workflow as verifikasi
from assessments.verifikasi.models import Evidence, Remark, Verdict
from assessments.verifikasi.queries.sheets import Item
from assessments.verifikasi.workflow.answering import Draft
from assessments.verifikasi.workflow.sentences import save_sentence
from indicators.models import EvidenceRequirement
from units.models import User

FITS, REPAIR, UNMET = Verdict.Decision.FITS, Verdict.Decision.REPAIR, Verdict.Decision.UNMET

SENTENCES = {
    "": [
        "Foto terlalu jauh. Unggah foto yang lebih dekat sehingga tulisannya terbaca.",
        "Foto belum memperlihatkan letaknya. Tambahkan satu foto dari pintu masuk.",
        "Naskah belum ditandatangani. Unggah naskah yang sudah ditandatangani pimpinan.",
    ],
    "B1": ["Lebar pintu belum tampak. Ukur dengan meteran dan foto hasilnya."],
}
OLD_PHOTO = "Foto ketiga belum memperlihatkan keadaan sekarang. Ganti dengan foto dari sisi pintu masuk."
NOT_HERE = "Pengunjung memakai tempat parkir umum milik kota; unit tidak memiliki halaman parkir."


def keep_sentences(verifier: User) -> None:
    """What the verifiers write again and again."""
    for code, texts in SENTENCES.items():
        for text in texts:
            save_sentence(text=text, code=code, by=verifier)


def excuse(participation: Participation, code: str, *, by: User) -> None:
    """Say of an indicator that it does not apply to the unit."""
    item = _item(participation, code)
    verifikasi.save_answer(
        participation=participation,
        indicator=item.indicator,
        draft=Draft(not_applicable=True, note=NOT_HERE),
        version=item.answer.version,
        by=by,
    )


def advise(participation: Participation, *, by: User, most: int | None = None) -> None:
    """The region's recommendations; ``most``: only the first so many, as somebody leaves it for tomorrow."""
    for item in queries.sheet(participation, region=True).items[:most]:
        doubtful = item.indicator.code == "B1"
        verifikasi.save_advice(
            participation=participation,
            indicator=item.indicator,
            recommendation=REPAIR if doubtful else FITS,
            note="Pegangan rambat perlu difoto dari dekat." if doubtful else "",
            by=by,
        )
    if most is None:
        verifikasi.finish_voice(participation=participation, by=by)


def check(participation: Participation, act: str, *, operator: User, cast: Troupe) -> None:
    """What the verifiers do with a sheet that was handed in."""
    verifier = cast["verifikator"]
    if act == "in_check":
        advise(participation, by=cast["kanwil.kalbar"])
    verifikasi.start_check(participation=participation, by=verifier)
    _judge(participation, act, verifier)
    if act in {"in_check", "returned"}:
        _remark(participation, verifier, "B1" if act == "in_check" else "A6")
        verifikasi.give_back(participation=participation, by=verifier)
        if act == "in_check":
            _again(_fresh(participation), operator, verifier)
        return
    if act in {"failed", "proposed"}:
        approval = verifikasi.propose_fail(
            participation=participation, note="Sebagian besar sarana wajib belum tersedia.", by=verifier
        )
    else:
        approval = verifikasi.propose_pass(participation=participation, by=verifier)
    if act != "proposed":
        verifikasi.decide(approval=approval, by=cast["verifikator2"], approve=True)


def _judge(participation: Participation, act: str, verifier: User) -> None:
    for row in play.answers(participation):
        decision, note = FITS, "Alasan unit dapat diterima." if row.not_applicable else ""
        if act in {"returned", "in_check"} and row.indicator.code in {"A6", "B1"}:
            decision, note = REPAIR, OLD_PHOTO
        if act in {"failed", "proposed"} and row.level and row.level.value == 0:
            decision, note = UNMET, "Sarana belum tersedia dan belum ada rencana pemenuhannya."
        verifikasi.save_verdict(
            participation=participation,
            indicator=row.indicator,
            decision=decision,
            level=row.level,
            not_applicable=row.not_applicable,
            note=note,
            by=verifier,
        )


def _remark(participation: Participation, verifier: User, code: str) -> None:
    """One remark on a spot of a photo, and one among those who check."""
    item = _item(participation, code)
    verifikasi.write_remark(
        participation=participation,
        indicator=item.indicator,
        text="Bagian ini tertutup bayangan. Ambil lagi dengan lampu menyala.",
        visibility=Remark.Visibility.UNIT,
        spot=verifikasi.Spot(evidence=item.exhibits[0].evidence, x=380, y=560),
        by=verifier,
    )
    verifikasi.write_remark(
        participation=participation,
        indicator=item.indicator,
        text="Bandingkan dengan foto unit sebelah: lantainya sama.",
        visibility=Remark.Visibility.INTERNAL,
        by=verifier,
    )


def _again(participation: Participation, operator: User, verifier: User) -> None:
    """The unit changes a photo, answers the remarks and hands the sheet in again; the verifier begins its next round."""
    for code in ("A6", "B1"):
        item = _item(participation, code)
        old = [piece for piece in item.exhibits if piece.evidence.requirement.kind == EvidenceRequirement.Kind.PHOTO][
            -1
        ]
        if code == "B1":
            _replace(old.evidence, by=operator)
        replies = {
            entry.pk: verifikasi.Reply(Remark.Outcome.DONE, "Foto diganti dengan keadaan hari ini.")
            for entry in item.to_answer
        }
        item = _item(participation, code)
        verifikasi.save_answer(
            participation=participation,
            indicator=item.indicator,
            draft=Draft(level=item.answer.level, replies=replies),
            version=item.answer.version,
            by=operator,
        )
    verifikasi.submit(participation=participation, serial=2, by=operator)
    verifikasi.start_check(participation=_fresh(participation), by=verifier)


def _replace(old: Evidence, *, by: User) -> None:
    participation, indicator = old.answer.participation, old.answer.indicator
    play.attach(participation, indicator, old.requirement, by=by, number=1, replaces=old)


def _item(participation: Participation, code: str) -> Item:
    return next(item for item in queries.sheet(_fresh(participation)).items if item.indicator.code == code)


def _fresh(participation: Participation) -> Participation:
    return Participation.objects.with_place().get(pk=participation.pk)
