"""Small reference lists kept in memory for some seconds: labels and the like, whose change may show a little later."""

import functools
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

Value = TypeVar("Value")


def for_seconds(seconds: float) -> Callable[[Callable[[], Value]], Callable[[], Value]]:
    """Keep what the function returns for that long, in each process. Read anew inside a transaction of one's own."""

    def decorate(function: Callable[[], Value]) -> Callable[[], Value]:
        kept: dict[str, tuple[float, Value]] = {}

        @functools.wraps(function)
        def remembered() -> Value:
            if connection.in_atomic_block:
                return function()
            database = str(connection.settings_dict["NAME"])
            if database not in kept or kept[database][0] < time.monotonic():
                kept[database] = time.monotonic() + seconds, function()
            return kept[database][1]

        return remembered

    return decorate
