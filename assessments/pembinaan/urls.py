from django.urls import path

from assessments.pembinaan import views, views_revocation

urlpatterns = [
    path("pembinaan/", views.items, name="pembinaan_items"),
    path("pembinaan/unit/", views.units, name="pembinaan_units"),
    path("pembinaan/unit/<int:pk>/", views.unit, name="pembinaan_unit"),
    path("pembinaan/unit/<int:pk>/butir/<int:indicator>/", views.item_new, name="pembinaan_item_new"),
    path("pembinaan/unit/<int:pk>/cabut/", views_revocation.revoke, name="pembinaan_revoke"),
    path("pembinaan/pencabutan/<int:pk>/", views_revocation.revocation, name="pembinaan_revocation"),
    path("pembinaan/butir/<int:pk>/", views.item, name="pembinaan_item"),
    path("pembinaan/butir/<int:pk>/jawab/", views.answer, name="pembinaan_answer"),
    path("pembinaan/butir/<int:pk>/terima/", views.accept, name="pembinaan_accept"),
    path("pembinaan/butir/<int:pk>/kembalikan/", views.send_back, name="pembinaan_send_back"),
    path("pembinaan/butir/<int:pk>/berkas/<int:file>/<slug:variant>/", views.file, name="pembinaan_file"),
]
