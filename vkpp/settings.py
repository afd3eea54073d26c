"""Settings of the portal. Every one has a default that works on a fresh machine; docs/operations.md lists them."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp import constants as csp
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from vkpp import checks, env
from vkpp.api_description import SPECTACULAR_SETTINGS  # noqa: F401 - a setting that Django reads from here
from vkpp.core import logging
from vkpp.local import servers

BASE_DIR = Path(__file__).resolve().parent.parent

# ---- what kind of place this is -------------------------------------------------------------------------------------
# `demo`: a fresh machine, everything embedded. `production`: everything must be said.
ENVIRONMENT = env.choice("ENVIRONMENT", "demo", ("demo", "production"))
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.flag("DEBUG", False)
DEMO = not PRODUCTION
PORT = env.number("PORT", 8000, minimum=1)
SITE_URL = env.text("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
SITE_NAME = "Vulnerability Knowledge and Practice"
CONTACT_EMAIL = env.text("CONTACT_EMAIL")
SECURITY_CONTACT = env.text("SECURITY_CONTACT")  # who hears of weaknesses; without it CONTACT_EMAIL
LOCAL_DIR = env.folder("LOCAL_DIR", BASE_DIR / ".local")

SECRET_KEY = env.secret("SECRET_KEY") or servers.local_secret(LOCAL_DIR, PRODUCTION)
SECRET_KEY_FALLBACKS = env.secrets("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", SITE_URL)
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
METRICS_TOKEN = env.secret("METRICS_TOKEN")

# ---- applications, leftmost first; an app imports only to its left ---------------------------------------------------
INSTALLED_APPS = [
    "vkpp.core",
    "vkpp.accounts",
    "nvap",
    "practice",
    "reviews",
    "analytics",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "vkpp.static_files.PortalStaticFiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "pgtrigger",
    "crispy_forms",
    "crispy_forms_gds",
    "django_htmx",
    "django_filters",
    "django_structlog",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
]

MIDDLEWARE = [
    "vkpp.core.middleware.observe",
    "csp.middleware.CSPMiddleware",
    "vkpp.core.middleware.protect",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vkpp.accounts.devices.remember",
    "vkpp.accounts.middleware.SessionLimits",
    "vkpp.accounts.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vkpp.core.middleware.limit_size",
    "vkpp.core.read_only.ReadOnly",
]

ROOT_URLCONF = "vkpp.urls"
WSGI_APPLICATION = "vkpp.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vkpp.core.navigation.context",
                "vkpp.core.service.context",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"


# ---- database, broker, cache ----------------------------------------------------------------------------------------
def _database(url: str) -> dict[str, Any]:
    """Django's database settings from a `postgresql://` address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("Unexpected DATABASE_URL, use postgresql://user:password@host:port/name.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or (parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": env.number("DATABASE_CONN_MAX_AGE", 300),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


DATABASE_URL = env.secret("DATABASE_URL") or servers.postgres_url(LOCAL_DIR, PRODUCTION)
REDIS_URL = env.secret("REDIS_URL") or servers.valkey_url(LOCAL_DIR, PRODUCTION)
DATABASES = {"default": _database(DATABASE_URL)}
PORTAL_DATABASE_PASSWORD = env.secret("PORTAL_DATABASE_PASSWORD")  # for `manage.py give_access` alone
POSTGRES_PROGRAMS = env.text("POSTGRES_PROGRAMS") or servers.postgres_programs()  # folder of pg_dump and pg_restore
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "vkpp.core.cache.TolerantRedisCache",
        "LOCATION": servers.cache_url(REDIS_URL),
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},  # then the page goes on without it
    }
}

