"""How an address is asked for that names nothing, and whether two answers tell the same."""

import re
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.urls import Resolver404, resolve, reverse

from tests.security.attacker.shared import may_see
from tests.security.attacker.stored import Stored
from tests.security.checks import settled, text_of

NUMBER = 987654321
OTHER_FORCE = "dorset"
PUBLIC_NAMES = {
    "round",
    "round_code",
    "plan",
    "action",
    "theme",
    "kind",
    "format",
    "way",
    "use",
    "step",
    "tool",
    "part",
}
"""Parts of addresses that everybody in the portal knows: they stay, so that only what is secret differs."""
REFERENCE = re.compile(r"(?P<kind>[A-Z]{1,3}-(?:20\d\d-)?)(?P<number>\d+)")
CHANGING = re.compile(
    r"[0-9a-f]{32}|(?:value|nonce)=\"[^\"]*\"|nonce-[^']+|csrftoken=[^;]+|vkpp_session=[^;]+|expires=[^;]+|Reset: \d+|Remaining: \d+|"
    r"Content-Length: \d+|\?next=\S+"
)


def counterpart(address, *, world):
    """The same address for something that is not there; None when nothing in it is a secret."""
    path, mark, query = address.partition("?")
    try:
        match = resolve(path)
    except Resolver404:
        return None
    changed = {name: _nobodys(name, value, world) for name, value in match.kwargs.items()}
    if changed == match.kwargs:
        return None
    return reverse(match.view_name, kwargs=changed) + mark + query


def _nobodys(name, value, world):
    if isinstance(value, int):
        return NUMBER
    if isinstance(value, UUID):
        return UUID(int=0)
    if found := REFERENCE.fullmatch(str(value)):
        return found["kind"] + "9" * len(found["number"])
    if name in {"force", "force_code"} and value == world.things["force.A"]:
        return OTHER_FORCE
    if name in {"secret", "key"}:
        return "guessed" + "x" * 36
    return value


def asked(world, actor, method, address, *, data=None, browser=None, then=None, **more):
    """The answer with the number of queries that it took (`queries`): what a clock would tell about it."""
    cache.clear()
    count, took = Count(), []

    def after():
        took.append(count.queries)
        if then is not None:
            then()

    with connection.execute_wrapper(count):
        answer = world.ask(actor, method, address, data=data, browser=browser, then=after, **more)
    answer.queries = took[0]
    return answer


class Count:
    """How many queries went to the database."""

    def __init__(self):
        self.queries = 0

    def __call__(self, execute, *args):
        self.queries += 1
        return execute(*args)


def tried(world, actor, method, address, *, data=None, browser=None, known=None, **more):
    """The answer with what the request `stored`, and `differs`: how it is not that of nothing (empty: it is).

    Where somebody may see what the address names there is nothing to compare. `known` keeps what nothing answers.
    """
    known = {} if known is None else known
    stored = Stored()
    answer = asked(world, actor, method, address, data=data, browser=browser, then=stored, **more)
    answer.stored, answer.differs = stored, ""
    other = counterpart(address, world=world)
    if other is None or may_see(world, actor, address):
        return answer
    if other not in known:
        known[other] = asked(world, actor, method, other, data=data, browser=browser, **more)
    first, second = answer, known[other]
    if told(first, address, other) != told(second, address, other):
        # Asked again one after the other: a session is written once a minute, which has nothing to do with either.
        first, second = (
            asked(world, actor, method, one, data=data, browser=browser, **more) for one in (address, other)
        )
        known[other] = second
    if told(first, address, other) != told(second, address, other):
        told_by = [(one.status_code, one.queries) for one in (first, second)]
        answer.differs = f"{told_by[0]}, nothing {told_by[1]}"
    return answer


def told(answer, *addresses):
    """What an answer tells: status, words, headers, and how much work it was. Without what differs at each asking."""
    text = settled(text_of(answer), "…")
    for address in sorted(addresses, key=len, reverse=True):
        text = text.replace(address, "…")
    for address in addresses:
        for part in resolve(address.partition("?")[0]).kwargs.values():
            text = re.sub(rf"(?<![\w-]){re.escape(str(part))}(?![\w-])", "…", text)
    return answer.status_code, answer.queries, CHANGING.sub("…", text)
