"""What the pages of the register of collections show."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.forms.collections import ItemForm, ReasonForm
from analytics.models import Collection, CollectionItem, Overlap
from analytics.presenters import overlaps
from analytics.register import cleaning
from analytics.register.links import collection_page
from analytics.register.listing import NONE, PER_PAGE, SORTS, Asked, totals
from analytics.register.people import may_keep
from analytics.register.vocab import CollectionState, LegalBasis, Rhythm
from analytics.register.workflow import COLLECTION
from nvap.models import Strand
from vkpp.core import audit

EVENTS = {
    "collection.create": gettext_lazy("Entered"),
    "collection.change": gettext_lazy("Changed"),
    "collection.add_items": gettext_lazy("Items added"),
    "collection.change_item": gettext_lazy("An item worded anew"),
    "collection.remove_item": gettext_lazy("An item removed"),
    "collection.end": gettext_lazy("Marked as ended"),
    "collection.resume": gettext_lazy("Marked as in use again"),
}
HEAD = (
    *("code", "name", "owner", "how_often", "how_often_in_words", "must_answer", "legal_basis", "hours_of_one_force"),
    *("forces_asked", "hours_of_all_forces", "how_hours_are_known", "topics", "items", "strands", "state", "verified"),
    *("known_from", "web_address", "open_overlaps", "changed"),
)


def listing(user: Any, asked: Asked, page: str | None) -> dict[str, Any]:
    """Filters, the sums of what matches, and the rows of a page."""
    shown = Paginator(asked.rows(user), PER_PAGE).get_page(page)
    strands = dict(Strand.objects.values_list("code", "label"))
    return {
        "asked": asked,
        "page": shown,
        "rows": [_row(one, strands) for one in shown],
        "stats": _stats(totals(asked.matching(user)), Overlap.objects.visible_to(user).filter(state="found").count()),
        "filters": _filters(user, asked, strands),
        "sorts": [
            {"label": label, "href": f"?{asked.query(sort=sort)}", "current": sort == asked.sort}
            for sort, (label, _order) in SORTS.items()
        ],
        "clear_url": reverse("analytics:collections"),
        "csv_url": f"{reverse('analytics:collections-csv')}?{asked.query()}",
        "keeps": may_keep(user),
    }


def _stats(sums: Mapping[str, Any], waiting: int) -> list[dict[str, Any]]:
    """What the listed collections cost, as far as anybody knows, and how many overlaps wait."""
    known = {"known": sums["known"], "all": sums["collections"]}
    both = {"known": sums["known_all"], "all": sums["collections"]}
    none = _("Not known")
    return [
        {
            "label": _("Hours of one force in a year"),
            "value": f"{sums['hours']:,}" if sums["known"] else none,
            "note": _("known for %(known)d of %(all)d collections") % known,
            "href": "",
        },
        {
            "label": _("Hours of all forces in a year"),
            "value": f"{sums['hours_all']:,}" if sums["known_all"] else none,
            "note": _("known for %(known)d of %(all)d collections") % both,
            "href": "",
        },
        {
            "label": _("Overlaps to decide"),
            "value": waiting,
            "note": _("in the whole register"),
            "href": reverse("analytics:overlaps"),
        },
    ]


def _row(one: Collection, strands: Mapping[str, str]) -> dict[str, Any]:
    return {
        "one": one,
        "href": collection_page(one),
        "often": one.get_rhythm_display() or one.frequency,
        "hours": "" if one.burden_hours is None else f"{one.burden_hours:,}",
        "strands": ", ".join(strands.get(code, code) for code in one.strands),
        "overlaps": one.open_overlaps,  # type: ignore[attr-defined]  # counted by listing.with_overlaps
        "overlaps_url": f"{reverse('analytics:overlaps')}?collection={one.code}",
    }


def _filters(user: Any, asked: Asked, strands: Mapping[str, str]) -> list[dict[str, Any]]:
    seen = Collection.objects.visible_to(user)
    owners = seen.order_by("owner").values_list("owner", flat=True).distinct()
    used = {code for codes in seen.values_list("strands", flat=True) for code in codes}
    choices: list[tuple[str, str, list[tuple[str, Any]]]] = [
        ("owner", _("Owner"), [(owner, owner) for owner in owners]),
        ("rhythm", _("How often"), [*Rhythm.choices, (NONE, _("Not known"))]),
        ("basis", _("Must forces answer?"), [*LegalBasis.choices, (NONE, _("Not known"))]),
        ("strand", _("Strand"), [(code, label) for code, label in strands.items() if code in used]),
        ("known", _("Verified"), [("yes", _("Verified")), ("no", _("Not verified"))]),
    ]
    states = [*CollectionState.choices, ("all", _("All"))]
    found = [
        {"name": name, "label": label, "value": getattr(asked, name), "options": options, "any": _("Any")}
        for name, label, options in choices
    ]
    return [*found, {"name": "state", "label": _("State"), "value": asked.state, "options": states, "any": ""}]


def table(user: Any, asked: Asked) -> list[Sequence[Any]]:
    """The register as rows of a file, under HEAD."""
    rows: Iterable[Collection] = asked.rows(user).prefetch_related("items")
    return [HEAD, *(_cells(one) for one in rows)]


def _cells(one: Collection) -> Sequence[Any]:
    items = [item.text for item in one.items.all() if item.removed_at is None]
    hours = (one.burden_hours, one.forces_asked, one.burden_of_all, one.burden_source)
    return (
        *(one.code, one.name, one.owner, one.get_rhythm_display(), one.frequency, one.get_basis_display()),
        *(one.legal_basis, *hours, "; ".join(one.topics), "; ".join(items), "; ".join(one.strands)),
        *(one.get_state_display(), not one.sample, one.provenance, one.source_url),
        *(one.open_overlaps, one.updated_at.isoformat(timespec="seconds")),  # type: ignore[attr-defined]  # counted
    )


def context(user: Any, one: Collection) -> dict[str, Any]:
    """One collection: what is known of it, what it asks for, where it overlaps, its history, and what one may do."""
    keeps = may_keep(user)
    about = Q(first__collection=one) | Q(other_item__collection=one)
    pairs = Overlap.objects.visible_to(user).filter(about).select_related(*overlaps.NEEDED)
    steps = COLLECTION.available(one, user)
    strands = dict(Strand.objects.filter(code__in=one.strands).values_list("code", "label"))
    return {
        "one": one,
        "state": COLLECTION.state(one.state),
        "facts": _facts(one),
        "strands": [strands.get(code, code) for code in one.strands],
        "items": asked_now(one),
        "parts": [
            {"name": part.name, "href": collection_page(part)}
            for part in Collection.objects.visible_to(user).filter(part_of=one)
        ],
        "overlaps": [overlaps.row(pair) for pair in pairs.order_by("-similarity", "pk")],
        "keeps": keeps,
        "item_form": ItemForm(collection=one) if keeps else None,
        "step": steps[0] if steps else None,
        "reason_form": ReasonForm() if steps else None,
        "events": _events(one),
    }


def asked_now(one: Collection) -> list[CollectionItem]:
    """What the collection asks for."""
    return list(one.items.filter(removed_at=None))


def _facts(one: Collection) -> list[dict[str, Any]]:
    unknown = _("Not known")
    hours = "" if one.burden_hours is None else _("%(hours)s hours") % {"hours": f"{one.burden_hours:,}"}
    whole = "" if one.burden_of_all is None else _("%(hours)s hours") % {"hours": f"{one.burden_of_all:,}"}
    rows: list[tuple[Any, Any]] = [
        (_("Owner"), one.owner),
        (_("Purpose"), one.purpose),
        (_("How often"), " – ".join(part for part in (one.get_rhythm_display(), one.frequency) if part)),
        (cleaning.LABELS["basis"], one.get_basis_display()),
        (_("Legal basis"), one.legal_basis),
        (_("Forces asked"), one.forces_asked),
        (cleaning.LABELS["burden_hours"], hours),
        (_("Hours of all forces in a year"), whole),
        (cleaning.LABELS["burden_source"], one.burden_source),
        (_("Where this is known from"), one.provenance),
    ]
    return [{"key": key, "value": value, "empty": unknown} for key, value in rows]


def _events(one: Collection) -> list[dict[str, Any]]:
    return [
        {"title": EVENTS.get(event.verb, event.verb), "by": event.actor_label, "at": event.at, "text": _said(event)}
        for event in audit.events_about(one)[:40]
    ]


def _said(event: Any) -> str:
    """What an event of the trail changed, in words."""
    if event.reason:
        return str(event.reason)
    if event.verb == "collection.change":
        return ", ".join(str(cleaning.LABELS.get(name, name)) for name in event.after)
    if event.verb == "collection.change_item":
        words = {"before": event.before.get("text", ""), "after": event.after.get("text", "")}
        return _("“%(before)s” is now “%(after)s”") % words
    if event.verb == "collection.remove_item":
        return str(event.before.get("text", ""))
    return "; ".join(event.after.get("items", []))
