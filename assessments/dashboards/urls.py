from django.urls import path

from assessments.dashboards import views

urlpatterns = [
    path("", views.home, name="home"),
    path("kepesertaan/", views.participations, name="participations"),
    path("kepesertaan/<int:pk>/", views.participation, name="participation"),
    path("kotak-masuk/", views.inbox, name="inbox"),
    path("kotak-masuk/dibaca/", views.inbox_read, name="inbox_read"),
    path("bantuan/", views.help_page, name="help"),
    path("privasi/", views.privacy, name="privacy"),
    path("pengumuman/", views.announcements, name="announcements"),
    path("pengumuman/baru/", views.announcement_edit, name="announcement_new"),
    path("pengumuman/<int:pk>/", views.announcement_edit, name="announcement_edit"),
]
