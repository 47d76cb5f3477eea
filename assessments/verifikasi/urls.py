"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from assessments.verifikasi.views import (
    advising,
    assigning,
    autosaving,
    checking,
    deciding,
    filling,
    finishing,
    outcomes,
    packing,
    phone_uploading,
    phoning,
    queueing,
    remarking,
    rounds,
    sentences,
    standing,
    submitting,
    uploading,
    viewing,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("kepesertaan/<int:pk>/isian/", filling.sheet, name="verifikasi_sheet"),
    path("kepesertaan/<int:pk>/isian/<int:indicator>/", filling.answer, name="verifikasi_answer"),
    path("kepesertaan/<int:pk>/isian/<int:indicator>/keadaan/", standing.standing, name="verifikasi_standing"),
    path("kepesertaan/<int:pk>/isian/<int:indicator>/simpan/", autosaving.autosave, name="verifikasi_autosave"),
    path(
        "kepesertaan/<int:pk>/isian/<int:indicator>/contoh/<int:example>/", filling.example, name="verifikasi_example"
    ),
    path("kepesertaan/<int:pk>/isian/<int:indicator>/unggahan/", uploading.uploads, name="verifikasi_uploads"),
    path(
        "kepesertaan/<int:pk>/isian/<int:indicator>/unggahan/<str:token>/", uploading.upload, name="verifikasi_upload"
    ),
    path(
        "kepesertaan/<int:pk>/isian/<int:indicator>/telepon/<int:requirement>/",
        phoning.hand_off,
        name="verifikasi_hand_off",
    ),
    path("telepon/<str:token>/", phoning.phone, name="verifikasi_phone"),
    path("telepon/<str:token>/unggahan/", phone_uploading.phone_uploads, name="verifikasi_phone_uploads"),
    path("telepon/<str:token>/unggahan/<str:upload>/", phone_uploading.phone_upload, name="verifikasi_phone_upload"),
    path("kepesertaan/<int:pk>/isian/paket-luring/", packing.packs, name="verifikasi_packs"),
    path("kepesertaan/<int:pk>/isian/paket-luring.zip", packing.download, name="verifikasi_pack_download"),
    path("kepesertaan/<int:pk>/isian/paket-luring/<int:pack>/", packing.report, name="verifikasi_pack"),
    path("kepesertaan/<int:pk>/isian/paket-luring/unggahan/", packing.uploads, name="verifikasi_pack_uploads"),
    path(
        "kepesertaan/<int:pk>/isian/paket-luring/unggahan/<str:token>/",
        packing.upload,
        name="verifikasi_pack_upload",
    ),
    path("kepesertaan/<int:pk>/isian/sampaikan/", submitting.submit, name="verifikasi_submit"),
    path("kepesertaan/<int:pk>/isian/pelepasan/", submitting.release, name="verifikasi_release"),
    path("kepesertaan/<int:pk>/isian/putaran/", rounds.rounds, name="verifikasi_rounds"),
    path("kepesertaan/<int:pk>/isian/tarik/", submitting.withdraw, name="verifikasi_withdraw"),
    path("kepesertaan/<int:pk>/isian/tanda-terima/<int:submission>/", submitting.receipt, name="verifikasi_receipt"),
    path("kepesertaan/<int:pk>/data-dukung/<int:evidence>/lihat/", viewing.exhibit, name="verifikasi_exhibit"),
    path(
        "kepesertaan/<int:pk>/data-dukung/<int:evidence>/<slug:variant>/",
        filling.evidence,
        name="verifikasi_evidence",
    ),
    path("kepesertaan/<int:pk>/data-dukung.zip", viewing.bundle, name="verifikasi_bundle"),
    path(
        "kepesertaan/<int:pk>/isian/<int:indicator>/data-dukung.zip",
        viewing.bundle,
        name="verifikasi_bundle_of_indicator",
    ),
    path("kepesertaan/<int:pk>/hasil-verifikasi/<int:document>/", submitting.paper, name="verifikasi_paper"),
    path("verifikasi/", queueing.queue, name="verifikasi_queue"),
    path("verifikasi/<int:pk>/", finishing.finish, name="verifikasi_finish"),
    path("verifikasi/berikutnya/", assigning.serve_next, name="verifikasi_next"),
    path("verifikasi/jeda/", assigning.pause, name="verifikasi_pause"),
    path("verifikasi/pembagian/", assigning.distribute, name="verifikasi_distribute"),
    path("verifikasi/<int:pk>/ambil/", assigning.take, name="verifikasi_take"),
    path("verifikasi/<int:pk>/serahkan/", assigning.hand_over, name="verifikasi_hand_over"),
    path("verifikasi/<int:pk>/masih/", assigning.stay, name="verifikasi_stay"),
    path("verifikasi/<int:pk>/setujui-bersama/", assigning.accept, name="verifikasi_accept"),
    path("verifikasi/putusan/", outcomes.decide_many, name="verifikasi_outcomes"),
    path("verifikasi/<int:pk>/pratinjau/<slug:move>/", outcomes.preview, name="verifikasi_preview"),
    path("verifikasi/<int:pk>/mulai/", queueing.start, name="verifikasi_start"),
    path("verifikasi/<int:pk>/ambil-alih/", queueing.take_over, name="verifikasi_take_over"),
    path("verifikasi/<int:pk>/indikator/<int:indicator>/", checking.check, name="verifikasi_check"),
    path("verifikasi/usulan/<int:pk>/", deciding.decide, name="verifikasi_decide"),
    path("verifikasi/<int:pk>/indikator/<int:indicator>/catatan/", remarking.remark, name="verifikasi_remark"),
    path(
        "verifikasi/<int:pk>/data-dukung/<int:evidence>/halaman/<int:page>/catatan/",
        remarking.spot_remark,
        name="verifikasi_spot_remark",
    ),
    path("verifikasi/<int:pk>/catatan/<int:remark>/hapus/", remarking.withdraw, name="verifikasi_remark_withdraw"),
    path("verifikasi/kalimat/", sentences.ready_sentences, name="verifikasi_sentences"),
    path("verifikasi/kalimat/<int:pk>/", sentences.ready_sentences, name="verifikasi_sentence"),
    path("verifikasi/kalimat/<int:pk>/pensiun/", sentences.retire, name="verifikasi_sentence_retire"),
    path("verifikasi/wilayah/", advising.region, name="verifikasi_region"),
    path("verifikasi/wilayah/<int:pk>/", advising.region_unit, name="verifikasi_region_unit"),
    path(
        "verifikasi/wilayah/<int:pk>/indikator/<int:indicator>/", advising.region_check, name="verifikasi_region_check"
    ),
]