CELERY_BROKER_URL = env.secret("CELERY_BROKER_URL") or servers.broker_url(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker however long that is away
CELERY_BEAT_SCHEDULER = "vkpp.core.beat:Scheduler"
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 5}
CELERY_TIMEZONE = "Europe/London"
OUTBOX_CLAIM_SECONDS = env.number(
    "OUTBOX_CLAIM_SECONDS", 300, minimum=1
)  # after this a killed worker's work is taken over
WEBHOOKS_MAY_STAY_INSIDE = env.flag("WEBHOOKS_MAY_STAY_INSIDE", DEMO)  # whether they may go to this machine and network
JOB_CLAIM_SECONDS = env.number("JOB_CLAIM_SECONDS", 90, minimum=1)  # the same for long jobs; each step renews it

# ---- people and sessions --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["vkpp.accounts.sign_in_backend.SignInBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "vkpp.accounts.passwords.Disguised"},
    {"NAME": "vkpp.accounts.passwords.OwnWords"},
    {"NAME": "vkpp.accounts.passwords.Leaked"},
]
BREACHED_PASSWORDS = env.text("BREACHED_PASSWORDS")  # a file of SHA-1 hashes in order
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# Sign-in (vkpp/accounts/adapter.py, oidc.py). E-mail and password, a code by mail to prove the address, second factors.
ACCOUNT_ADAPTER = "vkpp.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "vkpp.accounts.sign_in_forms.SignInForm",
    "signup": "vkpp.accounts.sign_in_forms.SignUpForm",
    "add_email": "vkpp.accounts.sign_in_forms.EmailForm",
    "reset_password": "vkpp.accounts.sign_in_forms.ForgottenForm",
    "reset_password_from_key": "vkpp.accounts.sign_in_forms.NewPasswordForm",
    "change_password": "vkpp.accounts.sign_in_forms.PasswordForm",
    "set_password": "vkpp.accounts.sign_in_forms.FirstPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("TRUST_PROXY", False) else 0  # whose address rate limits count
MFA_ADAPTER = "vkpp.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "vkpp.accounts.second_factor_forms.CodeForm",
    "reauthenticate": "vkpp.accounts.second_factor_forms.CodeAgainForm",
    "activate_totp": "vkpp.accounts.second_factor_forms.AppForm",
    "add_webauthn": "vkpp.accounts.second_factor_forms.PasskeyForm",
    "edit_webauthn": "vkpp.accounts.second_factor_forms.PasskeyNameForm",
    "login_webauthn": "vkpp.accounts.second_factor_forms.PasskeySignInForm",
    "authenticate_webauthn": "vkpp.accounts.second_factor_forms.PasskeyStepForm",
    "reauthenticate_webauthn": "vkpp.accounts.second_factor_forms.PasskeyAgainForm",
}
# One OpenID Connect application per force, `force` being its code: a JSON list, or the path of a file with one.
OIDC_PROVIDERS = env.table("OIDC_PROVIDERS", ("id", "name", "force", "server_url", "client_id", "secret"))
OIDC_ORIGINS = sorted({"{0.scheme}://{0.netloc}".format(urlsplit(row["server_url"])) for row in OIDC_PROVIDERS})
SOCIALACCOUNT_ADAPTER = "vkpp.accounts.oidc.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "vkpp.accounts.oidc_client.ForceProvider",
        "APPS": [
            {
                "provider_id": row["id"],
                "name": row["name"],
                "client_id": row["client_id"],
                "secret": row["secret"],
                "settings": {"server_url": row["server_url"], "force": row["force"], "oauth_pkce_enabled": True},
            }
            for row in OIDC_PROVIDERS
        ],
    }
}

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 10, minimum=1) * 3600
SESSION_IDLE_SECONDS = env.number("SESSION_IDLE_MINUTES", 120, minimum=10) * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
COOKIE_PREFIX = "__Host-" if SITE_URL.startswith("https://") else ""  # no other host can set or see them
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}vkpp_session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "vkpp.core.notices.Notices"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "vkpp.core.error_pages.csrf_failure"

