"""The filters of the lists about people and of the audit trail. Values that make no sense are said, not guessed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from vkpp.accounts.models import Force, Membership, User
from vkpp.accounts.roles import ROLES
from vkpp.core.models import AuditEvent


def _text(data: Mapping[str, Any], name: str) -> str:
    """One value of the address, without what a database cannot hold."""
    return str(data.get(name, "")).replace("\x00", "").strip()[:200]


FIRST_YEAR, LAST_YEAR = 1900, 2200


class PeopleFilter:
    """`?q=…&force=norfolk&role=nvap_lead` over people who hold a role."""

    def __init__(self, data: Mapping[str, Any], forces: list[Force]) -> None:
        self.q = _text(data, "q")
        self.force, self.role = _text(data, "force"), _text(data, "role")
        self.forces = [{"value": row.code, "label": row.name, "checked": row.code == self.force} for row in forces]
        self.roles = [{"value": row.code, "label": row.name, "checked": row.code == self.role} for row in ROLES]

    def apply(self, people: QuerySet[User], held: QuerySet[Membership]) -> QuerySet[User]:
        """The people who fit, by name; `held` are the roles that the reader may see."""
        held = held.filter(ended_at=None)
        if self.force:
            held = held.filter(force__code=self.force)
        if self.role:
            held = held.filter(role=self.role)
        if self.force or self.role:
            people = people.filter(pk__in=held.values("user"))
        for word in self.q.split()[:6]:
            people = people.filter(Q(display_name__icontains=word) | Q(email__icontains=word))
        return people.order_by("display_name", "pk")


class AuditFilter:
    """`?who=…&verb=…&thing=…&from=…&to=…` over the audit trail; `problems` holds sentences on what cannot be read."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.who, self.verb, self.thing = _text(data, "who"), _text(data, "verb"), _text(data, "thing")
        self.since, self.until = _text(data, "from"), _text(data, "to")
        self.problems: list[str] = []
        self._since, self._until = self._day(self.since), self._day(self.until)

    def apply(self, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """The events that fit, newest first."""
        if self.who:
            person = Q(actor_id=int(self.who)) if self.who.isdecimal() and len(self.who) < 18 else Q()
            events = events.filter(person or Q(actor_label__icontains=self.who))
        if self.verb:
            events = events.filter(verb__startswith=self.verb)
        if self.thing:
            kind, _colon, pk = self.thing.partition(":")
            exact = Q(target_type=kind, target_id=pk) if pk else Q(target_type=kind)
            events = events.filter(exact | Q(target_label__icontains=self.thing))
        if self._since:
            events = events.filter(at__gte=self._since)
        if self._until:
            events = events.filter(at__lt=self._until + dt.timedelta(days=1))
        return events.order_by("-id")

    def _day(self, raw: str) -> dt.datetime | None:
        """The start of a day, Europe/London."""
        if not raw:
            return None
        try:
            day = parse_date(raw)
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.problems.append(_("“%(raw)s” is not a date. Use the form 2026-11-21.") % {"raw": raw})
            return None
        return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
