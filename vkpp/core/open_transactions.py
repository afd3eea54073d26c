"""What other sessions still write: nobody sees it yet, and its times lie in the past."""

OLDEST = (
    "(SELECT least(min(xact_start), core_oldest_transaction()) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid())"
)
"""When the oldest of them began, or NULL.

PostgreSQL shows times only of sessions of the same user. The function is asked as the owner of the tables, who writes too:
while migrating and loading, or by hand.
"""
