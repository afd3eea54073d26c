"""How often somebody may try to sign in, so that guessing takes ages and nobody can shut out somebody else.

Tries are counted before the password is looked at, for addresses with and without an account alike. A browser that the
person has signed in with before has tries of its own: whoever guesses elsewhere cannot use them up. Everywhere else
three counts hold: the address from this place, everything from this place, and the address from anywhere. Each has some
free tries, then waits that double up to a longest one. A new password by mail makes the browser a known one.
"""

import datetime as dt
import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Max
from django.utils import timezone

from vkpp.accounts.models import SignInTries

FORGOTTEN_AFTER = dt.timedelta(days=1)  # without a further try
FIRST_WAIT = 60
DOUBLINGS = 20


@dataclass(frozen=True)
class Limit:
    """Tries without waiting, and the longest wait afterwards in seconds."""

    free: int
    longest: int


BROWSER = Limit(free=10, longest=3600)
ADDRESS_AND_PLACE = Limit(free=5, longest=3600)
PLACE = Limit(free=100, longest=900)
ADDRESS = Limit(free=50, longest=900)


@dataclass(frozen=True)
class Try:
    """One try that is under way; `waits` is how many seconds to wait instead, 0 to go on."""

    keys: tuple[str, ...]
    waits: int = 0


def begin(*, email: str, ip: str, browser: str) -> Try:
    """Count a try to sign in as `email`; `browser` is its name when the person is known to use it."""
    limits = _limits(email.strip().lower(), place_of(ip), browser)
    now = timezone.now()
    until = SignInTries.objects.filter(key__in=list(limits), until__gt=now).aggregate(at=Max("until"))["at"]
    if until is None and all(_count(key, limit, now) for key, limit in limits.items()):
        return Try(tuple(limits))
    waits = (until - now).total_seconds() if until else FIRST_WAIT
    return Try(tuple(limits), waits=max(1, round(waits)))


def succeeded(tried: Try) -> None:
    """The password was right: the own count is forgotten, the shared ones take this try back."""
    own, *shared = tried.keys
    SignInTries.objects.filter(key=own).delete()
    SignInTries.objects.filter(key__in=shared, count__gt=0).update(count=F("count") - 1, until=None)


def place_of(ip: str) -> str:
    """Where a request comes from: an IPv4 address, or the network of an IPv6 address that one household has."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return "nowhere"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _limits(email: str, place: str, browser: str) -> dict[str, Limit]:
    if browser:
        return {_key("browser", browser, email): BROWSER}
    return {
        _key("address and place", email, place): ADDRESS_AND_PLACE,
        _key("place", place): PLACE,
        _key("address", email): ADDRESS,
    }


def _key(*parts: str) -> str:
    words = "\n".join(parts).encode("utf-8", "surrogatepass")
    return hmac.new(settings.SECRET_KEY.encode(), b"vkpp sign-in tries\n" + words, hashlib.sha256).hexdigest()


def _count(key: str, limit: Limit, now: dt.datetime) -> bool:
    """One more under the key, in one statement so that tries side by side cannot slip through; False while it waits."""
    sql = """
        INSERT INTO accounts_signintries AS tries (key, count, last_at, until) VALUES (%(key)s, 1, %(now)s, NULL)
        ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN tries.last_at < %(forgotten)s THEN 1 ELSE tries.count + 1 END,
            last_at = %(now)s,
            until = CASE WHEN tries.last_at >= %(forgotten)s AND tries.count + 1 >= %(free)s
                THEN %(now)s + make_interval(secs => least(%(longest)s,
                    %(first)s * power(2, least(tries.count + 1 - %(free)s, %(doublings)s)))) END
        WHERE tries.until IS NULL OR tries.until <= %(now)s
        RETURNING count
    """
    values: dict[str, Any] = {
        "key": key,
        "now": now,
        "forgotten": now - FORGOTTEN_AFTER,
        "free": limit.free,
        "longest": limit.longest,
        "first": FIRST_WAIT,
        "doublings": DOUBLINGS,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() is not None
