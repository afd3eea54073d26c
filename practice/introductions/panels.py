"""Where evaluators and introductions show: under the bank's heading, beside an example, at home."""

from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import demo_introductions, places
from practice.actions import introducing as _introducing  # noqa: F401 - follows permissions that are taken back
from practice.actions import introduction_reminding as _reminding  # noqa: F401 - registers what it does for the outbox
from practice.introductions import docs, people
from practice.introductions.links import find_page, introduction_page
from practice.introductions.querysets import of_owner, own_body
from practice.introductions.vocab import OPEN, IntroductionState, Side
from practice.introductions.workflow import INTRODUCTION
from practice.models import BankEntry, BodyProposal, Introduction, Practice
from practice.permits import permitted
from practice.vocab import Use
from vkpp.core import derived_docs, loading, panels
from vkpp.core.models import Marking
from vkpp.core.navigation import NavItem

CARD = "_components/work_list.html"
SHOWN = 5


def register() -> None:
    """Fill the places; tell the documents of the workflows."""
    derived_docs.register("workflows.md", docs.workflows, order=170)
    loading.register_demo(38, demo_introductions.load)
    places.register(NavItem(gettext_lazy("Evaluators"), "practice:evaluators", 70, _reads))
    places.register(NavItem(gettext_lazy("Introductions"), "practice:introductions", 72, _meets))
    panels.register("practice_entry_aside", panels.Panel("practice/introduction_entry.html", beside, order=40))
    panels.register("home", panels.Panel(CARD, waiting, order=46))


def _reads(request: HttpRequest) -> bool:
    return people.reads_list(request.user)


def _meets(request: HttpRequest) -> bool:
    return people.meets(request.user)


def beside(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """The way to an evaluator, for the owner, VKPP and evaluators; for everybody else no query at all."""
    assert isinstance(thing, BankEntry)
    user, practice = request.user, thing.practice
    decides = user.is_authenticated and people.decides(user, practice)
    if not (decides or people.manages(user) or people.evaluates(user)):
        return None
    row = _standing(user, practice)
    allowed = row["allowed"] and practice.marking == Marking.OFFICIAL
    if not allowed and not decides:
        return None
    return {
        "decides": decides,
        "evaluates": not decides and people.evaluates(user),
        "allowed": allowed,
        "sensitive": practice.marking != Marking.OFFICIAL,
        "number": row["number"] or 0,
        "open_one": row["open_one"],
        "find_url": find_page(thing.reference),
        "permit_url": reverse("practice:permissions", args=[thing.reference]),
        "list_url": f"{reverse('practice:introductions')}?tab=all&practice={thing.reference}",
    }


def _standing(user: Any, practice: Practice) -> dict[str, Any]:
    """Whether the owner permits it now, how many introductions this person sees, and one that is open: one query."""
    mine = Introduction.objects.visible_to(user).filter(practice=OuterRef("pk")).order_by("-id")
    rows = Practice.objects.filter(pk=practice.pk).annotate(
        allowed=permitted(Use.CONTACT_EVALUATORS, "pk"),
        open_one=Subquery(mine.filter(state__in=OPEN).values("reference")[:1]),
        number=Subquery(mine.order_by().values("practice").annotate(n=Count("pk")).values("n")),
    )
    row: dict[str, Any] = rows.values("allowed", "open_one", "number").get()
    return row


def waiting(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Introductions that wait for me: to agree, to introduce, to begin talks; proposals of bodies."""
    user = request.user
    if not people.meets(user):
        return None
    proposals = BodyProposal.objects.filter(state="open").count() if people.manages(user) else 0
    rows = _waiting_for(user).select_related("practice__bank_entry", "body").order_by("moved_at", "pk")
    found = list(rows[:SHOWN])
    total = (rows.count() if len(found) == SHOWN else len(found)) + proposals
    if not total:
        return None
    items = [_row(row) for row in found]
    if proposals:
        href = f"{reverse('practice:evaluators')}?waiting=1"
        items.append({"title": _("Changes proposed by evaluators"), "href": href, "status": str(proposals)})
    return {
        "title": _("Introductions to evaluators"),
        "items": items,
        "total": total,
        "empty": "",
        "more_href": reverse("practice:introductions"),
        "more": _("All introductions"),
    }


def waits_for(user: Any) -> Q:
    """Which introductions wait for this person."""
    if people.manages(user):
        return Q(state=IntroductionState.AGREED)
    if people.evaluates(user):
        return own_body(user, "body") & Q(state=IntroductionState.INTRODUCED)
    mine = Q(state=IntroductionState.PROPOSED) & ~Q(asked_side=Side.OWNER) | Q(state=IntroductionState.INTRODUCED)
    return of_owner(user) & mine


def _waiting_for(user: Any) -> Any:
    return Introduction.objects.visible_to(user).permitted().filter(waits_for(user))


def _row(row: Introduction) -> dict[str, Any]:
    state = INTRODUCTION.state(row.state)
    return {
        "title": row.practice.bank_entry.title,
        "href": introduction_page(row),
        "meta": f"{row.reference}, {row.body.name}",
        "status": state.label,
        "colour": state.colour,
    }
