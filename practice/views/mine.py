"""My examples, those of my force, and one example as its authors see it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from practice import people
from practice.actions import authoring, triage
from practice.forms.people import ReplyForm, WithdrawForm
from practice.keeping import keeps_text
from practice.models import Comment, Practice
from practice.presenters import differences, example_list
from practice.presenters import example as example_page
from practice.views.people import to_read
from practice.views.staff import attempt, attempt_form
from practice.workflow import PRACTICE

REVISIONS = 100


@keeps_text
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Examples the person writes, or all of their force."""
    return render(request, "practice/mine_list.html", example_list.page(request.user, request.GET))


@require_safe
def write_home(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view takes the request
    """Where writing starts: the list of one's examples."""
    return redirect("practice:mine")


@keeps_text
@require_safe
def example(request: HttpRequest, reference: str) -> HttpResponse:
    """One example: where it stands, the talk with VKPP, its answers, and what can be done."""
    practice = to_read(request, reference)
    return _example(request, practice, ReplyForm())


def _example(request: HttpRequest, practice: Practice, form: ReplyForm) -> HttpResponse:
    context = example_page.page(practice, request.user) | {"form": form}
    return render(request, "practice/mine_example.html", context)


@keeps_text
@require_POST
def reply(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer a question of VKPP, or ask one."""
    practice = to_read(request, reference)
    form = ReplyForm(request.POST)
    form.is_valid()

    def act() -> object:
        text = request.POST.get("text", "")
        return triage.comment(practice=practice, text=text, by=request.user, audience=Comment.Audience.AUTHORS)

    if attempt_form(request, form, act, _("VKPP has been told.")):
        return redirect(f"{reverse('practice:example', args=[reference])}#comments")
    return _example(request, practice, form)


@keeps_text
@require_safe
def history(request: HttpRequest, reference: str) -> HttpResponse:
    """Every saved version with its differences."""
    practice = to_read(request, reference)
    if not people.may_read_history(request.user, practice):
        raise PermissionDenied(_("Earlier versions are for the authors and their force. You see what they sent in."))
    page = Paginator(practice.revisions.select_related("by"), REVISIONS).get_page(request.GET.get("page"))
    entries = differences.history(practice, list(page.object_list))
    return render(request, "practice/mine_history.html", {"practice": practice, "page": page, "entries": entries})


@keeps_text
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw an example, after one question."""
    practice = to_read(request, reference)
    if not PRACTICE.step("withdraw").may(request.user, practice):
        raise PermissionDenied(_("Only the owner or the force's lead withdraws an example, once it was sent."))
    if not PRACTICE.allows(practice, "withdraw", request.user):
        messages.error(request, _("This example cannot be withdrawn now."))
        return redirect("practice:example", reference)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = _("Withdrawn. It is no longer shown to anybody outside your force.")
        if attempt_form(
            request, form, lambda: authoring.withdraw(practice=practice, by=request.user, reason=reason), done
        ):
            return redirect("practice:example", reference)
    return render(request, "practice/mine_withdraw.html", {"practice": practice, "form": form})


@keeps_text
@require_POST
def revise(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an example up again."""
    practice = to_read(request, reference)
    done = _("You can change the example now. What is published stays until VKPP publishes the change.")
    if attempt(request, lambda: authoring.revise(practice=practice, by=request.user), done):
        return redirect("practice:write", reference)
    return redirect("practice:example", reference)


@keeps_text
@require_POST
def discard(request: HttpRequest, reference: str) -> HttpResponse:
    """Throw a draft away; the next page offers to bring it back."""
    practice = to_read(request, reference)
    done = _("The draft was deleted.")
    if attempt(request, lambda: authoring.discard(practice=practice, by=request.user), done):
        return redirect(f"{reverse('practice:mine')}?deleted={practice.reference}")
    return redirect("practice:example", reference)


@keeps_text
@require_POST
def restore(request: HttpRequest, reference: str) -> HttpResponse:
    """Bring a deleted draft back."""
    practice = to_read(request, reference)
    attempt(request, lambda: authoring.restore(practice=practice, by=request.user), _("The draft is back."))
    return redirect("practice:example", reference)
