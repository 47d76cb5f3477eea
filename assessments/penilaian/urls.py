from django.urls import path

from assessments.penilaian import views, views_bundles, views_decree

urlpatterns = [
    path("penilaian/", views.lead, name="penilaian_lead"),
    path("penilaian/tugas/", views.queue, name="penilaian_queue"),
    path("penilaian/<int:pk>/tugaskan/", views.assign, name="penilaian_assign"),
    path("penilaian/<int:pk>/lembar/", views.sheet, name="penilaian_sheet"),
    path("penilaian/<int:pk>/lembar/selesai/", views.finalise, name="penilaian_finalise"),
    path("penilaian/<int:pk>/lembar/<int:indicator>/", views.score, name="penilaian_score"),
    path("penilaian/<int:pk>/lembar/<int:indicator>/hitung/", views.score_totals, name="penilaian_score_totals"),
    path("penilaian/<int:pk>/berkas/<int:evidence>/lihat/", views.exhibit, name="penilaian_exhibit"),
    path(
        "penilaian/<int:pk>/berkas/<int:evidence>/<slug:variant>/", views.evidence_file, name="penilaian_evidence_file"
    ),
    path("penilaian/<int:pk>/data-dukung.zip", views_bundles.bundle, name="penilaian_bundle"),
    path(
        "penilaian/<int:pk>/indikator/<int:indicator>/data-dukung.zip",
        views_bundles.bundle,
        name="penilaian_bundle_of_indicator",
    ),
    path("penilaian/<int:pk>/indikator/<int:indicator>/", views.evidence, name="penilaian_evidence"),
    path("penilaian/<int:pk>/tetapkan/", views.settle, name="penilaian_settle"),
    path("penilaian/<int:pk>/tetapkan/hitung/", views.settle_totals, name="penilaian_settle_totals"),
    path("penilaian/<int:pk>/hasil/", views.result, name="penilaian_result"),
    path("penilaian/<int:pk>/piagam/", views_decree.certificate, name="penilaian_certificate"),
    path("penetapan/", views_decree.decree_list, name="penilaian_decrees"),
    path("penetapan/baru/", views_decree.decree_new, name="penilaian_decree_new"),
    path("penetapan/<int:pk>/", views_decree.decree, name="penilaian_decree"),
    path("penetapan/<int:pk>/putuskan/", views_decree.decree_decide, name="penilaian_decree_decide"),
    path("penetapan/<int:pk>/piagam/", views_decree.certificates, name="penilaian_certificates"),
    path("penetapan/<int:pk>/lampiran/", views_decree.annex, name="penilaian_decree_annex"),
]
