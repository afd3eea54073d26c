"""The pages of writing an example, made ready for their templates."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import cleaning, people, rules, steps
from practice.actions import calls
from practice.actions.saving import EDITABLE, cleaned_values, stored_values
from practice.forms.section import initial_values
from practice.keeping import label_of
from practice.models import CallQuestion, Practice
from practice.presenters.answers import Words
from practice.theory import vocab
from practice.workflow import PRACTICE
from vkpp.core import kept, two_versions
from vkpp.core.exceptions import Invalid
from vkpp.core.keeping import to_copy
from vkpp.core.plain_text import Refused


def page_key(practice: Practice, code: str) -> str:
    """Names one page of one example."""
    return f"{practice.reference}:{code}"


def task_list(practice: Practice) -> dict[str, Any]:
    """The list of pages with how far each is."""
    progress = steps.progress(practice)
    tasks = [
        {
            "title": step.title,
            "href": steps.url(practice, step.code),
            "hint": step.hint,
            "status": progress[step.code].words,
            "colour": progress[step.code].colour,
        }
        for step in steps.pages(practice)
    ]
    needed = [step.code for step in steps.pages(practice) if not step.optional]
    done = sum(progress[code].done for code in needed)
    return {
        "practice": practice,
        "tasks": tasks,
        "done": done,
        "needed": len(needed),
        "ready": not rules.missing_for_submission(practice),
        "closing": closing(practice),
        "questions": practice.comments.filter(audience="authors", question=True)
        .select_related("author")
        .order_by("at"),
    }


def closing(practice: Practice) -> str:
    """What the author should know about the call's end; empty when there is none or it no longer matters."""
    call = practice.call
    if practice.submitted_at is not None or call.closes_at is None:
        return ""
    if not call.is_open:
        return calls.closed_sentence(call)
    from vkpp.core.templatetags.dates import age

    return _("This call closes %(when)s.") % {"when": age(call.closes_at)}


def place(practice: Practice, code: str, user: Any) -> dict[str, Any]:
    """Where a page stands in the row while the example is being written; else it stands alone."""
    before, step, following = steps.neighbours(practice, code)
    list_url = reverse("practice:write", args=[practice.reference])
    writes = practice.state in EDITABLE and people.may_edit(user, practice)
    return {
        "practice": practice,
        "writes": writes,
        "step": step,
        "back": steps.url(practice, before.code) if before else list_url,
        "next": steps.url(practice, following.code)
        if following
        else reverse("practice:check", args=[practice.reference]),
        "closing": closing(practice) if writes else "",
    }


def page(practice: Practice, code: str, user: Any) -> dict[str, Any]:
    """One page of questions: where it stands in the row, where its text is saved."""
    address = reverse("practice:write_section", args=[practice.reference, code])
    return place(practice, code, user) | {"save_url": f"{address}save/", "author": kept.author_mark(user)}


def form_values(
    practice: Practice, asked: Sequence[steps.Asked], left: kept.Kept | None
) -> tuple[QueryDict | None, Mapping[str, Any] | None]:
    """Data and initial values of the page's form: what is stored, under what was typed and not saved."""
    values = initial_values(practice, asked)
    if left is None:
        return None, values
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    for name, typed in left.values.items():
        if name in values:
            data.setlist(name, typed)
    return data, None


def _typed(asked: Iterable[steps.Asked], left: kept.Kept) -> dict[str, Any]:
    """Texts as they came, in the shape that `authoring.save` takes."""
    values: dict[str, Any] = {}
    for item in asked:
        name = steps.field_name(item)
        if name in left.values:
            many = item.kind in {"some", CallQuestion.Kind.SOME_OF}
            values[name] = left.values[name] if many else (left.values[name] or [""])[0]
    return values


def refusals(practice: Practice, asked: Sequence[steps.Asked], left: kept.Kept) -> dict[str, list[str]]:
    """Why what is left over could not be saved."""
    try:
        _cleaned(practice, _typed(asked, left))
    except Invalid as refusal:
        return refusal.errors
    return {}


