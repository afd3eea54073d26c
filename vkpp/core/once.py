"""What a program creates under a key of its own is created once, however often it repeats the request.

A row that may come from a program has the columns `key` (empty: made by a person) and `body_hash`, which tells whether a
repeated request says the same. Sender and key together are unique.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from vkpp.core.exceptions import Conflict

NAMES = ("reference", "code", "slug", "number")
"""By which a row is found in the API."""
Row = TypeVar("Row", bound=Model)


def once(sent: "QuerySet[Row]", *, key: str, body_hash: str, by: Model, make: Callable[[], Row]) -> tuple[Row, bool]:
    """The row that came with this `key` among those that `by` has `sent`, else what `make` makes. Whether it is new."""
    known = earlier(sent, key=key, body_hash=body_hash, by=by)
    if known is not None:
        return known, False
    made: Any = make()
    if key:
        made.key, made.body_hash = key, body_hash
        made.save(update_fields=["key", "body_hash"])
    return made, True


def earlier(sent: "QuerySet[Row]", *, key: str, body_hash: str, by: Model) -> Row | None:
    """The row that came with this `key`; None without one. Of two requests at once the second waits for the first."""
    if not key:
        return None
    one_at_a_time(by)
    known = sent.filter(key=key).first()
    with_hash: Any = known
    if known is not None and with_hash.body_hash != body_hash:
        raise other_content(known)
    return known


def one_at_a_time(by: Model) -> None:
    """Hold the sender until the transaction ends, so that what they send at once is created one after the other."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)


def other_content(known: Model, **named: Any) -> Conflict:
    """The refusal of a key that came with something else before; it names what was created then."""
    named |= {name: getattr(known, name) for name in NAMES if hasattr(known, name)}
    return Conflict(_("This Idempotency-Key was used with other content. Use a new key for a new request."), named)
