"""Queries: the list of what is asked, and each as a thread."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nvap import people
from nvap.actions import queries, reviewing
from nvap.forms.queries import MessageForm, QueryChangeForm
from nvap.links import query_page
from nvap.models import Query
from nvap.presenters import queries as page
from nvap.views.found import find_query, find_return
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import told_in

ACTS: dict[str, Callable[..., object]] = {
    "answer": queries.answer,
    "ask_again": queries.ask_again,
    "close": queries.close,
    "add": queries.add,
}
DONE = {
    "answer": gettext_lazy("Your answer is sent. VKPP has been told."),
    "ask_again": gettext_lazy("Asked again. The force has been told."),
    "close": gettext_lazy("The query is closed."),
    "add": gettext_lazy("Your message is in the thread."),
}


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Every query that the person may see."""
    data = request.GET.dict()
    return render(request, "nvap/query_list.html", page.listing(request.user, data, data.get("page")))


@require_safe
@login_required
def of_return(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """The queries of one return."""
    ret = find_return(request, round_code, force_code)
    data = request.GET.dict()
    return render(request, "nvap/query_list.html", page.listing(request.user, data, data.get("page"), ret))


@require_http_methods(["GET", "POST"])
@login_required
def thread(request: HttpRequest, reference: str) -> HttpResponse:
    """Read one, and answer it, ask again or close it."""
    query = find_query(request, reference)
    form = MessageForm(request.POST) if request.method == "POST" else None
    act = request.POST.get("act", "add")
    if form is not None and form.is_valid() and act in ACTS:
        with told_in(form):
            ACTS[act](query=query, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, DONE[act])
            return redirect(query_page(query))
    forms: dict[str, Any] = {} if form is None else {"form": form}
    return _show(request, query, **forms)


def _show(request: HttpRequest, query: Query, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a query, with forms that were refused; that VKPP saw it is logged."""
    response = query.response
    reviewing.look(ret=response.ret, by=request.user, code=response.action_version.code)
    return render(request, "nvap/query_page.html", page.thread(request.user, query) | forms, status=status)


@require_POST
@login_required
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Give it to somebody, move the day, or say whether it blocks."""
    query = find_query(request, reference)
    form = QueryChangeForm(request.POST, query=query, checks=people.may_check(request.user, query.response.ret))
    if form.is_valid():
        values = {"due_on": query.due_on, "blocking": query.blocking, **form.cleaned_data}
        with told_in(form):
            queries.change(query=query, by=request.user, **values)
            messages.success(request, _("Saved."))
            return redirect(query_page(query))
    return _show(request, query, status_of(form), change_form=form, wrong=form)
