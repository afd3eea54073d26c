"""The gallery: every component of the design system, drawn from the very code that is printed beside it.

A sample is a template in `templates/core/gallery/`; its first line is its title and what it is for. The data of all
samples is `data/gallery.json`. It is the first page of the accessibility tests.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from vkpp.core.gallery_form import SampleForm

DATA = Path(__file__).parent / "data" / "gallery.json"
PARTS: Mapping[str, tuple[str, ...]] = {
    "actions": ("buttons", "post_button", "search_box", "pagination", "pages"),
    "telling": ("tags", "marking", "notification", "warning", "inset", "details", "empty", "dates"),
    "forms": ("step", "form", "form_errors", "autosave", "files"),
    "finding": ("facets", "chips", "result", "table", "tiles", "tabs", "sub_navigation", "side_navigation"),
    "records": ("summary_list", "task_list", "timeline", "comments", "compare"),
    "home": ("stat", "progress", "work_list", "due_list", "card"),
}
TITLES = {
    "actions": _("Doing and moving on"),
    "telling": _("Telling"),
    "forms": _("Asking"),
    "finding": _("Finding"),
    "records": _("Records"),
    "home": _("Figures and work"),
}


class Sample(NamedTuple):
    """One component: its name for links, its title, what it is for, how it looks, and the code that made it."""

    code: str
    title: str
    about: str
    drawn: SafeString
    source: str


class Part(NamedTuple):
    """A group of samples under a heading."""

    code: str
    title: str
    samples: list[Sample]


def _times(row: dict[str, Any]) -> dict[str, Any]:
    """JSON has no times: what is due or happened at a moment becomes one."""
    for key in ("at", "due"):
        if isinstance(row.get(key), str):
            row[key] = datetime.fromisoformat(row[key]).replace(tzinfo=UTC)
    return row


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"), object_hook=_times)
    return data


def _context() -> dict[str, Any]:
    filled: forms.Form = SampleForm({"title": "", "kind": "", "topics": [], "started_0": "31", "started_1": "2"})
    page = Paginator(range(230), 10).page(6)
    return {**_data(), "form": SampleForm(), "wrong_form": filled, "page": page}


def _sample(request: HttpRequest, code: str, context: dict[str, Any]) -> Sample:
    template: Any = get_template(f"core/gallery/{code}.html")
    first, _newline, rest = template.template.source.partition("\n")
    title, _colon, about = first.removeprefix("{#").removesuffix("#}").strip().partition(": ")
    source = rest.replace("{% load ui %}\n", "").replace("{% load crispy_forms_tags %}\n", "").strip()
    return Sample(code, title, about, SafeString(template.render(context, request)), source)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """All components with their arguments."""
    context = _context()
    parts = [
        Part(part, str(TITLES[part]), [_sample(request, code, context) for code in codes])
        for part, codes in PARTS.items()
    ]
    return render(request, "core/gallery.html", {"parts": parts})
