from django.urls import path

from assessments.dashboards import views, views_board, views_progress

urlpatterns = [
    path("", views.home, name="home"),
    path("kepesertaan/", views.participations, name="participations"),
    path("kepesertaan/<int:pk>/", views.participation, name="participation"),
    path("papan/", views_board.show, name="board"),
    path("papan/unduh/", views_board.export, name="board_export"),
    path("papan/rekap.pdf", views_board.recap, name="board_recap"),
    path("papan/ingatkan/", views_board.remind, name="board_remind"),
    path("kemajuan/", views_progress.show, name="progress"),
    path("kemajuan/unduh/", views_progress.export, name="progress_export"),
    path("kemajuan/menunggu/", views_progress.ageing, name="ageing"),
    path("kemajuan/menunggu/unduh/", views_progress.ageing_export, name="ageing_export"),
    path("kotak-masuk/", views.inbox, name="inbox"),
    path("kotak-masuk/dibaca/", views.inbox_read, name="inbox_read"),
    path("bantuan/", views.help_page, name="help"),
    path("privasi/", views.privacy, name="privacy"),
    path("pengumuman/", views.announcements, name="announcements"),
    path("pengumuman/baru/", views.announcement_edit, name="announcement_new"),
    path("pengumuman/<int:pk>/", views.announcement_edit, name="announcement_edit"),
]
