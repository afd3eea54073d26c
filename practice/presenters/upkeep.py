"""What is past its review date or due soon: the owner's page, the list for VKPP, and cards on the home page."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.models import BankEntry, Practice, Upkeep
from practice.upkeep import people
from practice.upkeep.standing import REMIND, reason, standing
from practice.workflow import PRACTICE
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core.exceptions import Invalid

PER_PAGE = 30
SOON = dt.timedelta(days=REMIND[0])
SORTS = {"oldest": "review_by", "title": "title", "force": "force_name"}


def state(user: Any, practice: Practice) -> dict[str, Any] | None:
    """How the published example stands, for who answers for it; None while nothing of it is in the bank."""
    entries = BankEntry.objects.filter(practice=practice).select_related("practice__upkeep")
    entry = entries.filter(Q(open_to_public=True) | Q(open_to_police=True) | Q(open_to_government=True)).first()
    if entry is None:
        return None
    kept: Upkeep | None = getattr(entry.practice, "upkeep", None)
    return {
        "practice": practice,
        "entry": entry,
        "standing": standing(entry),
        "archived_for": reason(entry),
        "kept": kept,
        "version": kept.version if kept else 1,
        "revises": PRACTICE.allows(practice, "revise", user),
        "keeps": people.may_keep(user, practice),
    }


def as_words(act: Callable[[], None]) -> None:
    """Do it; what is refused about the note or the reason belongs to the one field for words."""
    try:
        act()
    except Invalid as refusal:
        refusal.errors = {
            "words" if name in {"note", "reason"} else name: said for name, said in refusal.errors.items()
        }
        raise


def listing(user: Any, data: Mapping[str, str]) -> dict[str, Any]:
    """For VKPP: what is stale, due within two months, or archived, by force."""
    rows = BankEntry.objects.visible_to(user)
    force = Force.objects.filter(code=data.get("force", "")[:40].replace("\x00", "")).first()
    rows = rows.filter(force_id=force.pk) if force else rows
    tab = data.get("tab", "") if data.get("tab", "") in _tabs() else "stale"
    sort = data.get("sort", "") if data.get("sort", "") in SORTS else "oldest"
    counts = rows.aggregate(**{f"n_{name}": Count("pk", filter=_tab(name)) for name in _tabs()})
    shown = rows.filter(_tab(tab)).select_related("practice__owner", "practice__upkeep").order_by(SORTS[sort], "pk")
    page = Paginator(shown, PER_PAGE).get_page(data.get("page"))
    asked = {"tab": tab, "force": force.code if force else "", "sort": sort}
    return {
        "page": page,
        "rows": _rows(user, page),
        "tabs": [
            {
                "label": label,
                "href": f"?{_query(asked, tab=name)}",
                "current": name == tab,
                "count": counts[f"n_{name}"],
            }
            for name, label in _tabs().items()
        ],
        "sorts": [
            {"label": label, "href": f"?{_query(asked, sort=name)}", "current": name == sort}
            for name, label in _sort_words().items()
        ],
        "asked": asked,
        "answers": nationally(user, Permission.PRACTICE_MODERATE),
        "here": _query(asked, page=str(page.number)),
        "forces": Force.objects.filter(practices__bank_entry__isnull=False).distinct(),
    }


def _tabs() -> dict[str, str]:
    return {"stale": _("Past the review date"), "soon": _("Due within 60 days"), "archived": _("Archived")}


def _tab(tab: str) -> Q:
    today = timezone.localdate()
    if tab == "archived":
        return Q(archived=True)
    days = Q(review_by__lt=today) if tab == "stale" else Q(review_by__gte=today, review_by__lte=today + SOON)
    return days & Q(archived=False)


def _sort_words() -> dict[str, str]:
    return {"oldest": _("review date"), "title": _("title"), "force": _("force")}


def _query(asked: Mapping[str, str], **changes: str) -> str:
    usual = {"tab": "stale", "sort": "oldest", "force": "", "page": "1"}
    return urlencode({name: value for name, value in {**asked, **changes}.items() if value != usual[name]})


def _rows(user: Any, page: Any) -> list[dict[str, Any]]:
    """The rows; what its authors are changing is theirs until they send it, so there is nothing to open."""
    entries = list(page)
    opened = Practice.objects.visible_to(user).filter(pk__in=[entry.pk for entry in entries])
    reachable = set(opened.values_list("pk", flat=True))
    return [{**_row(entry), "changing": entry.pk not in reachable} for entry in entries]


def _row(entry: Any) -> dict[str, Any]:
    kept = getattr(entry.practice, "upkeep", None)
    chased = kept.chased_at if kept else None
    return {
        "entry": entry,
        "owner": entry.practice.owner,
        "days": (timezone.localdate() - entry.review_by).days,
        "chased_at": chased,
        "asks": not entry.archived and (chased is None or timezone.localdate(chased) != timezone.localdate()),
        "reason": reason(entry),
    }


def back_to_list(query: str) -> str:
    """The list as it was: only its own parameters are taken over."""
    from django.http import QueryDict

    sent = QueryDict(query[:200])
    known = {name: sent[name] for name in ("tab", "force", "sort", "page") if sent.get(name)}
    page = reverse("practice:reviews-due")
    return f"{page}?{urlencode(known)}" if known else page
