"""The cache, in front of the broker's server: losing it costs time, never an answer."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as TooSlow

log = structlog.get_logger(__name__)


def _or_nothing(name: str, nothing: Any) -> Callable[..., Any]:
    """The method `name` of Django's cache, answering `nothing` while the server is away."""

    def method(self: "TolerantRedisCache", key: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(RedisCache, name)(self, key, *args, **kwargs)
        except (Unreachable, TooSlow) as error:
            log.warning("cache_away", operation=name, error=type(error).__name__)
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

    def count(self, key: str, seconds: int) -> int:
        """One more under `key`, kept for `seconds` from the first one on; how many there are now. One question."""
        client: Any = self._cache.get_client(write=True)
        asked = client.pipeline(transaction=False)
        name = self.make_and_validate_key(key)
        asked.incr(name)
        asked.expire(name, seconds, nx=True)
        return int(asked.execute()[0])

    get = _or_nothing("get", None)
    get_many = _or_nothing("get_many", dict)
    set = _or_nothing("set", None)
    set_many = _or_nothing("set_many", list)
    add = _or_nothing("add", True)
    touch = _or_nothing("touch", False)
    delete = _or_nothing("delete", False)
    has_key = _or_nothing("has_key", False)
    incr = _or_nothing("incr", 1)
