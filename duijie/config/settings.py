"""Settings, all read once from the environment and typed; the defaults are those of the demo on one machine."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PACKAGE_DIR = BASE_DIR / "duijie"
DEMO_LEDGER = "demo.duijie.example/990000"


@dataclass(frozen=True)
class Environment:
    """What the operator decides; every field has a variable of its own named after it."""

    home: Path
    database_url: str
    database_role: str
    secret_key: str
    debug: bool
    demo: bool
    english: bool
    hosts: tuple[str, ...]
    https: bool
    proxies: int
    public_address: str
    ledger: str
    ledger_keys: Path
    ledger_witnesses: Path
    ledger_anchors: Path
    push_private: bool

    @classmethod
    def read(cls) -> "Environment":
        """Read the variables `DATABASE_URL` and `DUIJIE_*`."""
        get = os.environ.get
        home = Path(get("DUIJIE_HOME") or BASE_DIR / "var")
        return cls(
            home=home,
            database_url=get("DATABASE_URL", ""),
            database_role=get("DUIJIE_DATABASE_ROLE", "duijie_app"),
            secret_key=get("DUIJIE_SECRET_KEY") or _key_file(home / "keys" / "secret"),
            debug=get("DUIJIE_DEBUG") == "1",
            demo=get("DUIJIE_DEMO") == "1",
            english=get("DUIJIE_ENGLISH", "1") == "1",
            hosts=tuple(get("DUIJIE_HOSTS", "127.0.0.1,localhost").split(",")),
            https=get("DUIJIE_HTTPS") == "1",
            proxies=int(get("DUIJIE_PROXIES") or 0),
            public_address=get("DUIJIE_ADDRESS", "http://127.0.0.1:8000"),
            ledger=get("DUIJIE_LEDGER", DEMO_LEDGER if get("DUIJIE_DEMO") == "1" else "").strip("/"),
            ledger_keys=Path(get("DUIJIE_LEDGER_KEYS") or home / "keys" / "ledger"),
            ledger_witnesses=Path(get("DUIJIE_LEDGER_WITNESSES") or home / "witnesses"),
            ledger_anchors=Path(get("DUIJIE_LEDGER_ANCHORS") or home / "anchors.toml"),
            push_private=get("DUIJIE_PUSH_PRIVATE") == "1",
        )


def _key_file(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.exists() else "unset: run `duijie check`"


def _database(url: str, role: str) -> dict[str, object]:
    parts = urlsplit(url or "postgresql://duijie@127.0.0.1:5432/duijie")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"-c role={role}"},
        "TEST": {"NAME": os.environ.get("DUIJIE_TEST_DATABASE", "duijie_test")},
    }


ENVIRONMENT = Environment.read()

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
DATABASES = {"default": _database(ENVIRONMENT.database_url, ENVIRONMENT.database_role)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

APPS = (
    "regions",
    "accounts",
    "records",
    "notices",
    "organizations",
    "needs",
    "offers",
    "matches",
    "projects",
    "publications",
    "figures",
    "exchange",
)
AUDIENCES = ("frame", "public", "village", "organization", "office")
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "duijie.kernel",
    *(f"duijie.apps.{app}" for app in APPS),
    *(f"duijie.web.{audience}" for audience in AUDIENCES),
    "duijie.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "duijie.web.frame.requests.FrameMiddleware",
]
ROOT_URLCONF = "duijie.config.urls"
WSGI_APPLICATION = "duijie.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            *(PACKAGE_DIR / "web" / audience / "templates" for audience in AUDIENCES),
            *([PACKAGE_DIR / "demo" / "templates"] if ENVIRONMENT.demo else []),
        ],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "duijie.web.frame.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "duijie.web.frame.templatetags.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["duijie.apps.accounts.backends.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "frame:sign-in"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_SAVE_EVERY_REQUEST = False
PROXIES = ENVIRONMENT.proxies
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https and ENVIRONMENT.proxies else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "duijie.web.frame.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")] if ENVIRONMENT.english else [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.home / "static"
STATICFILES_DIRS = [
    PACKAGE_DIR / "web" / "frame" / "static",
    PACKAGE_DIR / "web" / "public" / "static",
    PACKAGE_DIR / "web" / "village" / "static",
]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
MEDIA_ROOT = ENVIRONMENT.home / "files"
MODELS_FOLDER = ENVIRONMENT.home / "models"
LEDGER_NAME = ENVIRONMENT.ledger
LEDGER_FOLDER = ENVIRONMENT.home / "ledger"
EXCHANGE_FOLDER = ENVIRONMENT.home / "followed"
LEDGER_KEYS = ENVIRONMENT.ledger_keys
LEDGER_POLICY = ENVIRONMENT.ledger_witnesses
LEDGER_ANCHORS = ENVIRONMENT.ledger_anchors
PUSH_TO_PRIVATE = ENVIRONMENT.push_private
STORAGES = {
    "default": {"BACKEND": "duijie.kernel.files.storage.DurableStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT.debug or os.environ.get("DUIJIE_TEST_DATABASE")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = True
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_TEMP_DIR = None

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
NINJA_PAGINATION_PER_PAGE = 50
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "duijie.kernel.privacy.redaction.RedactingFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["redact"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {name: {"level": "WARNING"} for name in ("procrastinate.periodic", "procrastinate.blueprints")},
}
