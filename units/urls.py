from django.urls import URLPattern, URLResolver, path

from units import views, views_people

urlpatterns: list[URLPattern | URLResolver] = [
    path("undangan/<str:token>/", views.invitation_accept, name="invitation_accept"),
    path("unit/<int:pk>/pejabat/", views.official_edit, name="official_edit"),
    path("pengguna/", views_people.people, name="people"),
    path("pengguna/undang/", views_people.person_invite, name="person_invite"),
    path("pengguna/<int:pk>/", views_people.person, name="person"),
    path("pengguna/<int:pk>/peran/", views_people.person_post, name="person_post"),
    path("pengguna/peran/<int:pk>/akhiri/", views_people.posting_end, name="posting_end"),
]
