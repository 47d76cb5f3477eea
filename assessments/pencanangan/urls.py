from django.urls import URLPattern, URLResolver, path

from assessments.pencanangan.views import overview

from assessments.pencanangan.views import applications, applying, ceremony, nominating, proposing, unit

urlpatterns: list[URLPattern | URLResolver] = [
    path("permohonan/", applications.applications, name="pencanangan_applications"),
    path("permohonan/baru/", applying.apply, name="pencanangan_apply"),
    path("permohonan/baru/acara/", applying.apply_details, name="pencanangan_apply_details"),
    path("permohonan/<int:pk>/", applications.application, name="pencanangan_application"),
    path("permohonan/<int:pk>/terima/", applications.accept, name="pencanangan_accept"),
    path("permohonan/<int:pk>/kembalikan/", applications.send_back, name="pencanangan_return"),
    path("permohonan/<int:pk>/usulan-tanggal/", proposing.propose, name="pencanangan_propose"),
    path("permohonan/<int:pk>/usulan-tanggal/jawab/", proposing.answer, name="pencanangan_answer"),
    path("permohonan/<int:pk>/surat/", applications.letter, name="pencanangan_application_letter"),
    path("permohonan/<int:pk>/operator/", applications.operators, name="pencanangan_operators"),
    path("permohonan/<int:pk>/acara/", ceremony.ceremony, name="pencanangan_ceremony"),
    path("permohonan/<int:pk>/acara/ubah/", ceremony.ceremony_edit, name="pencanangan_ceremony_edit"),
    path("permohonan/<int:pk>/acara/cetak/", ceremony.print_all, name="pencanangan_print_all"),
    path("praseleksi/", nominating.nominations, name="pencanangan_nominations"),
    path("pencanangan/wilayah/", overview.units, name="overview_units"),
    path("pencanangan/wilayah/unduh/", overview.units_export, name="overview_units_export"),
    path("pencanangan/kalender/", overview.ceremonies_calendar, name="overview_calendar"),
    path("pencanangan/acara/", overview.ceremonies, name="overview_ceremonies"),
    path("pencanangan/acara/unduh/", overview.ceremonies_export, name="overview_ceremonies_export"),
    path("kalender-pencanangan/", overview.public_calendar, name="public_calendar"),
    path("pencanangan/<int:pk>/", unit.unit, name="pencanangan_unit"),
    path("pencanangan/<int:pk>/cetak/", unit.print_letter, name="pencanangan_print"),
    path("pencanangan/<int:pk>/surat-pernyataan/", unit.letter, name="pencanangan_letter"),
    path("pencanangan/<int:pk>/pindaian/", unit.scan, name="pencanangan_scan"),
    path("pencanangan/<int:pk>/pindaian/<slug:variant>/", unit.scan_file, name="pencanangan_scan_file"),
    path("pencanangan/<int:pk>/catat/", unit.declare, name="pencanangan_declare"),
    path("pencanangan/<int:pk>/undang/", unit.invite, name="pencanangan_invite"),
    path("pencanangan/<int:pk>/undangan/tarik/", unit.withdraw_invitation, name="pencanangan_withdraw_invitation"),
]
