"""One page that reads the storage without a word for what may go wrong."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from assessments.files import storage


@login_not_required
def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"".join(storage.chunks("evidence/aa/bb")))


handler500 = "p2ham.lib.http.server_error"
urlpatterns = [path("", read)]
