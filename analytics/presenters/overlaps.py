"""What the pages of overlaps show: both sides, how alike they are and why, what was decided, and what one may do."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.forms.collections import DecideForm
from analytics.models import Collection, CollectionItem, Overlap
from analytics.register.alike import MUCH_THE_SAME
from analytics.register.alike import OVERLAP as LEAST
from analytics.register.checking import Already
from analytics.register.links import collection_page, overlap_page
from analytics.register.overlap_list import NEEDED, PER_PAGE, TABS, Asked
from analytics.register.people import may_keep
from analytics.register.vocab import OtherKind
from analytics.register.workflow import DECISIONS, OVERLAP
from vkpp.core import audit

__all__ = ["NEEDED", "checked", "context", "listing", "row"]

EVENTS = {
    "overlap.keep_both": gettext_lazy("Decided: keep both"),
    "overlap.merge": gettext_lazy("Decided: merge them into one"),
    "overlap.drop_first": gettext_lazy("Decided: drop the first"),
    "overlap.drop_other": gettext_lazy("Decided: drop the second"),
    "overlap.ask_owners": gettext_lazy("Owners asked"),
    "overlap.finish": gettext_lazy("Recorded as done"),
    "overlap.undo": gettext_lazy("Decision undone"),
}


def listing(user: Any, asked: Asked, page: str | None) -> dict[str, Any]:
    """Tabs, the filter and the pairs of a page."""
    found = asked.matching(user)
    shown = Paginator(asked.rows(user), PER_PAGE).get_page(page)
    owners = Collection.objects.visible_to(user).in_use().values_list("code", "name")
    return {
        "asked": asked,
        "page": shown,
        "rows": [row(one) for one in shown],
        "tabs": [
            {
                "label": label,
                "href": f"?{asked.query(tab=tab)}",
                "current": tab == asked.tab,
                "count": found.filter(condition).count(),
            }
            for tab, (label, condition) in TABS.items()
        ],
        "collections": list(owners),
        "clear_url": f"?{Asked(tab=asked.tab).query()}",
        "narrowed": bool(asked.collection or asked.q),
        "keeps": may_keep(user),
        "least": LEAST,
    }


def row(one: Overlap) -> dict[str, Any]:
    """One pair in a list; it was read with NEEDED."""
    return {
        "one": one,
        "href": overlap_page(one),
        "state": OVERLAP.state(one.state),
        "first": _side(one.first_text, one.first),
        "other": _other(one),
        "shared": ", ".join(one.shared),
    }


def _side(text: str, item: CollectionItem) -> dict[str, Any]:
    whole = item.collection
    often = whole.get_rhythm_display() or whole.frequency
    return {
        "text": text,
        "where": whole.name,
        "href": collection_page(whole),
        "owner": whole.owner,
        "often": often,
        "basis": whole.get_basis_display(),
        "hours": whole.burden_hours,
        "gone": item.removed_at is not None,
    }


def _other(one: Overlap) -> dict[str, Any]:
    if one.other_item is not None:
        return _side(one.other_text, one.other_item)
    if one.other_kind == OtherKind.MEASURE:
        where = _("NVAP measure %(code)s") % {"code": one.other_code}
        return {"text": one.other_text, "where": where, "href": reverse("nvap:measures-front"), "owner": "VKPP"}
    where = _("Question “%(code)s” of %(form)s") % {"code": one.other_code, "form": one.other_form}
    return {"text": one.other_text, "where": where, "href": "", "owner": "VKPP"}


def context(user: Any, one: Overlap, form: DecideForm | None = None) -> dict[str, Any]:
    """One pair side by side, with its decisions and what one may do."""
    steps = OVERLAP.available(one, user)
    decides = any(step.action in DECISIONS for step in steps)
    return {
        **row(one),
        "sides": _sides(one),
        "form": form or (DecideForm(overlap=one, user=user) if decides else None),
        "steps": [step for step in steps if step.action not in DECISIONS],
        "keeps": may_keep(user),
        "events": [
            {"title": EVENTS.get(event.verb, event.verb), "by": event.actor_label, "at": event.at, "text": event.reason}
            for event in audit.events_about(one)[:40]
        ],
    }


def _sides(one: Overlap) -> list[dict[str, Any]]:
    """The rows of the comparison."""
    first, other = _side(one.first_text, one.first), _other(one)
    labels = {
        "text": _("What is asked"),
        "where": _("Where"),
        "owner": _("Owner"),
        "often": _("How often"),
        "basis": _("Must forces answer?"),
        "hours": _("Hours of one force in a year"),
    }
    return [
        {"label": label, "left": _word(first.get(name)), "right": _word(other.get(name)), "changed": False}
        for name, label in labels.items()
    ]


def _word(value: Any) -> str:
    return "" if value is None else str(value)


def checked(found: list[Already]) -> list[dict[str, Any]]:
    """What the check before a question is added has found."""
    kinds = {
        OtherKind.ITEM.value: "",
        OtherKind.QUESTION.value: _("Question of the NVAP form"),
        OtherKind.MEASURE.value: _("NVAP measure"),
    }
    return [
        {
            "text": one.text,
            "where": " ".join(part for part in (kinds[one.kind], one.where) if part),
            "href": one.href,
            "facts": ", ".join(part for part in (one.owner, one.rhythm.lower()) if part),
            "figure": one.figure,
            "shared": ", ".join(one.shared),
            "close": one.figure >= MUCH_THE_SAME,
        }
        for one in found
    ]
