"""What may be stored of a learning point: each value is checked here, and the passage is found in the text."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nvap.models import Action, Strand
from reviews import passages
from reviews.asking import LooksPersonal
from reviews.models import Coding, Document, LearningPoint, Page, Theme
from reviews.vocab import Level, PointKind, TextState
from vkpp.core import personal_data
from vkpp.core.exceptions import Invalid
from vkpp.core.held import words

Values = Mapping[str, Any]
TEXTS = ("text", "recommendation")


def clean(coding: Coding, values: Values, before: LearningPoint | None = None) -> tuple[dict[str, Any], list[Action]]:
    """The columns of a learning point, and the actions it concerns; Invalid says what is wrong with each value."""
    errors: dict[str, list[str]] = {}
    found: dict[str, Any] = {}
    for part in (_texts, _choices, _passage):
        try:
            found |= part(coding, values)
        except Invalid as refusal:
            errors |= refusal.errors
    try:
        actions = _actions(values)
    except Invalid as refusal:
        errors |= refusal.errors
        actions = []
    if errors:
        raise Invalid(errors)
    _ask_about_personal_data(found, values, before)
    return found, actions


def _texts(_coding: Coding, values: Values) -> dict[str, Any]:
    needed = _("Write what policing may learn, in one or two sentences.")
    errors: dict[str, list[str]] = {}
    found = {}
    for name, label, limit, required in (
        ("text", _("The learning"), 2000, needed),
        ("recommendation", _("The recommendation"), 2000, ""),
    ):
        try:
            found[name] = words(values.get(name) or "", name, label, limit=limit, required=required)
        except Invalid as refusal:
            errors |= refusal.errors
    if errors:
        raise Invalid(errors)
    return found


def _choices(coding: Coding, values: Values) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    theme = Theme.objects.filter(taxonomy=coding.taxonomy_id, code=str(values.get("theme") or "")).first()
    if theme is None:
        errors["theme"] = [_("Choose the theme. You find what each means in the code book.")]
    if values.get("level") not in Level.values:
        errors["level"] = [_("Choose whether it is for leaders (strategic) or for practitioners (operational).")]
    if values.get("kind") not in PointKind.values:
        errors["kind"] = [_("Choose whether it went wrong or well.")]
    given = values.get("strands") or []
    known = list(Strand.objects.values_list("code", flat=True)) if given else []
    if any(code not in known for code in given):
        errors["strands"] = [_("Choose strands from the list.")]
    if errors:
        raise Invalid(errors)
    strands = [code for code in known if code in set(given)]
    return {"theme": theme, "level": values["level"], "kind": values["kind"], "strands": strands}


def _actions(values: Values) -> list[Action]:
    given = {str(code) for code in values.get("actions") or []}
    actions = list(Action.objects.filter(code__in=given)) if given else []
    if len(actions) != len(given):
        raise Invalid({"actions": [_("Choose actions from the list of the plan.")]})
    return actions


def _ask_about_personal_data(found: Values, values: Values, before: LearningPoint | None) -> None:
    old = {name: getattr(before, name) for name in TEXTS} if before is not None else {}
    kept = {finding.fingerprint for finding in personal_data.find(old)} | set(values.get("keep") or [])
    findings = personal_data.find({name: found[name] for name in TEXTS if found[name]})
    if asked := personal_data.undecided(findings, kept):
        raise LooksPersonal(asked)


def pages_of(coding: Coding) -> Any:
    """The pages that can be quoted: those of the review's documents that are there and were read."""
    current = {"document__review": coding.review_id, "document__removed_at": None}
    return Page.objects.filter(**current, document__text_state=TextState.READY).order_by("document_id", "number")


def _passage(coding: Coding, values: Values) -> dict[str, Any]:
    quote = words(values.get("quote") or "", "quote", _("The passage"), limit=passages.LONGEST)
    number = values.get("page_number")
    if not quote:
        return dict.fromkeys(("page", "page_number", "start", "end")) | {"quote": ""}
    documents = Document.objects.filter(review=coding.review_id, removed_at=None)
    chosen = documents.filter(pk=values.get("document") or 0).first()
    pages = pages_of(coding) if chosen is None else pages_of(coding).filter(document=chosen)
    page = pages.filter(number=number).first() if number else None
    near = values.get("start") or 0
    for candidate in [*([page] if page else []), *_candidates(pages, quote)]:
        place = passages.find(candidate.text, quote, near if candidate is page else 0)
        if place is not None:
            return _placed(candidate, *place)
    without_text = chosen.text_state != TextState.READY if chosen is not None else not pages.exists()
    if without_text:
        return {"page": None, "page_number": number, "start": None, "end": None, "quote": quote}
    raise Invalid(
        {"quote": [_("This passage is not in the text. Copy it from the page as it stands there, or leave it empty.")]}
    )


def _placed(page: Page, start: int, end: int) -> dict[str, Any]:
    return {"page": page, "page_number": page.number, "start": start, "end": end, "quote": page.text[start:end]}


def _candidates(pages: Any, quote: str) -> Any:
    """The pages that can hold it at all: those with its longest word."""
    longest = max(re.findall(r"\w+", quote), key=len, default="")
    return pages.filter(text__contains=longest) if longest else pages.none()
