"""Reading the plan: its front page, a version, an action with its toolkit, crosswalks. For everybody who is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nvap.models import ActionVersion, Framework, PlanVersion
from nvap.presenters import action_page, plans
from vkpp.core.home import rendered

LONGEST_SEARCH = 200


def find_plan(request: HttpRequest, code: str) -> PlanVersion:
    """The plan version of this address, if the person may see it."""
    rows = PlanVersion.objects.visible_to(request.user).select_related("framework", "previous")
    found: PlanVersion = get_object_or_404(rows, code=code)
    return found


def find_action(request: HttpRequest, plan_code: str, code: str) -> ActionVersion:
    """The action of this address, with its plan."""
    plan_version = find_plan(request, plan_code)
    rows = ActionVersion.objects.visible_to(request.user).select_related("theme", "action")
    found: ActionVersion = get_object_or_404(rows, plan=plan_version, code=code)
    found.plan = plan_version
    return found


@require_safe
@login_required
def front(request: HttpRequest) -> HttpResponse:
    """What the plan is, the rounds, and the person's own return."""
    return render(request, "nvap/plan_front.html", plans.front(request.user))


@require_safe
@login_required
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """A version of the plan, theme by theme."""
    words = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    return render(request, "nvap/plan_page.html", plans.plan_page(find_plan(request, plan), words))


@require_safe
@login_required
def action(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """An action with its toolkit, and what other parts of the portal know about it."""
    found = find_action(request, plan, code)
    context = action_page.action_page(request.user, found.plan, found)
    context["panels"] = rendered("nvap_action_page", request, found)
    context["aside_panels"] = rendered("nvap_action_aside", request, found)
    return render(request, "nvap/action_page.html", context)


@require_safe
@login_required
def crosswalk(request: HttpRequest, framework: str) -> HttpResponse:
    """The items of another framework and the actions that meet them."""
    rows = Framework.objects.filter(items__isnull=False).distinct()
    found = get_object_or_404(rows, code=framework)
    context = plans.crosswalk_page(found, request.GET.get("edition", ""))
    context["panels"] = rendered("nvap_crosswalk", request, found)
    return render(request, "nvap/crosswalk_page.html", context)
