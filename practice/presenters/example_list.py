"""Lists of examples for authors and for who reads all of a force."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from practice import people
from practice.models import Comment, Practice
from practice.vocab import PracticeState
from practice.workflow import PRACTICE
from vkpp.accounts import permissions
from vkpp.accounts.roles import Permission

PER_PAGE = 20
ORDERS = {"changed": ("-updated_at", "-id"), "title": ("title", "id"), "state": ("state", "-updated_at")}
COLUMNS = (("title", _("Example")), ("state", _("State")), ("changed", _("Last change")))


def of(user: Any, tab: str) -> "QuerySet[Practice]":
    """The examples of a tab, with what a row shows."""
    asked = Comment.objects.filter(practice=OuterRef("pk"), audience=Comment.Audience.AUTHORS, question=True)
    if tab == "force":
        forces = permissions.force_ids(user, Permission.PRACTICE_READ_FORCE)
        seen = Practice.objects.visible_to(user).filter(force__in=forces).exclude(state=PracticeState.DISCARDED)
    else:
        seen = Practice.objects.mine(user)
    rows: QuerySet[Practice] = seen.select_related("call", "owner", "force").annotate(has_questions=Exists(asked))
    return rows


def page(user: Any, asked: Mapping[str, str]) -> dict[str, Any]:
    """Everything on the page of lists."""
    reads_force = bool(permissions.force_ids(user, Permission.PRACTICE_READ_FORCE))
    writes = people.may_start(user)
    tab = "force" if reads_force and (asked.get("tab") == "force" or not writes) else "mine"
    order = asked.get("sort", "") if asked.get("sort") in ORDERS else "changed"
    found = Paginator(of(user, tab).order_by(*ORDERS[order]), PER_PAGE).get_page(asked.get("page"))
    base = reverse("practice:mine")
    return {
        "page": found,
        "rows": [_row(practice, user) for practice in found.object_list],
        "tab": tab,
        "tabs": [
            {"label": label, "href": f"{base}?tab={code}", "current": code == tab}
            for code, label, shown in (("mine", _("Mine"), writes), ("force", _("My force"), reads_force))
            if shown
        ],
        "columns": [
            {"label": label, "href": f"{base}?{urlencode({'tab': tab, 'sort': code})}", "current": code == order}
            for code, label in COLUMNS
        ],
        "writes": writes,
        "deleted": _just_deleted(user, asked.get("deleted", "")),
    }


def _just_deleted(user: Any, reference: str) -> str:
    """The reference of the draft that was deleted a moment ago, while this person can bring it back."""
    if not reference or "\x00" in reference:
        return ""
    rows = Practice.objects.visible_to(user).filter(reference=reference[:16], state=PracticeState.DISCARDED)
    return reference if rows.exists() else ""


def _row(practice: Any, user: Any) -> dict[str, Any]:
    state = PRACTICE.state(practice.state)
    return {
        "practice": practice,
        "title": practice.title or _("No title yet"),
        "href": reverse("practice:example", args=[practice.reference]),
        "state": state.public_label,
        "colour": state.colour,
        "asks": practice.has_questions and practice.state == PracticeState.RETURNED,
        "by": _("you") if practice.owner_id == user.pk else practice.owner or "",
    }
