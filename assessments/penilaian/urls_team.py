"""Addresses of the team: who belongs to it, who gets which units, and what binds people."""

from django.urls import path

from assessments.penilaian.views import conflicts, distributing, places, team

urlpatterns = [
    path("penilaian/tim/", team.team, name="penilaian_team"),
    path("penilaian/tim/daftar.xlsx", team.team_sheet, name="penilaian_team_sheet"),
    path("penilaian/tim/tambah/", team.member_new, name="penilaian_member_new"),
    path("penilaian/tim/unggah/", team.members_import, name="penilaian_members_import"),
    path("penilaian/tim/lembar.xlsx", team.members_template, name="penilaian_members_template"),
    path("penilaian/tim/<int:pk>/", team.member, name="penilaian_member"),
    path("penilaian/tim/<int:pk>/berhenti/", team.member_leave, name="penilaian_member_leave"),
    path("penilaian/tim/<int:pk>/benturan/", conflicts.member_conflicts, name="penilaian_member_conflicts"),
    path("penilaian/benturan/", conflicts.conflicts, name="penilaian_conflicts"),
    path("penilaian/benturan/<int:pk>/tarik/", conflicts.conflict_withdraw, name="penilaian_conflict_withdraw"),
    path("penilaian/pembagian/", distributing.distribute, name="penilaian_distribute"),
    path("penilaian/pembagian/simulasi.xlsx", distributing.distribution_sheet, name="penilaian_distribution_sheet"),
    path("penilaian/pembagian/unggah/", distributing.distribution_import, name="penilaian_distribution_import"),
    path("penilaian/pembagian/ratakan/", distributing.even_out, name="penilaian_even_out"),
    path("penilaian/<int:pk>/penilai/", places.places, name="penilaian_places"),
    path("penilaian/<int:pk>/penilai/<int:assignment>/ganti/", places.replace, name="penilaian_replace"),
    path("penilaian/<int:pk>/mundur/", places.recuse, name="penilaian_recuse"),
]
