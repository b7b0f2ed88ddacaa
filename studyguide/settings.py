"""The settings of Study Guide. What may differ between two sites comes from the environment."""

from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from studyguide import environment
from studyguide.environment import BASE_DIR, DATA_DIR, env

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = environment.required("SECRET_KEY", "a long random text that signs the sessions")
ALLOWED_HOSTS = [
    host.strip()
    for host in environment.required("ALLOWED_HOSTS", "the host names that people use").split(",")
]
SITE_URL = environment.site_url()
HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "studyguide.administration.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "adminsortable2",
    "csp",
    "django_htmx",
    "huey.contrib.djhuey",
    "markdownx",
    "readings",
    "studyguide.operations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "studyguide.operations.probes.ProbeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "studyguide.middleware.AccessLogMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "studyguide.operations.upkeep.UpkeepMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "studyguide.middleware.CachingMiddleware",
    "studyguide.middleware.SignInMiddleware",
    "studyguide.middleware.TimeZoneMiddleware",
    "studyguide.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "readings.text.moved.FormerAddressMiddleware",
]

ROOT_URLCONF = "studyguide.urls"
WSGI_APPLICATION = "studyguide.wsgi.application"
ASGI_APPLICATION = "studyguide.asgi.application"

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
            ],
        },
    }
]
FORM_RENDERER = "studyguide.forms.FormRenderer"

# Data ------------------------------------------------------------------------------------------
DATABASES = {"default": environment.database()}
CACHES = environment.caches()
HUEY = environment.tasks(SECRET_KEY)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Static files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "studyguide.staticfiles.HashedStaticFilesStorage"},
    # The books' pictures: served by a view that asks who may see them, and by nothing else.
    "pictures": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "pictures",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
COMPRESS_STATIC = env.bool("COMPRESS_STATIC", True)
WHITENOISE_USE_FINDERS = DEBUG

# People ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "readings.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "readings.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_USER_DISPLAY = str  # the name that others see, not the folded one to sign in with
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "readings.groups.forms.LoginForm",
    "change_password": "readings.groups.forms.ChangePasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    # A code has 49 bits and lives for a week: nobody guesses one at this rate.
    "sign_in_code": "10/5m/ip",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# A device is listed with the time of its sign-in; to note every visit would write at every page.
USERSESSIONS_TRACK_ACTIVITY = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
FOUND_GROUPS = environment.choice("FOUND_GROUPS", ("everybody", "staff"))
# The demo's logins stand in a file on this machine; `make run` allows them when nobody else can
# reach the site.
DEMO_LOGINS_ALLOWED = env.bool("DEMO_LOGINS", False)

# Mail ------------------------------------------------------------------------------------------
globals().update(environment.mail())
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Study Guide <study-guide@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Language and time -----------------------------------------------------------------------------
LANGUAGE_CODE = env.str("LANGUAGE_CODE", "en")
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

# Safety ----------------------------------------------------------------------------------------
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
# A probe on the machine itself speaks no HTTPS, and is told nothing that needs it.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 90 * 24 * 60 * 60
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Markdown in forms -----------------------------------------------------------------------------
MARKDOWNX_MARKDOWNIFY_FUNCTION = "readings.text.markdown.render_note"
MARKDOWNX_URLS_PATH = "/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/preview/upload/"

# Logs ------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"route": {"()": "studyguide.logs.RouteFilter"}},
    "formatters": {
        "site": {
            "()": "studyguide.logs.formatter",
            "form": environment.log_format(debug=DEBUG),
            "debug": DEBUG,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "site"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "studyguide": {"level": env.str("LOG_LEVEL", "INFO")},
        "huey": {"level": "WARNING"},
        # Without the handlers that Django gives it: one of them would mail whole requests.
        "django": {"handlers": []},
        # Django's own write whole paths, and a joining link is a secret.
        "django.request": {"level": "ERROR", "filters": ["route"]},
        "django.security.csrf": {"filters": ["route"]},
        "django.server": {"level": "CRITICAL"},
        # Anybody may knock with any name; a trace for each would bury what matters.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
