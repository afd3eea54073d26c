"""How often one may ask: so many requests a minute for a token, a person or an address of the network.

Counted in the cache in windows of a minute. When the cache is away nobody is refused.
"""

import time
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache, caches
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from vkpp.core.cache import TolerantRedisCache

log = structlog.get_logger(__name__)

WINDOW = 60


@dataclass(frozen=True)
class Allowance:
    """What is left of the present window: requests, and seconds until it ends."""

    limit: int
    remaining: int
    reset: int

    @property
    def spent(self) -> bool:
        """The limit was passed."""
        return self.remaining < 0

    def headers(self) -> dict[str, str]:
        """RateLimit headers of an answer."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.remaining, 0)),
            "RateLimit-Reset": str(self.reset),
        }


def count(request: Request) -> Allowance:
    """Count this request for whoever asks, and say what is left."""
    who, limit = _asker(request)
    now = int(time.time())
    key = f"api-rate:{who}:{now // WINDOW}"
    return Allowance(limit, limit - _add_one(key), WINDOW - now % WINDOW)


def _asker(request: Request) -> tuple[str, int]:
    token: Any = request.auth
    if token is not None:
        return f"token-{token.pk}", settings.API_RATE_TOKEN
    if request.user.is_authenticated:
        return f"user-{request.user.pk}", settings.API_RATE_PERSON
    return f"address-{BaseThrottle().get_ident(request)}".replace(" ", ""), settings.API_RATE_ANONYMOUS


def _add_one(key: str) -> int:
    try:
        if isinstance(caches["default"], TolerantRedisCache):
            return caches["default"].count(key, WINDOW * 2)
        if cache.add(key, 1, WINDOW * 2):
            return 1
        return int(cache.incr(key))
    except ValueError:  # the entry went between the two
        return 1
    except (RedisError, OSError) as error:
        log.warning("api_rate_not_counted", error=type(error).__name__)
        return 0
