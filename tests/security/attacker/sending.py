"""Sending a form as somebody else, and seeing what that touched."""

import pytest

from vkpp.core.models import AuditEvent

WRITTEN = "Zztyped by a stranger"


def body_of(form, /, **changed):
    """What the form sends: every value that its fields hold or offer, and a text where somebody types."""
    body = {}
    for name, value in form.values:
        body.setdefault(name, []).append(value or (WRITTEN if name in form.typed else ""))
    return {name: values if len(values) > 1 else values[0] for name, values in body.items()} | changed


def things_of(world, actors):
    """What these people have done something to: (type, id) of the targets in the audit trail."""
    people = [world.people[actor].pk for actor in actors]
    return set(AuditEvent.objects.filter(actor_id__in=people).values_list("target_type", "target_id"))


class Touched:
    """After a request: what was written about whom."""

    def __init__(self):
        self.last = AuditEvent.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        self.targets = set()

    def __call__(self):
        events = AuditEvent.objects.filter(pk__gt=self.last)
        self.targets = set(events.values_list("target_type", "target_id"))


def insist_on_none(findings):
    """Fail with the findings one below the other, if there are any."""
    if found := [str(one) for one in findings if one]:
        pytest.fail("\n".join([f"{len(found)} findings:", *found]), pytrace=False)
