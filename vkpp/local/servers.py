"""PostgreSQL and Valkey on a fresh machine, started or found without being asked.

`vkpp/settings.py` asks here when DATABASE_URL or REDIS_URL is not set. A server that already runs is found in well
under a millisecond and no process is started for it.
"""

from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.core.exceptions import ImproperlyConfigured

from vkpp.local import places, postgres, valkey

SERVERS: dict[str, ModuleType] = {"PostgreSQL": postgres, "Valkey": valkey}


def local_secret(local_dir: Path, production: bool) -> str:
    """The secret key of a demo machine; production must name its own."""
    if production:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Set it to at least 50 random characters and keep it: it signs the sessions."
        )
    return places.secret_key(local_dir)


def postgres_url(local_dir: Path, production: bool) -> str:
    """Address of the embedded PostgreSQL, started when it does not run."""
    if production:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set. Name your PostgreSQL: DATABASE_URL=postgresql://user:password@host:5432/vkpp."
        )
    ensure(postgres, local_dir)
    return postgres.url(local_dir)


def postgres_programs() -> str:
    """Folder of the embedded PostgreSQL's programs; empty where it is not installed: then those of the machine."""
    try:
        return str(postgres.wheel_folder() / "bin")
    except ImproperlyConfigured:
        return ""


def valkey_url(local_dir: Path, production: bool) -> str:
    """Address of the embedded Valkey, started when it does not run."""
    if production:
        raise ImproperlyConfigured(
            "REDIS_URL is not set. Name your Valkey or Redis: REDIS_URL=redis://:password@host:6379."
        )
    ensure(valkey, local_dir)
    return valkey.url(local_dir)


def ensure(server: ModuleType, local_dir: Path) -> None:
    """Start `server` unless it runs; of two processes that ask at once one starts it and the other waits."""
    if server.running(local_dir):
        return
    with places.starting(local_dir):
        if not server.running(local_dir):
            server.start(local_dir)


def all_running(local_dir: Path) -> bool:
    """Whether there is nothing to start."""
    return all(server.running(local_dir) for server in SERVERS.values())


def stop(local_dir: Path) -> list[str]:
    """Stop what runs; the names of what was stopped."""
    if not local_dir.exists():
        return []
    with places.starting(local_dir):
        stopped = [name for name, server in SERVERS.items() if server.running(local_dir)]
        for name in stopped:
            SERVERS[name].stop(local_dir)
        places.remove_socket_folder(local_dir)
    return stopped


def broker_url(redis_url: str) -> str:
    """What Celery calls the address REDIS_URL."""
    scheme, place, number, query = _parts(redis_url)
    if scheme == "unix":
        return f"redis+socket://{place}?{urlencode({**query, 'virtual_host': number})}"
    if scheme == "rediss":
        query.setdefault("ssl_cert_reqs", "required")
    return _address(scheme, place, number, query)


def cache_url(redis_url: str) -> str:
    """The numbered database after that of the broker, on the same server."""
    scheme, place, number, query = _parts(redis_url)
    if scheme == "unix":
        return f"unix://{place}?{urlencode({**query, 'db': number + 1})}"
    return _address(scheme, place, number + 1, query)


def _parts(redis_url: str) -> tuple[str, str, int, dict[str, str]]:
    """Scheme, place (path of the socket, or user, password, host and port), database number and options."""
    parts = urlsplit(redis_url)
    query = dict(parse_qsl(parts.query))
    number = query.pop("db", "") or "0"
    place = parts.path
    if parts.scheme in {"redis", "rediss"}:
        place, number = parts.netloc, parts.path.strip("/") or number
    if parts.scheme not in {"redis", "rediss", "unix"} or not place or not number.isdigit():
        raise ImproperlyConfigured(
            "Unexpected REDIS_URL, use redis://:password@host:port, rediss://… for TLS, or unix:///path."
        )
    return parts.scheme, place, int(number), query


def _address(scheme: str, place: str, number: int, query: dict[str, str]) -> str:
    options = f"?{urlencode(query)}" if query else ""
    return f"{scheme}://{place}/{number}{options}"
