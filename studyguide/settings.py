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
    "studyguide.cookies.SessionMiddleware",
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
                "readings.accounts.context.sign_up",
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
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site uses our files

# People ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "readings.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name}
    for name in (
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "django.contrib.auth.password_validation.MinimumLengthValidator",
        "django.contrib.auth.password_validation.CommonPasswordValidator",
        "studyguide.passwords.DateValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "readings.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_USER_DISPLAY = str  # the name that others see, not the folded one to sign in with
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_PRESERVE_USERNAME_CASING = False
# Before an account's first use alone: readings/accounts/stages.py lets all others pass.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = True  # one address a person; the old one holds until the new is confirmed
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "login": "readings.groups.forms.LoginForm",
    "signup": "readings.accounts.entrance.SignUpForm",
    "add_email": "readings.accounts.entrance.AddEmailForm",
    "change_password": "readings.groups.forms.ChangePasswordForm",
    "set_password": "readings.accounts.entrance.SetPasswordForm",
    "reset_password": "readings.accounts.entrance.ResetPasswordForm",
    "reset_password_from_key": "readings.accounts.entrance.ResetPasswordKeyForm",
    "reauthenticate": "readings.accounts.entrance.ReauthenticateForm",
}
# They count in the cache: with REDIS_URL for all processes together. Whoever is told to wait a
# minute (handler429) has met one of those by the minute; failed sign-ins are told in the form.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "confirm_email": "1/180s/key",
    # A code has 49 bits and lives for a week: nobody guesses one at this rate.
    "sign_in_code": "10/5m/ip",
    # The site's good name with other mail servers is everybody's.
    "invite": "30/h/user",
}
# How often one person may do these (readings/groups/limits.py), and one address who is not signed
# in: more than anybody does by hand, less than a script would. Counted like those above.
RATE_LIMITS = {
    "write": "30/m,300/h",  # notes, replies, answers, questions, corrections, and changes of them
    "preview": "60/m,1200/h",
    "flag": "10/m,60/h",
    "upload": "10/m,60/h",  # files and texts to import
    "picture": "60/m,600/h",  # those that an editor drags onto a text
    "found": "5/h,20/d",  # groups and rounds
    "invite": "30/m,200/h",  # links, people by name, their codes
    "join": "30/m,200/h",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# A device is listed with the time of its sign-in; to note every visit would write at every page.
USERSESSIONS_TRACK_ACTIVITY = False
MFA_ADAPTER = "readings.accounts.second_step.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers know passkeys without encryption on localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_FORMS = {
    "authenticate": "readings.accounts.second_step.AuthenticateForm",
    "reauthenticate": "readings.accounts.second_step.ReauthenticateForm",
    "activate_totp": "readings.accounts.second_step.ActivateTOTPForm",
    "add_webauthn": "readings.accounts.second_step.AddPasskeyForm",
    "edit_webauthn": "readings.accounts.second_step.EditPasskeyForm",
}
# Who may make an account: whoever has a joining link, or anybody.
SIGN_UP = environment.choice("SIGN_UP", ("invitation", "open"))
# How long somebody who asked for the deletion of their account can take that back, in days.
ACCOUNT_DELETION_DAYS = environment.at_least("ACCOUNT_DELETION_DAYS", 14, least=1)
# Whether staff need a second step, such as a passkey, to enter the admin.
ADMIN_MFA = environment.choice("ADMIN_MFA", ("off", "required"))
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
# With it a browser takes a cookie from this host alone, over HTTPS alone, and for no other host.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 90 * 24 * 60 * 60
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "studyguide.cookies.MessageStorage"
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
