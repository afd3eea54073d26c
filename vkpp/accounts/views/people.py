"""People of a force or of all forces, their roles, and requests for roles."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from vkpp.accounts import actions, affiliation, rules, second_factor
from vkpp.accounts.filters import PeopleFilter
from vkpp.accounts.forms import ReasonForm
from vkpp.accounts.permissions import nationally
from vkpp.accounts.presenters import held_roles, role_words
from vkpp.accounts.querysets import (
    forces_seen_by,
    memberships_visible_to,
    people_visible_to,
    requests_decidable_by,
)
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.shared import asks_again, insist, me, told_in
from vkpp.accounts.workflow import ROLE_REQUEST

PAGE = 25
NOT_PEOPLE = gettext_lazy("Only NVAP leads, chief officers and VKPP see who has a role.")
NOT_DECIDER = gettext_lazy("Role requests are decided by the force’s NVAP lead or VKPP administrators.")


@require_GET
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Who has a role, by force, role and name."""
    user = me(request)
    insist(rules.sees_people(user), NOT_PEOPLE)
    chosen = PeopleFilter(request.GET, forces=list(forces_seen_by(user)))
    fitting = chosen.apply(people_visible_to(user), memberships_visible_to(user))
    found = Paginator(fitting, PAGE).get_page(request.GET.get("page"))
    context = {"chosen": chosen, "found": found, "may_invite": bool(rules.grantable_roles(user))}
    return render(request, "accounts/people.html", context)


@require_GET
@login_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles now and before, and for administrators the account itself."""
    user = me(request)
    shown = get_object_or_404(people_visible_to(user), pk=pk)
    held = list(memberships_visible_to(user).filter(user=shown).order_by("ended_at", "-granted_at"))
    context = {
        "person": shown,
        "force": affiliation.force_for(shown.email),
        "held": held_roles(user, [row for row in held if row.ended_at is None]),
        "past": [row for row in held if row.ended_at is not None],
        "manages": nationally(user, Permission.PEOPLE_MANAGE) and shown.pk != user.pk,
        "has_factor": second_factor.factors(shown).exists(),
    }
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then end somebody's role (or one's own)."""
    user = me(request)
    own = user.memberships.select_related("user", "force")
    held = own.filter(pk=pk).first() or get_object_or_404(memberships_visible_to(user), pk=pk)
    insist(rules.may_end(user, held), _("VKPP administrators can end this role."))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.end_membership(membership=held, reason=form.cleaned_data["reason"], by=user)
            messages.success(request, _("The role has ended: %(role)s.") % {"role": held})
            return redirect("accounts:ask" if held.user_id == user.pk else "accounts:people")
    context = {"form": form, "held": held, "role": role_words(held.role), "own": held.user_id == user.pk}
    return render(request, "accounts/end_role.html", context)


@require_GET
@login_required
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for my decision, and what was decided lately."""
    user = me(request)
    insist(bool(rules.grantable_roles(user)), NOT_DECIDER)
    visible = requests_decidable_by(user)
    waiting = visible.filter(state="waiting").order_by("pk")[:200]
    decided = visible.exclude(state="waiting").order_by("-decided_at")[:20]
    context = {
        "waiting": waiting,
        "decided": [{"request": row, "state": ROLE_REQUEST.state(row.state)} for row in decided],
    }
    return render(request, "accounts/requests.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse one request."""
    user = me(request)
    insist(bool(rules.grantable_roles(user)), NOT_DECIDER)
    asked = get_object_or_404(requests_decidable_by(user), pk=pk)
    grant_it = request.POST.get("decision") == "grant"
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].required = not grant_it
    form.fields["reason"].label = _("Reason, if you refuse")
    form.fields["reason"].help_text = _("The person reads it.")
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.decide_role_request(request=asked, grant_it=grant_it, by=user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Granted.") if grant_it else _("Refused. The person is told why."))
            return redirect("accounts:requests")
    context = {
        "asked": asked,
        "state": ROLE_REQUEST.state(asked.state),
        "role": role_words(asked.role),
        "is_of_force": asked.force is not None and affiliation.is_of(asked.user.email, asked.force),
        "form": form,
    }
    return render(request, "accounts/decide.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@asks_again
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody who lost theirs."""
    return _manage(request, pk, "accounts/reset_second_factor.html", actions.reset_second_factor)


@require_http_methods(["GET", "POST"])
@login_required
@asks_again
def sign_out_person(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody whose computer or password may be in other hands."""
    return _manage(request, pk, "accounts/sign_out_person.html", actions.sign_out_person)


@require_http_methods(["GET", "POST"])
@login_required
@asks_again
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody who has left."""
    return _manage(request, pk, "accounts/close_account.html", actions.deactivate)


def _manage(request: HttpRequest, pk: int, template: str, action: Callable[..., object]) -> HttpResponse:
    """One administrator's action on one person, with its reason."""
    user = me(request)
    insist(nationally(user, Permission.PEOPLE_MANAGE), _("Only VKPP administrators can do this."))
    shown = get_object_or_404(people_visible_to(user), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            action(user=shown, reason=form.cleaned_data["reason"], by=user)
            messages.success(request, _("Done for %(person)s.") % {"person": shown})
            return redirect("accounts:people")
    return render(request, template, {"form": form, "person": shown})
