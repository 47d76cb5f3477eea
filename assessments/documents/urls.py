"""Routes of the public verification of papers."""

from django.urls import path

from assessments.documents import views

urlpatterns = [
    path("verifikasi-naskah/", views.verify, name="verify"),
    path("verifikasi-naskah/berkas/", views.verify_file, name="verify_file"),
    path("v/<str:code>/", views.verify_code, name="verify_code"),
]
