"""Settings of the portal, one file, read from a typed environment.

``P2HAM_MODE`` is ``demo`` (default: zero servers, SQLite, insecure by intent and bound to localhost),
``test`` or ``production``. A half-configured production start fails here and says what is missing.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(prefix="P2HAM_")
MODE = env.str("MODE", "demo")
if MODE not in {"demo", "test", "production"}:
    raise ImproperlyConfigured(f"P2HAM_MODE must be demo, test or production, not {MODE!r}")
DEMO = MODE == "demo"
PRODUCTION = MODE == "production"


def _required(name: str, default: str) -> str:
    """The environment value; production has no default for it."""
    value: str = env.str(name, "" if PRODUCTION else default)
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"P2HAM_{name} must be set when P2HAM_MODE=production")
    return value


DEBUG = False
SECRET_KEY = _required("SECRET_KEY", "demo-and-test-only-" + "k" * 40)
SITE_URL = _required("SITE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "testserver"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATA_DIR = Path(_required("DATA_DIR", str(BASE_DIR / ".data"))).resolve()
if PRODUCTION and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("P2HAM_SITE_URL must begin with https:// when P2HAM_MODE=production")
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("P2HAM_ALLOWED_HOSTS must be set when P2HAM_MODE=production")

INSTALLED_APPS = [
    "p2ham",
    "units",
    "indicators",
    "assessments",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "p2ham.lib.http.CompressedPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "p2ham.lib.http.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "units.access.SecondFactorMiddleware",
]

ROOT_URLCONF = "p2ham.urls"
WSGI_APPLICATION = "p2ham.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assessments.dashboards.queries.shell",
            ],
            "builtins": ["p2ham.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- database -------------------------------------------------------------------------------------------------------
DATABASE_URL = _required("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")
DATABASES = {"default": env.dj_db_url("DATABASE_URL", DATABASE_URL)}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # The rate limits count here; the default of 300 entries would forget them on a busy day.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
    if MODE != "test"
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# --- people and sign-in ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "units.access.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# The key of a failed sign-in is account and network together (units.access), so a rival elsewhere locks nobody out.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/15m/ip,5/15m/key", "reset_password": "10/15m/ip,5/15m/key"}
# Behind a proxy every request comes from the proxy's address; without this all people would share one network.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1 if PRODUCTION else 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Portal P2HAM"
# Nobody signs up by themselves: an account belongs to the address that its invitation was sent to.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# The demo is for trying the portal out on one's own machine, without a telephone at hand.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", PRODUCTION)
INVITATION_DAYS = env.int("INVITATION_DAYS", 14)

# --- language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True

# --- files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "files",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "p2ham.lib.static.HashedStaticFiles"},
}
# Private files on the disk (DATA_DIR), or in a bucket of an S3-compatible service once one of these is set.
S3 = {name: env.str(f"S3_{name}", "") for name in ("BUCKET", "ACCESS_KEY", "SECRET_KEY", "ENDPOINT", "REGION", "CA")}
if any(S3.values()):
    for name in ("BUCKET", "ACCESS_KEY", "SECRET_KEY"):
        if not S3[name]:
            raise ImproperlyConfigured(f"P2HAM_S3_{name} must be set when files are kept in an S3 service")
    if S3["ENDPOINT"] and not S3["ENDPOINT"].startswith("https://" if PRODUCTION else ("http://", "https://")):
        raise ImproperlyConfigured("P2HAM_S3_ENDPOINT must begin with https://")
    if S3["CA"] and not Path(S3["CA"]).is_file():
        raise ImproperlyConfigured("P2HAM_S3_CA must name a file of certificates (PEM)")
    STORAGES["private"] = {
        "BACKEND": "p2ham.lib.objectstore.ObjectStore",
        "OPTIONS": {
            "bucket_name": S3["BUCKET"],
            "access_key": S3["ACCESS_KEY"],
            "secret_key": S3["SECRET_KEY"],
            "endpoint_url": S3["ENDPOINT"] or None,
            "region_name": S3["REGION"] or "us-east-1",
            "verify": S3["CA"] or None,
        },
    }
# Photos are compressed already; the fonts of the papers (ttf) are never sent to a browser.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gz", "br", "woff2", "ttf"]
if MODE == "test":
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_AUTOREFRESH = True
    WHITENOISE_USE_FINDERS = True
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_TEMP_DIR = None
# The second one's files have no name that a killed process could leave behind.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "p2ham.lib.spooling.SpoolingUploadHandler",
]
PHOTO_MAX_BYTES = env.int("PHOTO_MAX_BYTES", 15 * 1024 * 1024)
PDF_MAX_BYTES = env.int("PDF_MAX_BYTES", 20 * 1024 * 1024)
# Quotas: files of an indicator, bytes of a unit in a cycle, and its uploads that are not finished.
INDICATOR_MAX_FILES = env.int("INDICATOR_MAX_FILES", 60)
UNIT_MAX_BYTES = env.int("UNIT_MAX_BYTES", 1536 * 1024 * 1024)
UPLOADS_MAX_OPEN = env.int("UPLOADS_MAX_OPEN", 100)
# An offline pack (ZIP), and how many files it may hold.
PACK_MAX_BYTES = env.int("PACK_MAX_BYTES", 500 * 1024 * 1024)
PACK_MAX_FILES = env.int("PACK_MAX_FILES", 2000)
# One scan of all signed letters of a ceremony.
SCAN_MAX_BYTES = env.int("SCAN_MAX_BYTES", 100 * 1024 * 1024)
# PEM file of the roots whose electronic signatures count as trusted; without it nobody's do.
SIGNATURE_TRUST = env.str("SIGNATURE_TRUST", "")
if SIGNATURE_TRUST and not Path(SIGNATURE_TRUST).is_file():
    raise ImproperlyConfigured("P2HAM_SIGNATURE_TRUST must name a file of certificates (PEM)")

# --- background work and mail ---------------------------------------------------------------------------------------
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if MODE == "test"
        else "django_tasks_db.DatabaseBackend",
    }
}
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if not DEMO else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = _required("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", PRODUCTION)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "Portal P2HAM <tidak-dibalas@p2ham.invalid>")

# --- web security ---------------------------------------------------------------------------------------------------
SESSION_COOKIE_NAME = "__Host-sessionid" if PRODUCTION else "p2ham_sessionid"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrftoken" if PRODUCTION else "p2ham_csrftoken"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "p2ham.lib.http.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Bootstrap's own icons are data: images inside its style sheet.
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "p2ham.lib.http.OneLineFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "level": env.str("LOG_LEVEL", "INFO")}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # WeasyPrint tells each of its steps at INFO, for every paper.
    "loggers": {"django": {"handlers": [], "propagate": True}, "weasyprint": {"level": "WARNING"}},
}
