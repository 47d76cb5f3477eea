"""Addresses of this room."""

from django.urls import path

from assessments.penilaian.views import autosaving, bundles, decrees, exhibits, leading, results, scoring, settling, whole

urlpatterns = [
    path("penilaian/", leading.lead, name="penilaian_lead"),
    path("penilaian/tugas/", scoring.queue, name="penilaian_queue"),
    path("penilaian/<int:pk>/tugaskan/", leading.assign, name="penilaian_assign"),
    path("penilaian/<int:pk>/lembar/", scoring.sheet, name="penilaian_sheet"),
    path("penilaian/<int:pk>/lembar/selesai/", scoring.finalise, name="penilaian_finalise"),
    path("penilaian/<int:pk>/lembar/semua/", whole.whole, name="penilaian_whole"),
    path("penilaian/<int:pk>/lembar/hitung/", whole.whole_totals, name="penilaian_whole_totals"),
    path("penilaian/<int:pk>/lembar/cara/", whole.choose_way, name="penilaian_way"),
    path("penilaian/<int:pk>/lembar/<int:indicator>/simpan/", autosaving.autosave, name="penilaian_autosave"),
    path("penilaian/<int:pk>/lembar/<int:indicator>/buang/", scoring.discard, name="penilaian_discard"),
    path("penilaian/<int:pk>/lembar/<int:indicator>/", scoring.score, name="penilaian_score"),
    path("penilaian/<int:pk>/lembar/<int:indicator>/hitung/", scoring.score_totals, name="penilaian_score_totals"),
    path("penilaian/<int:pk>/berkas/<int:evidence>/lihat/", exhibits.exhibit, name="penilaian_exhibit"),
    path(
        "penilaian/<int:pk>/berkas/<int:evidence>/<slug:variant>/",
        exhibits.evidence_file,
        name="penilaian_evidence_file",
    ),
    path("penilaian/<int:pk>/data-dukung.zip", bundles.bundle, name="penilaian_bundle"),
    path(
        "penilaian/<int:pk>/indikator/<int:indicator>/data-dukung.zip",
        bundles.bundle,
        name="penilaian_bundle_of_indicator",
    ),
    path("penilaian/<int:pk>/indikator/<int:indicator>/", exhibits.evidence, name="penilaian_evidence"),
    path("penilaian/<int:pk>/tetapkan/", settling.settle, name="penilaian_settle"),
    path("penilaian/<int:pk>/tetapkan/simpan/", settling.settle_autosave, name="penilaian_settle_autosave"),
    path("penilaian/<int:pk>/tetapkan/hitung/", settling.settle_totals, name="penilaian_settle_totals"),
    path("penilaian/<int:pk>/hasil/", results.result, name="penilaian_result"),
    path("penilaian/<int:pk>/piagam/", decrees.certificate, name="penilaian_certificate"),
    path("penetapan/", decrees.decree_list, name="penilaian_decrees"),
    path("penetapan/baru/", decrees.decree_new, name="penilaian_decree_new"),
    path("penetapan/<int:pk>/", decrees.decree, name="penilaian_decree"),
    path("penetapan/<int:pk>/putuskan/", decrees.decree_decide, name="penilaian_decree_decide"),
    path("penetapan/<int:pk>/umumkan/", decrees.decree_release, name="penilaian_decree_release"),
    path("penetapan/<int:pk>/piagam/", decrees.certificates, name="penilaian_certificates"),
    path("penetapan/<int:pk>/lampiran/", decrees.annex, name="penilaian_decree_annex"),
    path("penetapan/<int:pk>/lampiran.xlsx", decrees.annex_sheet, name="penilaian_decree_annex_sheet"),
]