def _questions(practice: Practice) -> dict[str, CallQuestion]:
    return {f"question-{row.code}": row for row in practice.form.questions.all()}


def _cleaned(practice: Practice, values: Mapping[str, Any]) -> dict[str, Any]:
    questions = _questions(practice)
    stored = stored_values(practice, questions, theory=any(map(vocab.is_name, values)))
    return cleaned_values(values, stored, questions)


def overtaken(request: HttpRequest, practice: Practice, text: kept.Kept) -> HttpResponse:
    """The example was sent or withdrawn meanwhile: nothing is saved, the text is shown to be copied."""
    state = PRACTICE.state(practice.state).public_label
    reason = _("This example is now “%(state)s”. Somebody moved it on while you were writing.") % {"state": state}
    url = reverse("practice:example", args=[practice.reference])
    context = {"reason": reason, "rows": to_copy(text, label_of), "page": url}
    return render(request, "core/copy_text.html", context, status=409)


def comparison(practice: Practice, code: str, text: kept.Kept) -> dict[str, Any]:
    """The answers that differ between what is saved and what the person typed."""
    practice.refresh_from_db()
    asked = steps.asked(practice, code)
    typed, words = _typed(asked, text), Words()
    stored = stored_values(practice, _questions(practice), theory=code == steps.THEORY)
    before = text.page.shown(practice.revisions)
    rows = []
    for item in asked:
        name = steps.field_name(item)
        if name not in typed or _same(item, typed[name], stored[name]):
            continue
        if name in before and _same(item, typed[name], before[name]):
            continue  # theirs alone: this person left it as it was
        rows.append(_compared(item, name, typed[name], stored[name], words))
    last = text.page.last(practice.revisions, [row["name"] for row in rows])
    return {
        "practice": practice,
        "step": steps.neighbours(practice, code)[1],
        "rows": rows,
        "by": last.by if last else None,
        "at": last.at if last else timezone.now(),
        "action": reverse("practice:write_compare", args=[practice.reference, code]),
        "back": reverse("practice:write_section", args=[practice.reference, code]),
    }


def _same(item: steps.Asked, typed: Any, stored: Any) -> bool:
    try:
        value = (
            cleaning.answer(item, typed) if isinstance(item, CallQuestion) else cleaning.clean(item.name, typed, stored)
        )
    except Refused:
        return False
    return bool(value == stored)


def _compared(item: steps.Asked, name: str, typed: Any, stored: Any, words: Words) -> dict[str, Any]:
    many, text = isinstance(typed, list), item.kind in {"text", CallQuestion.Kind.LONG_TEXT}
    try:
        mine = words.of(item, cleaning.clean(name, typed, stored)) if not isinstance(item, CallQuestion) else typed
    except Refused:
        mine = typed
    return two_versions.row(
        name=name,
        label=steps.label(item),
        theirs=words.of(item, stored),
        mine="\n".join(mine) if isinstance(mine, list) else mine,
        sent={name: typed if many else [typed]},
        kind="text" if text else "list" if many else "",
    )


def chosen(practice: Practice, code: str, text: kept.Kept) -> tuple[kept.Kept, dict[str, Any]]:
    """What the person typed at first, and the values they chose: mine, theirs (left out), or both joined."""
    stored = stored_values(practice, _questions(practice), theory=code == steps.THEORY)
    asked = steps.asked(practice, code)
    lists = {name: value for name, value in stored.items() if isinstance(value, list)}
    choice = two_versions.chosen([steps.field_name(item) for item in asked], text, lists)
    return text.only(choice.mine), _typed(asked, text.only(choice.values))


def links(errors: Mapping[str, Iterable[str]]) -> list[dict[str, str]]:
    """Sentences about fields as links to them."""
    return [{"text": text, "href": f"#row-{name}"} for name, texts in errors.items() for text in texts]
