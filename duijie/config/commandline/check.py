"""`duijie check`: is everything there that the platform stands on? Each line says what is wrong and what to do."""

import argparse
import locale
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from duijie.config.commandline.commands import Command, Stopped, load_django, reach_database

CLOCKS_MAY_DIFFER = timedelta(seconds=5)
HEARTBEAT_MAY_BE = timedelta(seconds=60)
OLDEST_POSTGRESQL = 150000


def run(given: argparse.Namespace) -> int:
    """Run all checks, also after one has failed; 1 when one has."""
    load_django()
    failed = 0
    for name, check in CHECKS.items():
        if name == "worker" and given.no_worker:
            continue
        try:
            said, mark = check(), "ok  "
        except Stopped as problem:
            said, mark = str(problem), "FAIL"
            failed += 1
        print(f"{mark} {name:<11} {said}")
    return 1 if failed else 0


def _locale() -> str:
    encoding = locale.getpreferredencoding(do_setlocale=False)
    if encoding.upper().replace("-", "") != "UTF8":
        raise Stopped(f"This process writes {encoding}, not UTF-8: set LANG=C.UTF-8.")
    return f"texts are {encoding}"


def _clock() -> str:
    from django.db import connection

    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError as error:
        raise Stopped("The time zone Asia/Shanghai is unknown here: install the package tzdata.") from error
    reach_database()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    here = datetime.now(UTC)
    if abs(here - there) > CLOCKS_MAY_DIFFER:
        raise Stopped(
            f"This machine says {here:%F %T} and the database {there:%F %T} (UTC): run a time service on both."
        )
    return f"{here.astimezone(ZoneInfo('Asia/Shanghai')):%F %T} in Beijing, the same in the database"


def _keys() -> str:
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    from duijie.kernel.privacy.keys import digest_key, field_keys

    if settings.SECRET_KEY.startswith("unset"):
        file = settings.ENVIRONMENT.home / "keys" / "secret"
        raise Stopped(f"DUIJIE_SECRET_KEY is not set and {file} is missing: run `duijie keys make` once.")
    try:
        digest_key()
        newest = field_keys().newest
    except ImproperlyConfigured as problem:
        raise Stopped(str(problem)) from problem
    open_files = [path for path in (settings.ENVIRONMENT.home / "keys").glob("*") if path.stat().st_mode & 0o077]
    if open_files:
        raise Stopped(f"Others can read {open_files[0]}: chmod 600 it, and change the key if they have.")
    return f"all three are set; fields are encrypted with “{newest}”"


def _database() -> str:
    from django.db import connection

    from duijie.kernel.database.roles import APP, OWNER

    reach_database()
    version = connection.pg_version  # type: ignore[attr-defined]
    if version < OLDEST_POSTGRESQL:
        raise Stopped(f"PostgreSQL {version // 10000} is too old: 15 or newer is needed.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, pg_has_role(session_user, %s, 'MEMBER')", [OWNER])
        role, may_migrate = cursor.fetchone()
    if role != APP:
        raise Stopped(f"We work as {role}, not as {APP}: the address must be that of a login that may take this role.")
    return f"PostgreSQL {version // 10000}, as {role}" + ("" if may_migrate else "; this login may not migrate")


def _migrations() -> str:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    reach_database()
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise Stopped(f"{len(waiting)} migrations wait, the first is {waiting[0][0]}: run `duijie migrate`.")
    return f"all {len(executor.loader.applied_migrations)} are in"


def _search() -> str:
    from django.db import ProgrammingError, connection

    from duijie.kernel.database.roles import finds_chinese

    reach_database()
    try:
        found = finds_chinese(connection.connection)
    except ProgrammingError as error:
        raise Stopped("The extension pg_trgm is missing: run `duijie migrate`.") from error
    if not found:
        raise Stopped("pg_trgm finds nothing in Chinese: the database was made with lc_ctype C; make it with C.UTF-8.")
    return "pg_trgm finds Chinese"


def _static() -> str:
    from django.conf import settings

    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise Stopped(f"There are no static files in {settings.STATIC_ROOT}: run `duijie migrate`.")
    return str(settings.STATIC_ROOT)


def _model() -> str:
    from django.conf import settings

    from duijie.matching.learning.files import current_model
    from duijie.matching.learning.model import FaultyModel

    try:
        model = current_model(settings.MODELS_FOLDER)
    except FaultyModel as fault:
        raise Stopped(f"{fault} Lists go by the published rule: `duijie match train --use 0` makes that so.") from fault
    return f"learned model {model.version}" if model.version else "the published rule"


def _ledger() -> str:
    from duijie.apps.records.models import Pending
    from duijie.apps.records.sequencing import logs

    if not logs.is_on():
        return "switched off (DUIJIE_LEDGER is empty)"
    reach_database()
    kept = logs.kept()
    for row in kept:
        file = logs.key_file(row.origin)
        if file.exists() and file.stat().st_mode & 0o077:
            raise Stopped(f"Others can read {file}: chmod 600 it, and begin another log if they have.")
        if row.halted:
            raise Stopped(f"The log stands still: {row.halted}")
    return f"{sum(row.size for row in kept)} leaves in {len(kept)} logs, {Pending.objects.count()} wait"


def _worker() -> str:
    from django.db import ProgrammingError, connection

    reach_database()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp() - max(last_heartbeat), count(*) FROM procrastinate_workers")
            silence, workers = cursor.fetchone()
    except ProgrammingError as error:
        raise Stopped("The tables of the jobs are missing: run `duijie migrate`.") from error
    if silence is None:
        raise Stopped("No worker runs: start `duijie worker`.")
    if silence > HEARTBEAT_MAY_BE:
        raise Stopped(f"The worker has been silent for {silence.total_seconds():.0f} seconds: start `duijie worker`.")
    return f"{workers} alive, heard {max(silence, timedelta()).total_seconds():.0f} seconds ago"


CHECKS: dict[str, Callable[[], str]] = {
    "locale": _locale,
    "database": _database,
    "clock": _clock,
    "keys": _keys,
    "migrations": _migrations,
    "search": _search,
    "static": _static,
    "model": _model,
    "ledger": _ledger,
    "worker": _worker,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One switch."""
    parser.add_argument("--no-worker", action="store_true", help="do not ask for a living worker")


COMMAND = Command(
    name="check",
    summary="Say whether locale, clock, keys, search, ledger, worker and the rest are in order, and what to do if not.",
    explanation="Exit status 0 when all is well, 1 otherwise: fit for a monitor.",
    examples="  duijie check\n  duijie check --no-worker   before the worker is started",
    add_arguments=add_arguments,
    run=run,
)
