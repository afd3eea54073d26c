"""What the page of the triage queue shows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.models import Strand
from practice import people, queue
from practice.actions import bulk
from practice.links import triage_record
from practice.models import Call, Practice
from practice.presenters.staff import sub_navigation
from practice.vocab import PracticeState
from practice.workflow import PRACTICE
from vkpp.accounts.models import Force
from vkpp.core.models import Marking

BULK = (
    ("claim", gettext_lazy("Claim")),
    ("hand_over", gettext_lazy("Hand over to a colleague")),
    ("take_forward", gettext_lazy("Take forward")),
    ("not_take_forward", gettext_lazy("Do not take forward")),
    ("assign", gettext_lazy("Ask raters")),
)

WAITING = (
    PracticeState.SUBMITTED,
    PracticeState.RETURNED,
    PracticeState.TAKEN_FORWARD,
    PracticeState.DECIDED,
)


@dataclass(frozen=True)
class Row:
    """One example of the queue in words."""

    pk: int
    reference: str
    title: str
    href: str
    call: str
    force: str
    strands: str
    submitted_at: Any
    due_at: Any
    overdue: bool
    claimed_by: str
    state: Any
    sensitive: bool


def context(user: Any, asked: queue.Asked, page_number: str | None) -> dict[str, Any]:
    """Everything the template prints."""
    url = reverse("practice:triage")
    counts = asked.counts(user)
    page = queue.QueuePaginator(asked.rows(user), counts[asked.tab]).get_page(page_number)
    strands = dict(Strand.objects.values_list("code", "label"))
    filters = _filters(asked, user, strands)
    return {
        "asked": asked,
        "page": page,
        "rows": [_row(practice, strands) for practice in page],
        "total": queue.words(counts[asked.tab]),
        "cut": counts[asked.tab] > queue.COUNTED,
        "tabs": [
            {
                "label": label,
                "href": f"?{asked.query(tab=tab)}",
                "current": tab == asked.tab,
                "count": queue.words(count),
            }
            for tab, count in counts.items()
            for label in [queue.TABS[tab]]
        ],
        "sub": sub_navigation(user, "triage"),
        "filters": filters,
        "chips": _chips(asked, filters),
        "clear_url": f"{url}?{queue.Asked(tab=asked.tab, sort=asked.sort).query()}",
        "sorts": [
            {"label": label, "href": f"?{asked.query(sort=code)}", "current": code == asked.order}
            for code, (label, _order) in queue.SORTS.items()
        ],
        "bulk": BULK,
        "most": bulk.MOST,
        "all_of_them": min(counts[asked.tab], queue.COUNTED),
    }


def _row(practice: Practice, strands: dict[str, str]) -> Row:
    return Row(
        pk=practice.pk,
        reference=practice.reference,
        title=practice.title,
        href=triage_record(practice),
        call=practice.call.title,
        force=practice.force.short_name if practice.force else "",
        strands=", ".join(strands.get(code, code) for code in practice.strands),
        submitted_at=practice.submitted_at if practice.state in WAITING else None,
        due_at=practice.due_at,
        overdue=practice.due_at is not None and practice.due_at < timezone.now(),
        claimed_by=str(practice.claimed_by or ""),
        state=PRACTICE.state(practice.state),
        sensitive=practice.marking == Marking.OFFICIAL_SENSITIVE,
    )


def _forces() -> "QuerySet[Force]":
    """Forces that any example is from; asked force by force, as reading every example would cost more with each one."""
    return Force.objects.filter(Exists(Practice.objects.filter(force=OuterRef("pk"))))


def _filters(asked: queue.Asked, user: Any, strands: dict[str, str]) -> list[dict[str, Any]]:
    """The select fields of the filter: label, name, what is chosen, what there is."""
    staff = [(str(person.pk), str(person)) for person in people.triage_staff() if person.pk != user.pk]
    choices = [
        ("call", _("Call"), list(Call.objects.visible_to(user).values_list("slug", "title"))),
        ("strand", _("Strand"), list(strands.items())),
        ("force", _("Force"), list(_forces().values_list("code", "short_name"))),
        ("claimed", _("Claimed by"), [("nobody", _("Nobody")), ("me", _("Me")), *staff]),
    ]
    return [
        {"name": name, "label": label, "value": getattr(asked, name), "options": options}
        for name, label, options in choices
    ]


def _chips(asked: queue.Asked, filters: list[dict[str, Any]]) -> list[dict[str, str]]:
    chips = [(asked.q, {"q": ""})] if asked.q else []
    for item in filters:
        if item["value"]:
            label = dict(item["options"]).get(item["value"], item["value"])
            chips.append((f"{item['label']}: {label}", {item["name"]: ""}))
    if asked.overdue:
        chips.append((_("Overdue"), {"overdue": ""}))
    return [{"label": label, "href": f"?{asked.query(**without)}"} for label, without in chips]
