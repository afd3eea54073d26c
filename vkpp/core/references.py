"""Numbers that people quote, for example Q-00042: a prefix and a sequence of the database."""

from django.db import connection


def take(kind: tuple[str, str]) -> str:
    """The next number of its kind (prefix, sequence); never given twice."""
    prefix, sequence = kind
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        number = cursor.fetchone()[0]
    return f"{prefix}-{number:05}"
