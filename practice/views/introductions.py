"""Introductions: the tracked list, one of them, its steps and notes, and an evaluator's own page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.actions import introducing
from practice.forms.introductions import NoteForm, StepForm
from practice.introductions import people
from practice.introductions.examples import WITH
from practice.introductions.links import introduction_page
from practice.introductions.workflow import INTRODUCTION
from practice.models import Introduction
from practice.presenters import introductions as pages
from vkpp.accounts.views.shared import insist, told_in
from vkpp.core.workflow import Step

WRITING = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Introductions that concern the person."""
    if not people.meets(request.user):
        raise Http404
    context = pages.listing(request.user, request.GET, request.GET.get("page"))
    return render(request, "practice/introduction_list.html", context)


@require_safe
@login_required
def evaluating(request: HttpRequest) -> HttpResponse:
    """An evaluator's own page."""
    if not people.evaluates(request.user):
        raise Http404
    body = people.body_of(request.user)
    context = pages.evaluating(request.user, body) if body else {"body": None}
    return render(request, "practice/introduction_evaluating.html", context)


@require_safe
@login_required
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """One introduction with everything that was said."""
    found = find_introduction(request, reference)
    return render(request, "practice/introduction_page.html", _page(request, found))


@require_POST
@login_required
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """A note."""
    found = find_introduction(request, reference)
    form = NoteForm(request.POST, staff=people.manages(request.user))
    if form.is_valid():
        with told_in(form):
            values = {name: value for name, value in form.cleaned_data.items() if value or name == "text"}
            introducing.write(introduction=found, by=request.user, **values)
            messages.success(request, _("Your note is kept."))
            return redirect(introduction_page(found))
    return render(request, "practice/introduction_page.html", _page(request, found) | {"form": form})


@require_http_methods(WRITING)
@login_required
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """A step, with the words it needs."""
    found = find_introduction(request, reference)
    row = _row(request, found, action)
    form = StepForm(request.POST if request.method == "POST" else None, introduction=found, step=action)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            introducing.step(introduction=found, action=action, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved. The others are told."))
            return redirect(introduction_page(found))
    context = {"form": form, "step": row, "introduction": found, "back": introduction_page(found)}
    return render(request, "practice/introduction_step.html", context)


def find_introduction(request: HttpRequest, reference: str) -> Introduction:
    """The introduction of this address, for who may see it at this moment."""
    rows = Introduction.objects.visible_to(request.user).select_related(*WITH)
    found: Introduction = get_object_or_404(rows, reference=reference)
    return found


def _page(request: HttpRequest, found: Introduction) -> dict[str, Any]:
    return {**pages.one(request.user, found), "form": NoteForm(staff=people.manages(request.user))}


def _row(request: HttpRequest, found: Introduction, action: str) -> Step:
    if action not in introducing.ACTIONS:
        raise Http404
    row = INTRODUCTION.step(action)
    insist(row.may(request.user, found), _("“%(step)s” is for the %(who)s.") % {"step": row.label, "who": row.who})
    return row
