"""Routes of all rooms, in the order in which a unit passes through them."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("assessments.cycle.urls")),
    path("", include("assessments.files.urls")),
    path("", include("assessments.documents.urls")),
    path("", include("assessments.pencanangan.urls")),
    path("", include("assessments.verifikasi.urls")),
    path("", include("assessments.penilaian.urls")),
    path("", include("assessments.penilaian.urls_team")),
    path("", include("assessments.pembinaan.urls")),
    path("", include("assessments.dashboards.urls")),
]
