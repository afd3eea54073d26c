"""The returns a person of a force sees: what is running now first."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nvap.links import return_page
from nvap.models import Response, Return
from nvap.workflow import RETURN

MOST = 100


def rows_of(user: Any) -> list[dict[str, Any]]:
    """Each return with its state, how far it is and when it is due; two queries."""
    rows = list(Return.objects.visible_to(user).select_related("round", "force")[:MOST])
    seen = Response.objects.visible_to(user).filter(ret__in=rows).order_by().values_list("ret_id")
    grouped = seen.annotate(done=Count("pk", filter=Q(complete=True)), total=Count("pk"))
    counts = {pk: (done, total) for pk, done, total in grouped}
    return [_row(ret, *counts.get(ret.pk, (0, 0))) for ret in rows]


def _row(ret: Return, done: int, total: int) -> dict[str, Any]:
    state = RETURN.state(ret.state)
    return {
        "title": ret.round.title,
        "force": ret.force.name,
        "href": return_page(ret),
        "state": state.label,
        "colour": state.colour,
        "progress": _("%(n)s of %(m)s answered") % {"n": done, "m": total},
        "due": ret.round.due_at,
    }
