"""The database user that web, worker and beat work as. It reads and writes rows, and changes nothing that holds them.

Tables, functions and triggers belong to the user that migrates, those that keep the audit trail as it was written too:
whoever gets hold of the web process can neither switch them off nor take tables away.
"""

from typing import Any

from psycopg2 import sql
from psycopg2.extensions import encrypt_password

NAME = "vkpp_portal"
RIGHTS = (
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {user}",
    "GRANT USAGE ON SCHEMA public TO {user}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {user}",
    "GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO {user}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {user}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {user}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, USAGE ON SEQUENCES TO {user}",
)
"""Of tables that later migrations make, too: old code works on them before the next version starts."""


def exists(cursor: Any) -> bool:
    """Whether the user is there, made by this portal or by an administrator of the database."""
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [NAME])
    return cursor.fetchone() is not None


def admit(cursor: Any, password: str) -> None:
    """Make the user when it is not there, and let it sign in with this password.

    The password leaves here as the server keeps it (SCRAM), so that no log of statements can hold it.
    """
    if not exists(cursor):
        cursor.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(NAME)))
    kept = encrypt_password(password, NAME, scope=cursor.connection, algorithm="scram-sha-256")
    cursor.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(NAME), sql.Literal(kept)))


def give_rights(cursor: Any) -> None:
    """Give it all it may do; to be asked by the owner of the tables."""
    cursor.execute("SELECT current_database()")
    names = {"user": sql.Identifier(NAME), "database": sql.Identifier(*cursor.fetchone())}
    for statement in RIGHTS:
        cursor.execute(sql.SQL(statement).format(**names))
