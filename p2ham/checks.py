"""System checks of the portal's own configuration (``manage.py check``, and at every start of a command)."""

import os
from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages


@register()
def configuration(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What a production start must not lack."""
    found = _bucket()
    if not settings.PRODUCTION:
        return found
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        found.append(
            Error("SQLite is for the demo only.", hint="Set P2HAM_DATABASE_URL to PostgreSQL.", id="p2ham.E001")
        )
    if not os.access(settings.DATA_DIR, os.W_OK | os.X_OK):
        found.append(
            Error(
                f"{settings.DATA_DIR} is not a folder that this process may write to.",
                hint="Create the folder that P2HAM_DATA_DIR names and give it to the portal's user.",
                id="p2ham.E002",
            )
        )
    if not settings.SECOND_FACTOR_REQUIRED:
        found.append(
            Error(
                "Those who judge and decide would sign in with a password alone.",
                hint="Remove P2HAM_SECOND_FACTOR_REQUIRED from the environment.",
                id="p2ham.E003",
            )
        )
    return found


def _bucket() -> list[CheckMessage]:
    """Files in an S3 service need packages that the plain installation does not."""
    try:
        storages["private"]
    except ImproperlyConfigured as error:
        hint = "Install the extra: pip install p2ham[s3] (requirements.lock holds it)."
        return [Error(f"The storage of the private files cannot be loaded: {error}", hint=hint, id="p2ham.E004")]
    return []
