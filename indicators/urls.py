from django.urls import path

from indicators import views

urlpatterns = [
    path("instrumen/", views.instruments, name="instruments"),
    path("instrumen/<int:pk>/", views.instrument, name="instrument"),
    path("instrumen/<int:pk>/salin/", views.instrument_copy, name="instrument_copy"),
    path("instrumen/<int:pk>/terbitkan/", views.instrument_publish, name="instrument_publish"),
    path("instrumen/<int:pk>/ubah/", views.instrument_edit, name="instrument_edit"),
    path("instrumen/indikator/<int:pk>/ubah/", views.indicator_edit, name="indicator_edit"),
    path("instrumen/indikator/<int:pk>/contoh/", views.indicator_examples, name="indicator_examples"),
    path("instrumen/contoh/<int:pk>/ubah/", views.example_edit, name="example_edit"),
    path("instrumen/contoh/<int:pk>/hapus/", views.example_remove, name="example_remove"),
    path("instrumen/contoh/<int:pk>/gambar/", views.example_picture, name="example_picture"),
]
