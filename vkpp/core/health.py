"""Whether the portal lives (`/healthz`) and whether it can do its work (`/readyz`), for proxies and monitors."""

from collections.abc import Callable

import structlog
from celery import current_app
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger(__name__)

_migrated: set[str] = set()  # databases seen complete; a process never meets an older one later


def check_database() -> None:
    """The database answers a question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_migrations() -> None:
    """The database has every table and column that this version needs."""
    if connection.alias in _migrated:
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("unapplied migrations: run `manage.py migrate`")
    _migrated.add(connection.alias)


def check_cache() -> None:
    """The cache gives back what it was given."""
    cache.set("readyz", "ready", timeout=10)
    if cache.get("readyz") != "ready":
        raise RuntimeError("the cache forgets")


def check_broker() -> None:
    """The broker of background work takes a connection."""
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2, interval_start=0, interval_step=0)


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "migrations": check_migrations,
    "cache": check_cache,
    "broker": check_broker,
}


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process lives and answers; asks nothing else, so that a slow database restarts no web process."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """Each part the portal needs, by name; 503 when one is down. Reasons go to the log only."""
    found = {name: _state(name, check) for name, check in CHECKS.items()}
    ready = set(found.values()) == {"ready"}
    return JsonResponse({"status": "ready" if ready else "down", **found}, status=200 if ready else 503)


def _state(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - whatever the reason, this part is down
        log.warning("not_ready", part=name, error=type(error).__name__, reason=str(error))
        return "down"
    return "ready"
