"""Pages of operators: the portal's own work, and what they do about it."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vkpp.accounts.operations import actions, reading
from vkpp.accounts.operations.forms import GiveUpForm, NoticeForm, ReadOnlyForm, beside_its_day
from vkpp.accounts.views.shared import insist, me, told, told_in
from vkpp.core.home import rendered
from vkpp.core.models import Job, OutboxItem, ServiceNotice
from vkpp.core.read_only import open_to_changes

ONLY = gettext_lazy("Only VKPP administrators look after the portal’s own work.")


def for_operators(view: Any) -> Any:
    """Who may see the portal's own work gets in; a form asks `actions` besides."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        insist(reading.may_read(request.user), ONLY)
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    return guarded


@require_safe
@for_operators
def front(request: HttpRequest) -> HttpResponse:
    """Everything at a glance."""
    context = {
        "groups": reading.overview(),
        "versions": reading.versions(),
        "panels": rendered("operations", request),
        **reading.notices(),
    }
    return _page(request, "front", context)


@require_safe
@for_operators
def outbox(request: HttpRequest) -> HttpResponse:
    """What is owed and not done."""
    return _page(request, "outbox", reading.outbox_page(reading.OutboxFilter.of(request.GET.dict())))


@require_POST
@for_operators
def outbox_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Owe one item again."""
    item = get_object_or_404(OutboxItem, pk=pk)
    with told(request):
        actions.retry(item=item, by=me(request))
        messages.success(request, _("It is owed again and is done within seconds, when a worker runs."))
    return redirect("operations:outbox")


@require_POST
@for_operators
def outbox_retry_all(request: HttpRequest) -> HttpResponse:
    """Owe again everything that was given up, of one kind or of all."""
    with told(request):
        number = actions.retry_failed(
            kind=request.POST.get("kind_of_work", "")[:80].replace("\x00", ""), by=me(request)
        )
        words = ngettext("%(n)d item is owed again.", "%(n)d items are owed again.", number)
        messages.success(request, words % {"n": number})
    return redirect("operations:outbox")


@require_http_methods(["GET", "POST"])
@for_operators
def outbox_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then drop one item for good."""
    item = get_object_or_404(OutboxItem, pk=pk)
    form = GiveUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.give_up(item=item, by=me(request), **form.cleaned_data)
            messages.success(request, _("It is not done any more. The reason is kept."))
            return redirect("operations:outbox")
    return _page(request, "give_up", {"form": form, "item": item})


@require_safe
@for_operators
def jobs(request: HttpRequest) -> HttpResponse:
    """Long work of people that did not come to its end."""
    return _page(request, "jobs", reading.job_page(request.GET.get("state", ""), _after(request)))


@require_POST
@for_operators
def job_retry(request: HttpRequest, number: int) -> HttpResponse:
    """Do a failed job again for its owner."""
    job = get_object_or_404(Job, pk=number)
    with told(request):
        actions.retry_job(job=job, by=me(request))
        messages.success(request, _("It starts again. Who asked for it finds it under “Your files and reports”."))
    return redirect("operations:jobs")


@require_safe
@for_operators
def mails(request: HttpRequest) -> HttpResponse:
    """Mails that were not delivered."""
    return _page(request, "mails", reading.mail_page(_after(request)))


@open_to_changes
@require_http_methods(["GET", "POST"])
@for_operators
def read_only(request: HttpRequest) -> HttpResponse:
    """Make the portal read-only, with the reason that everybody reads."""
    form = ReadOnlyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (values := form.values()) and not form.errors:
        with told_in(form), beside_its_day():
            actions.make_read_only(by=me(request), **values)
            messages.success(request, _("The portal is read-only. Every page says so within seconds."))
            return redirect("operations:front")
    return _page(request, "read_only", {"form": form, "notice": reading.notices()["read_only"]})


@open_to_changes
@require_POST
@for_operators
def read_only_end(request: HttpRequest) -> HttpResponse:
    """Take changes again."""
    with told(request):
        actions.take_changes_again(by=me(request))
        messages.success(request, _("The portal takes changes again. What waited is done now."))
    return redirect("operations:front")


@open_to_changes
@require_http_methods(["GET", "POST"])
@for_operators
def notice(request: HttpRequest) -> HttpResponse:
    """Announce maintenance."""
    form = NoticeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (values := form.values()) and not form.errors:
        with told_in(form), beside_its_day():
            actions.announce(by=me(request), **values)
            messages.success(request, _("The notice stands on the status page, and on every page a week before."))
            return redirect("operations:front")
    return _page(request, "notice", {"form": form})


@open_to_changes
@require_POST
@for_operators
def notice_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a notice back."""
    found = get_object_or_404(ServiceNotice, pk=pk)
    with told(request):
        actions.withdraw(notice=found, by=me(request))
        messages.success(request, _("The notice is taken back."))
    return redirect("operations:front")


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    more = {"acts": reading.may_act(request.user), **context}
    return render(request, f"accounts/operations/{name}.html", more)


def _after(request: HttpRequest) -> int:
    """Where a list goes on."""
    text = request.GET.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
