"""What the pages of the choice for evaluation share: who gets in, and how their things are found."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from practice.models import Candidate, CommissionedEvaluation, EvaluationRound
from practice.shortlist import people
from vkpp.accounts.views.shared import insist

View = Callable[..., HttpResponse]
NOT_YOURS = _("This is for VKPP administrators, who prepare rounds and decide.")


def for_scorers(view: View) -> View:
    """Only for who scores or decides; for everybody else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not people.takes_part(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_managers(view: View) -> View:
    """Only for who prepares and decides; who scores is told so."""

    @for_scorers
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        insist(people.may_manage(request.user), NOT_YOURS)
        return view(request, *args, **kwargs)

    return guarded


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, also when that is nothing; None when it is only shown."""
    return request.POST if request.method == "POST" else None


def find_round(request: HttpRequest, reference: str) -> EvaluationRound:
    """The round of this address."""
    found: EvaluationRound = get_object_or_404(EvaluationRound.objects.visible_to(request.user), reference=reference)
    return found


def find_candidate(request: HttpRequest, reference: str, pk: int) -> Candidate:
    """A candidate of the round that this person sees: its owner permits it now, and they have no interest in it."""
    rows = Candidate.objects.visible_to(request.user).select_related("round", "practice", "cost_by")
    found: Candidate = get_object_or_404(rows, round__reference=reference, pk=pk)
    return found


def find_evaluation(request: HttpRequest, reference: str) -> CommissionedEvaluation:
    """The commissioned evaluation of this address."""
    rows = CommissionedEvaluation.objects.visible_to(request.user)
    found: CommissionedEvaluation = get_object_or_404(
        rows.select_related("round", "candidate__practice", "candidate__round", "evidence"), reference=reference
    )
    return found
