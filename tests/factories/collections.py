"""Collections of practice, made through the actions as staff make them."""

from practice.actions import collections
from tests.factories.accounts import person


def collection(*practices, by=None, audience="police", title="First steps", intro="What to try first.", **step):
    """A collection with these examples in their order; `publish=False` leaves it in preparation."""
    by = by or person("vkpp_staff")
    made = collections.create(values={"title": title, "intro": intro, "audience": audience}, by=by)
    for practice in practices:
        collections.add(collection=made, reference=practice.reference, note=f"Note on {practice.title}", by=by)
    if step.get("publish", True):
        collections.step(collection=made, action="publish", by=by)
    return made
