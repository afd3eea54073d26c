"""The cache, in front of the broker's server: losing it costs time, never an answer."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as TooSlow

log = structlog.get_logger(__name__)

REST = 5.0  # seconds in which a server that did not answer in time is not asked again
_rests_until: dict[str, float] = {}  # by server, for all threads of the process


def _or_nothing(name: str, nothing: Any) -> Callable[..., Any]:
    """The method `name` of Django's cache, answering `nothing` while the server is away."""

    def method(self: "TolerantRedisCache", key: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            self.check_awake()
            return getattr(RedisCache, name)(self, key, *args, **kwargs)
        except (Unreachable, TooSlow) as error:
            self.note_away(name, error)
            if name == "get":
                return args[0] if args else kwargs.get("default")
            return nothing() if callable(nothing) else nothing

    method.__name__ = name
    return method


class KeptClient(RedisCacheClient):
    """Django's client that makes the one of each server once; making it costs more than most questions to it."""

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The client of the server that is asked; it may be shared by threads."""
        kept = self.__dict__.setdefault("_kept", {})
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]  # not in the stubs
        if id(pool) not in kept:
            kept[id(pool)] = super().get_client(key, write=write)
        return kept[id(pool)]


class TolerantRedisCache(RedisCache):
    """Django's cache on Redis or Valkey that finds nothing, and keeps nothing, while its server is away.

    Rate limits are not counted in that time; sessions are read from the database.
    """

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient
        self.server = str(server)

    def check_awake(self) -> None:
        """Unreachable at once while the server rests: a page asks several times, and would wait each time."""
        if time.monotonic() < _rests_until.get(self.server, 0.0):
            raise Unreachable("The cache did not answer a moment ago.")

    def note_away(self, operation: str, error: Exception) -> None:
        """Let the server rest after it kept somebody waiting. One that refuses at once costs nothing to ask."""
        if isinstance(error, TooSlow):
            _rests_until[self.server] = time.monotonic() + REST
        log.warning("cache_away", operation=operation, error=type(error).__name__)

    def count(self, key: str, seconds: int) -> int:
        """One more under `key`, kept for `seconds` from the first one on; how many there are now. One question."""
        self.check_awake()
        client: Any = self._cache.get_client(write=True)
        asked = client.pipeline(transaction=False)
        name = self.make_and_validate_key(key)
        asked.incr(name)
        asked.expire(name, seconds, nx=True)
        try:
            return int(asked.execute()[0])
        except TooSlow as error:
            self.note_away("count", error)
            raise

    get = _or_nothing("get", None)
    get_many = _or_nothing("get_many", dict)
    set = _or_nothing("set", None)
    set_many = _or_nothing("set_many", list)
    add = _or_nothing("add", True)
    touch = _or_nothing("touch", False)
    delete = _or_nothing("delete", False)
    has_key = _or_nothing("has_key", False)
    incr = _or_nothing("incr", 1)
