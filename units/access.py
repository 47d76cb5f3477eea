"""Sign-in: closed registration, and a second factor for those who judge and decide."""

import uuid
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from units.models import REGION_ROLES, SECOND_FACTOR_ROLES, UNIT_ROLES, Role, User, WorkUnit
from units.notifications import mail


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By the outbox, as every mail: a mail server that is down delays it and shows nobody an error."""
        message = self.render_mail(template_prefix, email, context | {"email": email})
        mail(to=email, key=f"account:{uuid.uuid4()}", subject=message.subject, body=str(message.body), secret=True)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth counts per account alone, by which any rival could lock somebody out.
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{ratelimit.get_ip(request)}"


class SecondFactorMiddleware:
    """Sends those who judge and decide to set up a second factor before anything else."""

    # Routes by which one signs in, sets the second factor up, or leaves; and the public pages, by their whole names.
    _open_prefixes = ("account_", "mfa_")
    _open_names = frozenset(
        {
            "privacy",
            "help",
            "verify",
            "verify_code",
            "verify_file",
            "public_awards",
            "public_calendar",
            "verifikasi_phone",
        }
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not isinstance(request.user, User):
            return None
        name = request.resolver_match.url_name or "" if request.resolver_match else ""
        is_open = name in self._open_names or name.startswith(self._open_prefixes)
        if is_open or not request.user.has_role(*SECOND_FACTOR_ROLES):
            return None
        # Recovery codes stand in for a lost telephone; by themselves they are no second factor.
        if is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP]):
            return None
        messages.warning(request, "Peran Anda memerlukan verifikasi dua langkah. Siapkan dahulu sebelum melanjutkan.")
        return redirect("mfa_activate_totp")


def require_role(user: Any, *roles: str) -> User:
    """The signed-in user, when holding one of ``roles`` today; otherwise 404, as for an unknown page."""
    if not isinstance(user, User) or not user.has_role(*roles):
        raise Http404
    return user


def guided_unit_or_404(user: User, pk: int) -> WorkUnit:
    """A unit for which the person's office speaks, the person's own unit, or any unit for the admin; otherwise 404."""
    units = WorkUnit.objects.select_related("province", "coordinator")
    if not user.has_role(Role.ADMIN):
        units = units.coordinated_by(user.units_as(*REGION_ROLES)) | units.filter(pk__in=user.units_as(*UNIT_ROLES))
    return get_object_or_404(units, pk=pk)
