"""Answering one action: its page, saving as it is typed, comparing two versions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nvap import plan_actions
from nvap.actions import answering, open_return, reviewing
from nvap.form_spec import form_of
from nvap.keeping import keeps_text, label_of
from nvap.models import Response
from nvap.presenters import answer as presenter
from nvap.presenters import beside, conflict, task_html, typed
from vkpp.accounts import forces
from vkpp.core import kept
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.home import rendered
from vkpp.core.keeping import page_address, to_copy
from vkpp.core.page_version import PageVersion
from vkpp.core.templatetags.dates import nice_time

LEAST = ("ret__round",)
WITH = (*LEAST, "updated_by")


def found(
    request: HttpRequest, round_code: str, force_code: str, code: str, related: tuple[str, ...] = WITH
) -> Response:
    """The answer of this address, for who may see it, with what its page shows."""
    force = forces.coded(force_code)
    if force is None:
        raise Http404
    rows = Response.objects.visible_to(request.user).select_related(*related)
    response: Response = get_object_or_404(
        rows, ret__round__code=round_code, ret__force=force, action_version__code=code
    )
    ret = response.ret
    ret.force, ret.round.form = force, form_of(ret.round.form_id)
    plan_actions.place(response)
    return response


def page_key(response: Response) -> str:
    """Names the form of one answer, for text of it that could not be saved."""
    return f"answer:{response.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def answer(request: HttpRequest, round_code: str, force_code: str, code: str) -> HttpResponse:
    """One action of the return."""
    try:
        response = found(request, round_code, force_code, code)
    except Http404:
        if request.method != "POST":
            raise
        return _out_of_sight(request)
    if request.method == "POST":
        return _save_page(request, response)
    text = kept.get(request)
    closed = open_return.closed_sentence(response.ret)
    if text is not None and closed:
        return overtaken(request, response, text, closed)
    left = text or kept.refused(request.user.pk, page_key(response))
    return show(request, response, _filled(response, left, unsaved=text is not None))


def _out_of_sight(request: HttpRequest) -> HttpResponse:
    """The part was taken away while the person wrote, or never was theirs: they get their own text back."""
    reason = _("This answer is not, or no longer, among those assigned to you. Your text was not saved.")
    context = {"reason": reason, "rows": to_copy(kept.sent(request.POST), label_of), "page": reverse("nvap:returns")}
    return render(request, "core/copy_text.html", context, status=404)


def _filled(response: Response, left: kept.Kept | None, *, unsaved: bool) -> presenter.Filled | None:
    """The form with text that was typed and not saved over what is stored; None when there is none."""
    if left is None:
        return None
    questions = presenter.questions_of(response)
    errors = {} if unsaved else _refusals(response, typed.values_of(questions, left.values))
    opened = kept.opened(response.version, left, typed.code_of)
    version = left.page if unsaved and left.version is not None else opened
    return presenter.Filled(typed.shown(questions, response.answers, left), version, errors, unsaved)


def _refusals(response: Response, values: dict[str, Any]) -> dict[str, list[str]]:
    try:
        answering.cleaned_values(response, values)
    except Invalid as refusal:
        return typed.by_field(presenter.questions_of(response), refusal.errors)
    return {}


def show(request: HttpRequest, response: Response, filled: presenter.Filled | None = None, **more: Any) -> HttpResponse:
    """The page as this person sees it, after whatever they sent; that VKPP saw it is logged."""
    reviewing.look(ret=response.ret, by=request.user, code=response.action_version.code)
    view = presenter.filter_of(request.GET.get("show", ""))
    context = presenter.page(request.user, response, show=view, filled=filled)
    panels = {place: rendered(f"nvap_answer_{place}", request, response) for place in ("aside", "actions")}
    return render(request, "nvap/answer_page.html", {"draft": None, **context, **panels, **more})


def _save_page(request: HttpRequest, response: Response) -> HttpResponse:
    questions = presenter.questions_of(response)
    text = kept.sent(request.POST).only(typed.whole_form(questions, request.POST))
    confirm = request.POST.get("action") == "confirm"
    try:
        _save(response, text.values, text.page, request.user, confirm=confirm)
    except NotAllowed as refusal:
        return overtaken(request, response, text, refusal.message, status=403)
    except Invalid as refusal:
        errors = typed.by_field(questions, refusal.errors)
        filled = presenter.Filled(typed.shown(questions, response.answers, text), text.page, errors, unsaved=True)
        return show(request, response, filled)
    except Conflict as refusal:
        if "state" in refusal.current:
            return overtaken(request, response, text, refusal.message)
        return render(request, "nvap/answer_compare.html", conflict.comparison(response, text), status=409)
    kept.drop(request)
    kept.drop_refused(request.user.pk, page_key(response))
    return redirect(_after(request, response))


def _save(response: Response, texts: typed.Texts, page: PageVersion, by: Any, *, confirm: bool = False) -> None:
    """Save what was typed; where somebody else changed the same, the rest is saved before the conflict is told."""
    values = typed.values_of(presenter.questions_of(response), texts)
    try:
        answering.save(response=response, values=values, version=page, by=by, confirm=confirm)
    except Conflict as refusal:
        rest = {code: value for code, value in values.items() if code not in refusal.current}
        if "state" in refusal.current or not rest:
            raise
        answering.save(response=response, values=rest, version=page, by=by)
        raise


def _after(request: HttpRequest, response: Response) -> str:
    """Where to go on: to checks that the person has not seen yet, else where the button says."""
    view = presenter.filter_of(request.GET.get("show", ""))
    waiting = [row["finding"].pk for row in beside.checks(response) if row["waits"]]
    seen = set(request.POST.get("seen", "").split(","))
    if any(str(pk) not in seen for pk in waiting):
        messages.warning(request, _("Saved. A check found something: put it right or explain it, then go on."))
        return f"{task_html.address(response.ret, response.action_version.code, view)}#checks"
    if request.POST.get("action") == "stay":
        messages.success(request, _("Saved."))
        return task_html.address(response.ret, response.action_version.code, view)
    return presenter.after_url(request.user, response, view)


def overtaken(
    request: HttpRequest, response: Response, text: kept.Kept, reason: str, status: int = 409
) -> HttpResponse:
    """The answer cannot be changed any more: nothing is saved, the text is shown to be copied."""
    context = {"reason": reason, "rows": to_copy(text, label_of), "page": presenter.base_url(response)}
    return render(request, "core/copy_text.html", context, status=status)


@require_POST
@keeps_text
def autosave(request: HttpRequest, round_code: str, force_code: str, code: str) -> HttpResponse:
    """Save what changed on the page, as it is typed (docs/design.md, Autosave)."""
    response = found(request, round_code, force_code, code, LEAST)
    questions, key = presenter.questions_of(response), page_key(response)
    left = kept.refused(request.user.pk, key)
    before = typed.shown(questions, response.answers, left)
    text = kept.sent(request.POST).only(typed.changed_fields(questions, request.POST, before))
    shown = text.page
    try:
        errors = _save_what_can_be(response, text.values, shown, request.user)
    except NotAllowed as refusal:
        return JsonResponse({"message": refusal.message}, status=403)
    except Conflict as refusal:
        return _conflict(request, text, refusal)
    bad = [field for name in errors for field in (name, f"{name.removesuffix('.n')}.d")]
    kept.settle_refused(request.user.pk, key, left, kept.of_page(text.values, shown), bad)
    answer = {"state": "saved", "version": str(shown), "saved_at": nice_time(timezone.now()), "errors": errors}
    return JsonResponse(answer)


def _save_what_can_be(response: Response, texts: typed.Texts, page: PageVersion, by: Any) -> dict[str, list[str]]:
    """Save the good answers; the sentences about the others, by field."""
    questions = presenter.questions_of(response)
    try:
        _save(response, texts, page, by)
    except Invalid as refusal:
        errors = typed.by_field(questions, refusal.errors)
        bad = {
            name for question in questions if question.code in refusal.errors for name in typed.field_names(question)
        }
        good = {name: values for name, values in texts.items() if name not in bad}
        if not bad:
            raise
        _save(response, good, page, by)
        not_kept = _("This answer is not saved yet.")
        return {name: [*sentences, not_kept] for name, sentences in errors.items()}
    return {}


def _conflict(request: HttpRequest, text: kept.Kept, refusal: Conflict) -> JsonResponse:
    contested = {typed.PREFIX + code for code in refusal.current}
    if "state" not in refusal.current:
        values = {name: texts for name, texts in text.values.items() if name.split(".")[0] in contested}
        text = text.only(values)
    key = kept.keep(request.user.pk, text)
    page = page_address(request)
    url = f"{page}?kept={key}" if "state" in refusal.current else f"{page}compare/?kept={key}"
    return JsonResponse({"state": "conflict", "message": refusal.message, "url": url}, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def compare(request: HttpRequest, round_code: str, force_code: str, code: str) -> HttpResponse:
    """Two versions of the same answer beside each other; the person chooses for each question, or joins them."""
    response = found(request, round_code, force_code, code)
    text = kept.sent(request.POST) if request.method == "POST" else kept.get(request)
    if text is None:
        return redirect(presenter.base_url(response))
    if closed := open_return.closed_sentence(response.ret):
        return overtaken(request, response, text, closed)
    if request.method != "POST":
        return render(request, "nvap/answer_compare.html", conflict.comparison(response, text))
    return _choose(request, response, text)


def _choose(request: HttpRequest, response: Response, text: kept.Kept) -> HttpResponse:
    mine, values = conflict.chosen(response, text)
    try:
        answering.save(response=response, values=values, version=text.page, by=request.user)
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except Invalid as refusal:
        named = typed.by_field(presenter.questions_of(response), refusal.errors)
        errors = [{"text": words, "href": f"#row-{name}"} for name, texts in named.items() for words in texts]
        return render(request, "nvap/answer_compare.html", conflict.comparison(response, mine) | {"errors": errors})
    except Conflict:
        return render(request, "nvap/answer_compare.html", conflict.comparison(response, mine), status=409)
    messages.success(request, _("Saved as you chose."))
    return redirect(presenter.base_url(response))
