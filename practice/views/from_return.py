"""The button beside an answer of a return that makes a practice example of what works well."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nvap.models import PromisingPractice, Response
from practice.actions import from_return
from practice.views.staff import attempt


@require_POST
@login_required
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the draft, or go to the one made already."""
    answers = Response.objects.visible_to(request.user)
    promising = get_object_or_404(PromisingPractice.objects.filter(response__in=answers), pk=pk)
    done = _("This is the draft of a practice example. Complete it and send it when you like.")
    if attempt(request, lambda: from_return.make_draft(promising=promising, by=request.user), done):
        promising.refresh_from_db()
        return redirect("practice:example", promising.practice_reference)
    messages.info(request, _("Nothing was made."))
    return redirect("home")
