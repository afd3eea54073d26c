"""How pages of returns find what they are about, and who may read a whole return."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from nvap import people
from nvap.models import Query, Response, Return
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.shared import insist

NEEDED = ("round__plan", "round__form", "force", "signed", "validated")


def find_return(request: HttpRequest, round_code: str, force_code: str) -> Return:
    """The return of this address, for who may see any of it."""
    rows = Return.objects.visible_to(request.user).select_related(*NEEDED)
    ret: Return = get_object_or_404(rows, round__code=round_code, force__code=force_code)
    return ret


def find_whole(request: HttpRequest, round_code: str, force_code: str) -> Return:
    """The return of this address, for who may read all of it; others are told who may."""
    ret = find_return(request, round_code, force_code)
    allowed = people.may_read_whole(request.user, ret)
    insist(allowed, _("You see the answers assigned to you. The whole return is for the NVAP lead and chief officers."))
    return ret


def find_answer(request: HttpRequest, round_code: str, force_code: str, code: str) -> Response:
    """One answer of a return that the person may read as a whole."""
    ret = find_whole(request, round_code, force_code)
    rows = Response.objects.visible_to(request.user).of_return(ret).select_related("action_version__action")
    response: Response = get_object_or_404(rows, action_version__code=code)
    response.ret = ret
    return response


def find_query(request: HttpRequest, reference: str) -> Query:
    """A query about an answer that the person may see, or that is theirs to answer."""
    rows = Query.objects.visible_to(request.user).select_related(
        *("response__ret__round", "response__ret__force", "response__action_version", "assignee", "raised_by")
    )
    query: Query = get_object_or_404(rows, reference=reference)
    return query


def insist_staff(request: HttpRequest) -> None:
    """Only staff who check returns."""
    insist(nationally(request.user, Permission.RETURN_CHECK), _("This page is for VKPP staff who check returns."))
