"""What the portal holds about a person: the counts for a page, and everything for a file (subject access)."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypedDict

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vkpp.accounts.actions.leaving import Account
from vkpp.accounts.models import User
from vkpp.core import audit, personal
from vkpp.core.models import AuditEvent

ACCOUNT = ("id", "email", "display_name", "sector", "organisation", "is_active", "created_at", "last_login")


class Line(TypedDict):
    """So many rows of a kind, and whether they are the person's or only name them."""

    what: str
    rows: int
    own: bool


def summary(user: User) -> list[Line]:
    """Everything that has rows, by kind; what is the person's own first."""
    counts: dict[tuple[str, bool], int] = {}
    for place, rows in personal.counted(user):
        key = (_kind(place.model._meta.label), place.whole)
        counts[key] = counts.get(key, 0) + rows
    lines = [Line(what=what, rows=rows, own=own) for (what, own), rows in counts.items()]
    return sorted(lines, key=lambda line: (not line["own"], line["what"]))


def found_lines(found: Account) -> list[dict[str, str]]:
    """What taking a name out would do, by kind of thing, for the page that asks whether to go on."""
    lines: dict[str, list[str]] = {}
    for place, rows in _by_kind(found.removed.items()):
        lines.setdefault(place, []).append(_removed_words(rows))
    for place, rows in _by_kind((one.place, one.rows) for one in found.texts):
        lines.setdefault(place, []).append(_named_words(rows))
    lines[_("Audit trail")] = [_named_words(found.events)]
    if found.events_fixed:
        fixed = ngettext(
            "%(n)s event keeps it: sealed before", "%(n)s events keep it: sealed before", found.events_fixed
        )
        lines[_("Audit trail")].append(fixed % {"n": found.events_fixed})
    return [{"what": what, "words": ", ".join(words)} for what, words in lines.items()]


def _by_kind(found: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Rows of `app.Model.field` added up by kind of thing."""
    counts = Counter[str]()
    for place, rows in found:
        counts[_kind(place.rpartition(".")[0])] += rows
    return sorted(counts.items())


def _removed_words(rows: int) -> str:
    return ngettext("%(n)s row is removed", "%(n)s rows are removed", rows) % {"n": rows}


def _named_words(rows: int) -> str:
    return ngettext("%(n)s text loses the name", "%(n)s texts lose the name", rows) % {"n": rows}


def _kind(label: str) -> str:
    """For example “Saved search”."""
    return str(capfirst(str(apps.get_model(label)._meta.verbose_name)))


def everything(user: User, *, by: User | None) -> dict[str, Any]:
    """The account, each row that names it by place, and the trail's events by and about the person."""
    audit.record(by=by, verb="account.data_given", target=user)
    return {
        "made_at": timezone.now(),
        "account": {name: getattr(user, name) for name in ACCOUNT},
        "rows": personal.held(user),
        "trail": list(_events(user)),
    }


def _events(user: User) -> Any:
    """Of what others did to the person not who they were."""
    about = Q(target_type=User._meta.label_lower, target_id=str(user.pk))
    rows = AuditEvent.objects.filter(Q(actor_id=user.pk) | about).order_by("id")
    for event in rows.iterator():
        yield {
            "at": event.at,
            "by": "you" if event.actor_id == user.pk else "somebody else",
            "verb": event.verb,
            "target": f"{event.target_type}:{event.target_id}",
            "before": event.before,
            "after": event.after,
        }
