"""The addresses that the shell and the account pages name, without any room behind them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    """A page that nobody opens here."""
    return HttpResponse()


urlpatterns = [
    path("", nothing, name="home"),
    path("kotak-masuk/", nothing, name="inbox"),
    path("bantuan/", nothing, name="help"),
    path("privasi/", nothing, name="privacy"),
    path("periksa/", nothing, name="verify"),
    path("unit-berpredikat/", nothing, name="public_awards"),
    path("kalender/", nothing, name="public_calendar"),
    path("akun/", include("allauth.account.urls")),
    path("akun/dua-langkah/", include("allauth.mfa.urls")),
]
