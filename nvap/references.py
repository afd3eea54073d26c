"""Numbers that people quote: Q-00042 for a query, IA-00017 for an improvement action."""

from django.db import connection

QUERY = ("Q", "nvap_query_number")
IMPROVEMENT = ("IA", "nvap_improvement_number")


def take(kind: tuple[str, str]) -> str:
    """The next number of its kind; never given twice."""
    prefix, sequence = kind
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        number = cursor.fetchone()[0]
    return f"{prefix}-{number:05}"
