"""What is held about a person, and taking the name out when somebody has left."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vkpp.accounts import held_data
from vkpp.accounts.actions import leaving
from vkpp.accounts.forms import ReasonForm
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.shared import insist, me, told_in

PAGE = 25
NOT_YOURS = gettext_lazy("Only VKPP administrators see closed accounts.")


@require_GET
@login_required
def held(request: HttpRequest) -> HttpResponse:
    """What the portal holds about me: how much of what, and the way to all of it."""
    return render(request, "accounts/held.html", {"rows": held_data.summary(me(request))})


@require_POST
@login_required
def held_file(request: HttpRequest) -> HttpResponse:
    """All of it, as a file."""
    user = me(request)
    text = json.dumps(held_data.everything(user, by=user), cls=DjangoJSONEncoder, indent=1, ensure_ascii=False)
    answer = HttpResponse(text, content_type="application/json")
    name = f"held-about-you-{timezone.localdate():%Y-%m-%d}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
@login_required
def left(request: HttpRequest) -> HttpResponse:
    """Accounts that were closed and still have a name."""
    insist(nationally(me(request), Permission.PEOPLE_MANAGE), NOT_YOURS)
    rows = leaving.closed_accounts().order_by("-closed_at", "-pk")
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/left.html", {"found": found})


@require_http_methods(["GET", "POST"])
@login_required
def anonymise(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would go, ask why, then take the name out."""
    user = me(request)
    insist(nationally(user, Permission.PEOPLE_MANAGE), NOT_YOURS)
    person = get_object_or_404(leaving.closed_accounts(), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            done = leaving.anonymise(user=person, reason=form.cleaned_data["reason"], by=user)
            messages.success(request, _done_words(done))
            return redirect("accounts:left")
    context = {"form": form, "person": person, "lines": held_data.found_lines(leaving.look(user=person))}
    return render(request, "accounts/anonymise.html", context)


def _done_words(done: Any) -> str:
    kept = sum(one.fixed for one in done.texts) + done.events_fixed
    if not kept:
        return _("The name has been removed everywhere.")
    return _("The name has been removed. %(n)s places keep it, because a signature or a seal fixes them.") % {"n": kept}
