"""The ways of a collection and of an overlap, as tables a chief officer could read."""

from django.utils.translation import gettext_lazy as _

from analytics.register.people import may_keep
from vkpp.core.workflow import State, Step, Workflow

STAFF = _("VKPP staff")
OPEN = ("found", "asked")
SETTLED = ("kept", "merge", "drop_first", "drop_other", "done")
AGREED = ("merge", "drop_first", "drop_other")

COLLECTION = Workflow(
    name="collection",
    states=(State("in_use", _("In use"), _("In use"), "green"), State("ended", _("Ended"), _("Ended"), "grey")),
    steps=(
        Step("end", _("Mark as ended"), ("in_use",), "ended", STAFF, may_keep, needs_reason=True, button="warning"),
        Step("resume", _("Mark as in use again"), ("ended",), "in_use", STAFF, may_keep, needs_reason=True),
    ),
)

OVERLAP = Workflow(
    name="overlap",
    states=(
        State("found", _("To decide"), _("To decide"), "yellow"),
        State("asked", _("Owners asked"), _("Owners asked"), "purple"),
        State("kept", _("Both kept"), _("Both kept"), "grey"),
        State("merge", _("To be merged"), _("To be merged"), "blue"),
        State("drop_first", _("The first to be dropped"), _("The first to be dropped"), "blue"),
        State("drop_other", _("The second to be dropped"), _("The second to be dropped"), "blue"),
        State("done", _("De-conflicted"), _("De-conflicted"), "green"),
    ),
    steps=(
        Step("keep_both", _("Keep both"), OPEN, "kept", STAFF, may_keep, needs_reason=True),
        Step("merge", _("Merge them into one"), OPEN, "merge", STAFF, may_keep, needs_reason=True),
        Step("drop_first", _("Drop the first"), OPEN, "drop_first", STAFF, may_keep, needs_reason=True),
        Step("drop_other", _("Drop the second"), OPEN, "drop_other", STAFF, may_keep, needs_reason=True),
        Step("ask_owners", _("Ask the owners"), ("found",), "asked", STAFF, may_keep, needs_reason=True),
        Step("finish", _("Record that it is done"), AGREED, "done", STAFF, may_keep, needs_reason=True),
        Step("undo", _("Undo the decision"), ("asked", *SETTLED), "found", STAFF, may_keep, needs_reason=True),
    ),
)
DECISIONS = ("keep_both", "merge", "drop_first", "drop_other", "ask_owners")