# ---- what a browser may do, and over which connection ----------------------------------------------------------------
HTTPS = SITE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("TRUST_PROXY", False) else None
USE_X_FORWARDED_HOST = False
SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", HTTPS)
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked by machines next to the server, without TLS
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.NONE],
        "script-src": [csp.NONCE],  # only what the page itself names; a file of somebody here is no script
        "style-src": [csp.SELF],
        "img-src": [csp.SELF, "data:"],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "manifest-src": [csp.SELF],
        "form-action": [csp.SELF, *OIDC_ORIGINS],  # a form that leads to a sign-in elsewhere is followed there
        "frame-ancestors": [csp.NONE],
        "base-uri": [csp.NONE],
        "object-src": [csp.NONE],
        "upgrade-insecure-requests": HTTPS,
        "report-uri": "/csp-report/",
        "report-to": "csp",
    }
}

# ---- words and times ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]  # another one when vkpp/locale has its catalogue
LOCALE_PATHS = [BASE_DIR / "vkpp" / "locale"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# ---- files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static" / "built", ("img", BASE_DIR / "static" / "img")]
MEDIA_ROOT = env.folder("MEDIA_ROOT", LOCAL_DIR / "files")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "vkpp.core.whole_files.WholeFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "png", "webp", "gz", "br", "woff", "woff2", "map")
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
S3_BUCKET = env.text("S3_BUCKET")
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.text("S3_ENDPOINT_URL") or None,
            "region_name": env.text("S3_REGION") or None,
            "access_key": env.secret("S3_ACCESS_KEY") or None,
            "secret_key": env.secret("S3_SECRET_KEY") or None,
            "default_acl": None,
            "file_overwrite": False,
        },
    }
CLAMAV_HOST = env.text("CLAMAV_HOST")
CLAMAV_PORT = env.number("CLAMAV_PORT", 3310, minimum=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # a text of 10 MB comes back with a sentence beside its field
REQUEST_MAX_SIZE = 110 * 1024 * 1024  # ten files of 10 MB
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# ---- mail -----------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "VKPP portal <no-reply@portal.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "vkpp.core.demo_mail.DemoMailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25, minimum=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
DEMO_MAIL_DIR = LOCAL_DIR / "mail"

# ---- what it writes about itself ------------------------------------------------------------------------------------
LOGGING = logging.configuration(level=LOG_LEVEL, as_json=PRODUCTION)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = DJANGO_STRUCTLOG_CELERY_TASK_SUCCESS_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_RETRY_LOG_LEVEL = logging.DEBUG  # a sweep that came too late: the next one is on its way
DJANGO_STRUCTLOG_CELERY_TASK_FAILURE_LOG_LEVEL = logging.ERROR
MAIL_DOMAIN = env.text("MAIL_DOMAIN", "portal.example")
NOTIFY_API_KEY = env.secret("NOTIFY_API_KEY")
NOTIFY_TEMPLATE_ID = env.text("NOTIFY_TEMPLATE_ID")

# ---- how long steps may take, in working days ------------------------------------------------------------------------
TRIAGE_DAYS = env.number("TRIAGE_DAYS", 10, minimum=1)
RATING_DAYS = env.number("RATING_DAYS", 20, minimum=1)

# ---- API ------------------------------------------------------------------------------------------------------------
# Requests a minute for a token, for a person in a browser, and for an address of the network without either.
API_RATE_TOKEN = env.number("API_RATE_TOKEN", 600, minimum=1)
API_RATE_PERSON = env.number("API_RATE_PERSON", 300, minimum=1)
API_RATE_ANONYMOUS = env.number("API_RATE_ANONYMOUS", 60, minimum=1)
API_UPLOAD_LIMIT = 12 * 1024 * 1024  # bytes of one request with a file
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "vkpp.accounts.api_auth.TokenAuthentication",
        "vkpp.accounts.api_auth.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["vkpp.core.api.permissions.Scoped"],
    "DEFAULT_PARSER_CLASSES": ["vkpp.core.api.parsers.JSON"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "vkpp.core.api.schema.Description",
    "DEFAULT_THROTTLE_CLASSES": [],
    "EXCEPTION_HANDLER": "vkpp.core.api.errors.handle",
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": 1 if env.flag("TRUST_PROXY", False) else 0,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SILENCED_SYSTEM_CHECKS: list[str] = []
checks.register()
