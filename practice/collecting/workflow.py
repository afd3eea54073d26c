"""The way of a collection of practice, as a table."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.collecting import reading
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core.workflow import State, Step, Workflow

STAFF = gettext_lazy("VKPP staff who curate collections")


def may_curate(user: Any, collection: Any = None) -> bool:  # noqa: ARG001 - asked like the others in workflow tables
    """Staff of the national team."""
    return nationally(user, Permission.COLLECTIONS_CURATE)


def _missing(collection: Any) -> Mapping[str, list[str]]:
    """What a collection needs before readers see it."""
    errors: dict[str, list[str]] = {}
    if not collection.intro:
        errors["intro"] = [_("Say in a few sentences what the collection is for.")]
    if not reading.open_to(collection).exists():
        errors["items"] = [_("Add at least one example that its readers may read.")]
    return errors


COLLECTION = Workflow(
    name="practice_collection",
    states=(
        State("draft", gettext_lazy("Being prepared"), gettext_lazy("Being prepared"), "grey"),
        State("published", gettext_lazy("Published"), gettext_lazy("Published"), "green"),
        State("retired", gettext_lazy("Retired"), gettext_lazy("Retired"), "grey"),
    ),
    insider=may_curate,
    steps=(
        Step(
            "publish",
            gettext_lazy("Publish"),
            ("draft",),
            "published",
            STAFF,
            may_curate,
            _missing,
            hint=gettext_lazy("Its readers find it at once."),
            button="primary",
        ),
        Step(
            "retire",
            gettext_lazy("Retire"),
            ("draft", "published"),
            "retired",
            STAFF,
            may_curate,
            needs_reason=True,
            hint=gettext_lazy("Readers no longer find it. You can take it up again."),
            button="warning",
        ),
        Step(
            "reopen",
            gettext_lazy("Take up again"),
            ("retired",),
            "draft",
            STAFF,
            may_curate,
            hint=gettext_lazy("It is prepared anew and published when you say so."),
        ),
    ),
)
