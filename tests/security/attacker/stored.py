"""What a request left in the database: how many rows of which table are new, and how many are gone or are other ones.

    then = Stored()
    world.ask(actor, "post", address, then=then)
    then.added, then.gone        {"practice_practice": 1}, {}

PostgreSQL counts for each table what a transaction writes to it; the rows of those tables are hashed within the request's
savepoint and again when it is undone.
"""

from collections import Counter

from django.db import connection

WRITTEN = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""
OF_SESSIONS = {"django_session", "usersessions_usersession"}
"""Every request of a browser moves the time at which it was seen."""
OF_TOKENS = {"accounts_token"}
"""The same for programs."""


def written():
    """Table → how many rows were written to it in this transaction so far, undone ones too."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


def rows_of(table):
    """The hashes of the rows that a table holds now."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT md5(row::text) FROM "{table}" AS row')  # noqa: S608 - a name from the catalogue
        return Counter(one for (one,) in cursor.fetchall())


class Stored:
    """Made before a request, called in it (`then=`), and asked after it was undone."""

    def __init__(self):
        with connection.cursor() as cursor:  # what is owed at the end of the transaction is not the request's doing
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        self.before, self.inside = written(), {}

    def __call__(self):
        tables = {table for table, n in written().items() if n != self.before.get(table, 0)}
        tables -= OF_SESSIONS | OF_TOKENS
        self.inside = {table: rows_of(table) for table in tables}

    @property
    def added(self):
        """Table → rows that were not there before."""
        return self._more(lambda before, inside: inside - before)

    @property
    def gone(self):
        """Table → rows that are no longer there, or not as they were."""
        return self._more(lambda before, inside: before - inside)

    def _more(self, compare):
        found = {table: compare(rows_of(table), inside).total() for table, inside in self.inside.items()}
        return {table: n for table, n in found.items() if n}
