"""Who may do what in the database.

`duijie` logs in and inherits nothing: it must take a role. `duijie_owner` owns the tables and migrates;
`duijie_app` reads and writes rows, and is what the web and the worker run as. Policies on personal tables
can thus be added later without moving anything.
"""

import psycopg
from psycopg import sql

from duijie.kernel.database.problems import DatabaseProblem

LOGIN, OWNER, APP = "duijie", "duijie_owner", "duijie_app"
DATABASE = "duijie"
CHINESE_SAMPLE = "村卫生室缺少血压计"


def make_roles(connection: psycopg.Connection, password: str) -> None:
    """Make the three roles and the database where they are missing; needs a superuser."""
    for statement in role_statements(password, _existing_roles(connection)):
        connection.execute(statement)
    # Demo and tests drop databases while sessions of the login are open.
    connection.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(sql.Identifier(OWNER)))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
        )


def role_statements(password: str, existing: frozenset[str] = frozenset()) -> list[sql.Composed]:
    """Return what a database administrator would type to make the roles that do not exist yet."""
    kinds = {OWNER: sql.SQL("NOLOGIN CREATEDB"), APP: sql.SQL("NOLOGIN"), LOGIN: sql.SQL("LOGIN NOINHERIT")}
    statements = [
        sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(name), kind)
        for name, kind in kinds.items()
        if name not in existing
    ]
    if LOGIN not in existing:
        login = sql.Identifier(LOGIN)
        statements += [
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(login, sql.Literal(password)),
            sql.SQL("GRANT {}, {} TO {}").format(sql.Identifier(OWNER), sql.Identifier(APP), login),
        ]
    return statements


def check_chinese(connection: psycopg.Connection, where: object) -> None:
    """Make sure that Chinese can be searched: with lc_ctype C, pg_trgm finds nothing in it."""
    found = connection.execute(
        "SELECT datctype, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'template1'"
    ).fetchone()
    if found is None or found[0] in {"C", "POSIX"} or found[1] != "UTF8":
        raise DatabaseProblem(
            f"The database in {where} has the locale {found} and cannot search Chinese; move that folder away."
        )


def finds_chinese(connection: psycopg.Connection) -> bool:
    """Say whether pg_trgm takes Chinese characters for letters in this database."""
    answer = connection.execute("SELECT cardinality(show_trgm(%s))", [CHINESE_SAMPLE]).fetchone()
    return bool(answer and answer[0] > 0)


def _existing_roles(connection: psycopg.Connection) -> frozenset[str]:
    rows = connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[LOGIN, OWNER, APP]])
    return frozenset(name for (name,) in rows)
