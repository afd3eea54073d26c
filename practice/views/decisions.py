"""Decisions: stage one, look over those that are staged, release some or all together."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from practice import deadlines, judgement
from practice.actions import decisions
from practice.forms.rating import DecisionForm, groups, refused_ratings
from practice.models import Decision
from practice.presenters.staff import sub_navigation
from practice.views.rating import example_to_rate
from practice.views.staff import attempt, attempt_form, for_staff, insist_no_interest
from practice.vocab import Use
from practice.workflow import PRACTICE
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission

TABS = {"staged": gettext_lazy("Waiting for release"), "released": gettext_lazy("Released")}
SHOWN = 200


@require_safe
@for_staff
def decision_list(request: HttpRequest) -> HttpResponse:
    """Decisions that wait for release, and those released."""
    tab = request.GET.get("tab", "staged")
    tab = tab if tab in TABS else "staged"
    visible = Decision.objects.visible_to(request.user).select_related("practice__force", "staged_by", "released_by")
    lists = {"staged": visible.staged(), "released": visible.exclude(released_at=None)}
    order = ("staged_at", "pk") if tab == "staged" else ("-released_at", "pk")
    rows = list(lists[tab].order_by(*order).prefetch_related("practice__permissions")[:SHOWN])
    context = {
        "tab": tab,
        "tabs": [
            {"label": label, "href": f"?tab={code}", "current": code == tab, "count": lists[code].count()}
            for code, label in TABS.items()
        ],
        "rows": [{"decision": row, "warning": _unpermitted(row)} for row in rows],
        "may_release": nationally(request.user, Permission.PRACTICE_MODERATE),
        "sub": sub_navigation(request.user, "decisions"),
    }
    return render(request, "practice/decision_list.html", context)


def _unpermitted(decision: Decision) -> str:
    """What readers will not get because the owner does not permit it."""
    given = {row.use for row in decision.practice.permissions.all() if row.revoked_at is None}
    if not given & {Use.SHARE_FORCES, Use.PUBLISH_PUBLIC, Use.DISCUSS_STAKEHOLDERS}:
        return _("The owner permits nobody to read it yet.")
    if decision.get_audience_display() == _("Everybody") and Use.PUBLISH_PUBLIC not in given:
        return _("The owner does not permit the public bank.")
    return ""


@for_staff
def stage(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the decision down."""
    practice = example_to_rate(request, reference)
    insist_no_interest(request, practice)
    given = judgement.of(practice)
    initial = {"audience": 1, "review_by": deadlines.review_by(), "rating": given.agreed}
    form = DecisionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt_form(
            request, form, lambda: decisions.stage(practice=practice, by=request.user, **values), _("Decision staged.")
        ):
            return redirect("practice:decisions")
    refused = refused_ratings(practice, judgement.missing_for_decision)
    context = {
        "practice": practice,
        "form": form,
        "rating": groups(form, ["rating"], refused),
        "possible": PRACTICE.allows(practice, "decide", request.user),
        "permitted": set(practice.permissions.filter(revoked_at=None).values_list("use", flat=True)),
    }
    return render(request, "practice/decision_stage.html", context)


@require_POST
@for_staff
def undecide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a staged decision back."""
    row = get_object_or_404(Decision.objects.visible_to(request.user).select_related("practice"), pk=pk)
    done = _("The decision on %(reference)s is taken back.") % {"reference": row.practice.reference}
    attempt(request, lambda: decisions.undecide(decision=row, by=request.user), done)
    return redirect("practice:decisions")


@require_POST
@for_staff
def look_over(request: HttpRequest) -> HttpResponse:
    """Show what the release of the selected decisions does, before it is done."""
    rows = _chosen(request)
    if not rows:
        messages.error(request, _("Select at least one decision."))
        return redirect("practice:decisions")
    context = {"rows": [{"decision": row, "warning": _unpermitted(row)} for row in rows]}
    return render(request, "practice/decision_release.html", context)


@require_POST
@for_staff
def release(request: HttpRequest) -> HttpResponse:
    """Release the selected decisions together."""
    rows = _chosen(request)
    if not attempt(request, lambda: decisions.release(decisions=rows, by=request.user), _released):
        return redirect("practice:decisions")
    return redirect(reverse("practice:outbox"))


def _released(rows: list[Decision]) -> str:
    if not rows:
        return _("These had been released already; nothing was done twice.")
    words = ngettext(
        "%(n)s decision is released. The mail to its authors waits below for you to read and send.",
        "%(n)s decisions are released. The mails to their authors wait below for you to read and send.",
        len(rows),
    )
    return words % {"n": len(rows)}


def _chosen(request: HttpRequest) -> list[Decision]:
    picked = [int(pk) for pk in request.POST.getlist("pick") if pk.isdecimal() and len(pk) < len(str(2**63))]
    rows = Decision.objects.visible_to(request.user).filter(pk__in=picked, cancelled_at=None)
    return list(rows.select_related("practice__force").prefetch_related("practice__permissions").order_by("pk"))
