"""Which faults mean that a part of the portal is away for a moment, and not that the portal is wrong.

The database restarts, a disk is full, the broker's server is gone: the same request would succeed later, so who sent it is
told so. Everything else stays our fault.
"""

import errno
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError, OperationalError
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as TooSlow

RETRY_AFTER = 20  # seconds after which asking again makes sense
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# Classes of SQLSTATE: connection, transaction undone by others, no resources, lock not free, operator intervention.
PASSING = ("08", "40", "53", "55", "57")
READ_ONLY = "25006"  # what a database says that has become the copy of another one


def is_away(fault: BaseException | None) -> bool:
    """Whether asking again later is likely to help; the fault may be hidden behind others."""
    return any(_passes(each) for each in _behind(fault))


def has_no_room(fault: BaseException | None) -> bool:
    """Whether a file could not be stored because there is no room for it."""
    return any(isinstance(each, OSError) and each.errno in NO_ROOM for each in _behind(fault))


def _passes(fault: BaseException) -> bool:
    if isinstance(fault, Unreachable | TooSlow):
        return True
    if isinstance(fault, OSError):
        return fault.errno in NO_ROOM
    if not isinstance(fault, DatabaseError | InterfaceError):
        return False
    state = getattr(fault.__cause__, "pgcode", None)
    if state is None:  # nothing came back from the database
        return isinstance(fault, OperationalError | InterfaceError) or "connection" in str(fault)
    return str(state).startswith((*PASSING, READ_ONLY))


def _behind(fault: BaseException | None) -> Iterator[BaseException]:
    """A fault, what it was raised from, or while which other it was raised."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__
