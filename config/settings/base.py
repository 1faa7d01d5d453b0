"""Settings shared by every run; whatever differs from one machine to another comes from the environment."""

import tomllib
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(env.text("TERIYA_DATA", str(ROOT / "var")))

SECRET_KEY = env.secret("SECRET_KEY")
JOURNAL_KEY = env.secret("JOURNAL_KEY")  # keys of its own, so that each can be kept and rotated apart
CERTIFICATE_KEY = env.secret(
    "CERTIFICATE_KEY"
)  # signs certificates; the public part of those it replaced stays listed:
CERTIFICATE_KEYS_PAST = env.text("CERTIFICATE_KEYS_PAST", "").split()  # docs/howto/verifier-une-attestation.md
WIRE_KEY = env.secret(
    "WIRE_KEY"
)  # signs and opens what passes between agencies; its keys change by number (wire/own.py)
WIRE_TIMEOUT = 30  # seconds
DEBUG = False
TRIAL = env.flag("TRIAL")  # a throw-away installation: papers are marked ESSAI and their codes verify nowhere
TAKE_ON = env.flag("TAKE_ON")  # a command that takes on the history of an agency may date its acts in the past
AGENCY = env.text("AGENCY", "tg")  # the country pack that this installation serves
ALLOWED_HOSTS = env.text("ALLOWED_HOSTS", f"{AGENCY}.localhost,localhost,127.0.0.1").split(",")
SITE = env.text("SITE", f"http://{AGENCY}.localhost:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "teriya.foundation.core",
    "teriya.foundation.journal",
    "teriya.foundation.ui",
    "teriya.foundation.rules",
    "teriya.foundation.places",
    "teriya.foundation.messages",
    "teriya.foundation.accounts",
    "teriya.foundation.ledger",
    "teriya.foundation.documents",
    "teriya.foundation.intake",
    "teriya.foundation.offline",
    "teriya.people",
    "teriya.partnerships.partners",
    "teriya.partnerships.agreements",
    "teriya.mobilisation.hosts",
    "teriya.mobilisation.calls",
    "teriya.mobilisation.selection",
    "teriya.mobilisation.placement",
    "teriya.service.missions",
    "teriya.service.training",
    "teriya.service.cover",
    "teriya.service.attendance",
    "teriya.service.followup",
    "teriya.pay.allowances",
    "teriya.pay.bundles",
    "teriya.pay.disputes",
    "teriya.pay.savings",
    "teriya.pay.cofinancing",
    "teriya.pay.forecast",
    "teriya.pay.arrears",
    "teriya.insertion.routes",
    "teriya.insertion.referrals",
    "teriya.insertion.plans",
    "teriya.insertion.groups",
    "teriya.insertion.kits",
    "teriya.insertion.surveys",
    "teriya.insertion.cohorts",
    "teriya.insertion.alumni",
    "teriya.contribution.collection",
    "teriya.contribution.evidence",
    "teriya.contribution.figures",
    "teriya.contribution.goals",
    "teriya.contribution.worth",
    "teriya.contribution.framework",
    "teriya.contribution.domains",
    "teriya.contribution.yearbook",
    "teriya.contribution.boards",
    "teriya.contribution.opendata",
    "teriya.exchange.wire",
    "teriya.exchange.relations",
    "teriya.exchange.reciprocity",
    "teriya.exchange.stays",
    "teriya.exchange.balances",
    "teriya.exchange.seasons",
    "teriya.portals",
    "django.forms",  # last: our field templates come before its own
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # tokens are masked and lengths blurred against BREACH
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "teriya.foundation.accounts.middleware.StaffSecondFactor",
    "teriya.foundation.core.web.RefusalPages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "teriya.foundation.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "teriya.foundation.ui.context.page",
            ],
        },
    }
]
FORM_RENDERER = "teriya.foundation.ui.renderer.Renderer"

