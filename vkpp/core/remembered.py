"""Small reference lists kept in memory for some seconds: labels and the like, whose change may show a little later."""

import functools
import time
from collections.abc import Callable, Hashable
from typing import Any, ParamSpec, TypeVar

from django.db import connection

Asked = ParamSpec("Asked")
Value = TypeVar("Value")

MOST = 64  # values of one function
_memories: list[dict[Hashable, tuple[float, Any]]] = []


def for_seconds(seconds: float) -> Callable[[Callable[Asked, Value]], Callable[Asked, Value]]:
    """Keep what the function returns for that long, in each process, for each of its few possible arguments.

    Read anew inside a transaction of one's own.
    """

    def decorate(function: Callable[Asked, Value]) -> Callable[Asked, Value]:
        kept: dict[Hashable, tuple[float, Value]] = {}
        _memories.append(kept)

        @functools.wraps(function)
        def remembered(*args: Asked.args, **named: Asked.kwargs) -> Value:
            if connection.in_atomic_block:
                return function(*args, **named)
            key = (str(connection.settings_dict["NAME"]), args, tuple(sorted(named.items())))
            found = kept.get(key)
            if found is None or found[0] < time.monotonic():
                if len(kept) >= MOST:
                    kept.clear()
                found = kept[key] = time.monotonic() + seconds, function(*args, **named)
            return found[1]

        return remembered

    return decorate


def forget() -> None:
    """Ask anew for everything: for tests, which are many databases under one name."""
    for kept in _memories:
        kept.clear()
