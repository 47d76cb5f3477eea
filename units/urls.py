from django.urls import URLPattern, URLResolver, path

from units import views_people

urlpatterns: list[URLPattern | URLResolver] = [
    path("pengguna/", views_people.people, name="people"),
    path("pengguna/undang/", views_people.person_invite, name="person_invite"),
    path("pengguna/<int:pk>/", views_people.person, name="person"),
    path("pengguna/<int:pk>/peran/", views_people.person_post, name="person_post"),
    path("pengguna/peran/<int:pk>/akhiri/", views_people.posting_end, name="posting_end"),
]
