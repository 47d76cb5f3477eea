"""All addresses of the portal: accounts here, everything else in its own room."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import TemplateView

handler400 = "p2ham.lib.http.bad_request"
handler403 = "p2ham.lib.http.permission_denied"
handler404 = "p2ham.lib.http.page_not_found"
handler500 = "p2ham.lib.http.server_error"

# Accounts come by invitation only: of allauth's routes those that a person with an account needs.
account_urls = [
    path("masuk/", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("nonaktif/", account.account_inactive, name="account_inactive"),
    path("konfirmasi/", account.reauthenticate, name="account_reauthenticate"),
    path("kata-sandi/ganti/", account.password_change, name="account_change_password"),
    path("kata-sandi/buat/", account.password_set, name="account_set_password"),
    path("kata-sandi/lupa/", account.password_reset, name="account_reset_password"),
    path("kata-sandi/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^kata-sandi/lupa/kunci/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "kata-sandi/lupa/selesai/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # allauth's mails name this route; the page tells how one gets an account.
    path(
        "daftar/",
        login_not_required(TemplateView.as_view(template_name="account/signup_closed.html")),
        name="account_signup",
    ),
]

urlpatterns = [
    path("akun/", include(account_urls)),
    path("akun/dua-langkah/", include("allauth.mfa.urls")),
    path("", include("units.urls")),
    path("", include("indicators.urls")),
    path("", include("assessments.urls")),
]
