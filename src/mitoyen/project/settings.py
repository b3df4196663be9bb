"""Django's settings: what is fixed here, and what :mod:`mitoyen.project.environment` reads."""

from __future__ import annotations

import os

from csp.constants import NONE, SELF

from mitoyen.plumbing.postgres.cluster import Cluster
from mitoyen.project import environment
from mitoyen.project.environment import PACKAGE

DATA = environment.data_folder()
EMBEDDED = environment.is_embedded()
CLUSTER = Cluster(DATA)
ORIGIN = os.environ.get("MITOYEN_ORIGIN", "")

SECRET_KEY = environment.secret_key(DATA)
DEBUG = os.environ.get("MITOYEN_DEBUG") == "1"
ALLOWED_HOSTS = environment.hosts()
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []

INSTALLED_APPS = [
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks_db",
    "mitoyen.plumbing",
    "mitoyen.ui",
    "mitoyen.journal",
    "mitoyen.territory",
    "mitoyen.people",
    "mitoyen.ledger",
    "mitoyen.sharing",
    "mitoyen.studies",
    "mitoyen.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mitoyen.people.web.actor_middleware.ActorMiddleware",
    "mitoyen.people.web.second_factor.SecondFactorMiddleware",
    "mitoyen.ui.typography.FrenchSignsMiddleware",
    "mitoyen.plumbing.error_pages.ErrorPagesMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "mitoyen.project.urls"
WSGI_APPLICATION = "mitoyen.project.wsgi.application"

COTTON_DIR = "ui/components"
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees what it is given, and nothing of the page
FORM_RENDERER = "mitoyen.ui.controls.MitoyenRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE, PACKAGE / "people" / "web" / "allauth"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "mitoyen.ui.templatetags.mitoyen"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "mitoyen.portal.web.frame.frame",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        **(CLUSTER.address if EMBEDDED else environment.database(os.environ["DATABASE_URL"])),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "mitoyen.plumbing.error_pages.stale_form"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_ADAPTER = "mitoyen.people.web.adapters.AccountAdapter"
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one takes its place once it is verified
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a reset asked for a stranger's address writes to nobody
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "mitoyen.people.web.forms.SignInForm",
    "reset_password": "mitoyen.people.web.forms.AskResetForm",
    "reset_password_from_key": "mitoyen.people.web.forms.ResetForm",
    "change_password": "mitoyen.people.web.forms.ChangePasswordForm",
    "set_password": "mitoyen.people.web.forms.SetPasswordForm",
    "add_email": "mitoyen.people.web.forms.AddEmailForm",
    "reauthenticate": "mitoyen.people.web.forms.ConfirmPasswordForm",
}
MFA_FORMS = {
    "authenticate": "mitoyen.people.web.forms.CodeForm",
    "reauthenticate": "mitoyen.people.web.forms.CodeAgainForm",
    "activate_totp": "mitoyen.people.web.forms.ApplicationForm",
    "add_webauthn": "mitoyen.people.web.forms.AddKeyForm",
    "edit_webauthn": "mitoyen.people.web.forms.RenameKeyForm",
}
SOCIALACCOUNT_ADAPTER = "mitoyen.people.web.adapters.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": environment.openid_providers()}}
SOCIALACCOUNT_ONLY = False
# A provider that has verified an address opens the account of that address, and remembers it.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "mitoyen.people.web.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Mitoyen"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "mitoyen.people.web.lockout.tried_address"
AXES_LOCKOUT_CALLABLE = "mitoyen.people.web.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SMTP = environment.smtp()
EMAIL_BACKEND = "mitoyen.plumbing.outbox.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = SMTP.sender

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": environment.storage(DATA),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *environment.openid_origins()],
        "object-src": [NONE],
    }
}
IS_SECURE = ORIGIN.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_SECURE
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What each app tells of one person, and empties when she leaves: dotted names, see people.queries.own_data
# and people.actions.erasure.
MITOYEN_OWN_DATA: list[str] = []
MITOYEN_ERASURE: list[str] = []

MITOYEN_TILES = os.environ.get("MITOYEN_TILES", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
