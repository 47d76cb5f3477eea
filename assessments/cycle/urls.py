from django.urls import path

from assessments.cycle import views

urlpatterns = [
    path("siklus/", views.cycles, name="cycles"),
    path("siklus/baru/", views.cycle_new, name="cycle_new"),
    path("siklus/<int:pk>/", views.cycle, name="cycle"),
    path("siklus/<int:pk>/ubah/", views.cycle_edit, name="cycle_edit"),
    path("siklus/<int:pk>/perpanjangan/", views.cycle_extensions, name="cycle_extensions"),
    path("siklus/<int:pk>/perpanjangan/baru/", views.cycle_extend, name="cycle_extend"),
    path("siklus/perpanjangan/<int:pk>/", views.cycle_extension, name="cycle_extension"),
    path("siklus/<int:pk>/daftarkan-unit/", views.cycle_enrol, name="cycle_enrol"),
    path("siklus/jadwal/<int:pk>/", views.cycle_window, name="cycle_window"),
    path("siklus/jadwal/usulan/<int:pk>/", views.cycle_window_change, name="cycle_window_change"),
    path("siklus/penanda-tangan/<int:pk>/", views.cycle_signatory, name="cycle_signatory"),
]