DATABASES = {"default": environ.Env.db_url_config(env.text("DATABASE_URL"))}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
if SLOTS := int(env.text("SLOTS", "0")):  # the site: one connection for each request at work (config/admission.py)
    # none is asked whether it still lives before each request: when one turns out dead, all are (config/failures.py)
    DATABASES["default"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": SLOTS, "timeout": 10}
DATABASE_APP_ROLE = "teriya_app"  # what the site and the worker connect as; migrations run as the owner
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in: teriya/foundation/accounts over django-allauth. The reasons are in docs/adr/0009-deux-portes.md.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["teriya.foundation.accounts.visitors.Accounts"]
SESSION_ENGINE = "teriya.foundation.accounts.visitors"
PASSWORD_HASHERS = ["teriya.foundation.accounts.hashers.Argon2id"]
PASSWORD_RESET_TIMEOUT = 24 * 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "teriya.foundation.accounts.passwords.NotMadeOfOurWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
INSTALLED_APPS += ["allauth.usersessions"]
CACHES = {
    "default": {"BACKEND": "teriya.foundation.accounts.cache.SharedCache", "LOCATION": "shared_cache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
    },  # what everybody reads, ten seconds in a process
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.text("TRUSTED_PROXIES", "0"))  # whose X-Forwarded-For tells the person's address
ACCOUNT_ADAPTER = "teriya.foundation.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]  # sign-up has no page; this keeps the fields of the doors
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator gave the address, and the first password came by it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_SESSION_REMEMBER = True  # its life is ours to end: accounts/sessions.py
ACCOUNT_FORMS = {
    "login": "teriya.foundation.accounts.forms.EmailDoorForm",
    "request_login_code": "teriya.foundation.accounts.forms.PhoneDoorForm",
    "confirm_login_code": "teriya.foundation.accounts.forms.CodeForm",
    "reset_password": "teriya.foundation.accounts.forms.ForgottenForm",
}
ACCOUNT_RATE_LIMITS = {  # an office, or a whole town's phones, may share one address: « ip » is wide, « key » is narrow
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key,100/30d/key",
    "request_login_code": "120/m/ip",
    "tries_of_a_code": "5/10m/key",
    "wrong_codes": "100/30d/key",
    "sms_to_one": "5/h/key,10/d/key",
    "sms_in_all": "3000/h/key",
    "reset_password": "20/m/ip,5/h/key",
}
MFA_ADAPTER = "teriya.foundation.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = f"Teriya {AGENCY.upper()}"
MFA_TOTP_TOLERANCE = 1  # half-minutes before and after: a slow network, a phone's clock (RFC 6238, 5.2 and 6)
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "activate_totp": "teriya.foundation.accounts.forms.EnrolTotpForm",
    "authenticate": "teriya.foundation.accounts.forms.SecondFactorForm",
    "reauthenticate": "teriya.foundation.accounts.forms.ConfirmFactorForm",
    "authenticate_webauthn": "teriya.foundation.accounts.forms.SecondFactorKeyForm",
}
# End of signing in.

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("français")), ("en", _("anglais"))]
FORMAT_MODULE_PATH = ["teriya.foundation.ui.formats"]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = tomllib.loads((ROOT / "countries" / AGENCY / "agency.toml").read_text())["time_zone"]
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SESSION_COOKIE_NAME = f"teriya_{AGENCY}"  # cookies ignore ports: two agencies on one machine need two names
CSRF_COOKIE_NAME = f"teriya_{AGENCY}_csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE.startswith("https")
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
CSRF_TRUSTED_ORIGINS = [SITE]
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
UPLOAD_MAX_BYTES = 20_000_000  # an intake file; larger ones are refused before they are read

# Messages: the worker sends them; `console` writes SMS into DATA/sms.log, `kannel` hands them to a Kannel gateway.
SMS_GATEWAY = env.text("SMS_GATEWAY", "console")
SMS_SENDER = env.text("SMS_SENDER", "Teriya")
SMS_TIMEOUT = 10  # seconds
KANNEL_URL = env.text("KANNEL_URL", "http://127.0.0.1:13013/cgi-bin/sendsms")
KANNEL_USER = env.text("KANNEL_USER", "teriya")
KANNEL_PASSWORD = env.secret("KANNEL_PASSWORD") if SMS_GATEWAY == "kannel" else ""
# Operators that take payment orders by their own interface: PAYOUTS="MOBILE UNION", then PAYOUT_MOBILE_URL, PAYOUT_MOBILE_KEY…
PAYOUTS = {
    code: {
        "url": env.text(f"PAYOUT_{code.replace('-', '_')}_URL"),
        "key": env.secret(f"PAYOUT_{code.replace('-', '_')}_KEY"),
    }
    for code in env.text("PAYOUTS", "").split()
}
PAYOUT_TIMEOUT = 20  # seconds
INBOUND_KEY = env.text("INBOUND_KEY", "")  # SMS and USSD gateways show it when they call; empty: both doors are shut
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "teriya@localhost")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
