"""Versions of the themes of learning: a draft is copied from the one in use, edited, compared and published.

A published version never changes. Codings keep the version by which they were begun.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from reviews import people
from reviews.models import Taxonomy, Theme
from reviews.vocab import TaxonomyState
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import hold_row, insist, words

DEEPEST = 3
WAYS = {"up": -1, "down": 1}


@transaction.atomic
def draft(*, by: Any) -> Taxonomy:
    """A new draft with the themes of the version in use; there is one draft at a time."""
    _insist(by)
    if Taxonomy.objects.filter(state=TaxonomyState.DRAFT).exists():
        raise Conflict(_("There is a draft already. Go on with that one, or discard it."))
    last = Taxonomy.objects.order_by("-number").first()
    used = Taxonomy.objects.filter(state=TaxonomyState.PUBLISHED).first()
    title = used.title if used else _("Themes of learning")
    made = Taxonomy.objects.create(number=last.number + 1 if last else 1, title=title, created_by=by)
    copies: dict[int, Theme] = {}
    for theme in used.themes.order_by("order", "id") if used else ():
        names = ("code", "label", "description", "provenance", "order")
        copies[theme.pk] = Theme.objects.create(taxonomy=made, **{name: getattr(theme, name) for name in names})
    for theme in used.themes.exclude(parent=None) if used else ():
        Theme.objects.filter(pk=copies[theme.pk].pk).update(parent=copies[theme.parent_id or 0])
    audit.record(by=by, verb="taxonomy.draft", target=made, after={"number": made.number})
    return made


@transaction.atomic
def describe(*, taxonomy: Taxonomy, title: str, note: str, by: Any) -> None:
    """Title of a draft, and what changed and why."""
    _hold(taxonomy, by)
    taxonomy.title = words(title, "title", _("The title"), limit=160, required=_("Enter a title."), one_line=True)
    taxonomy.note = words(note, "note", _("The note"), limit=2000)
    taxonomy.save(update_fields=["title", "note"])
    audit.record(by=by, verb="taxonomy.describe", target=taxonomy, after={"title": taxonomy.title})


@transaction.atomic
def add(*, taxonomy: Taxonomy, values: Mapping[str, Any], by: Any) -> Theme:
    """A new theme. One that an earlier version had under the same name takes up its code, so that figures go on."""
    _hold(taxonomy, by)
    columns = _cleaned(taxonomy, values, None)
    code = _code_of(taxonomy, columns["label"])
    theme = Theme.objects.create(taxonomy=taxonomy, code=code, order=taxonomy.themes.count() + 1, **columns)
    _renumber(taxonomy)
    audit.record(by=by, verb="taxonomy.add", target=taxonomy, after={"theme": code, "label": theme.label})
    return theme


@transaction.atomic
def change(*, theme: Theme, values: Mapping[str, Any], by: Any) -> None:
    """Name a theme anew, describe it, or put it below another; its code stays."""
    _hold(theme.taxonomy, by)
    before = {"label": theme.label, "parent": theme.parent.code if theme.parent else ""}
    columns = _cleaned(theme.taxonomy, values, theme)
    for name, value in columns.items():
        setattr(theme, name, value)
    theme.save(update_fields=list(columns))
    _renumber(theme.taxonomy)
    after = {"theme": theme.code, "label": theme.label, "parent": theme.parent.code if theme.parent else ""}
    audit.record(by=by, verb="taxonomy.change", target=theme.taxonomy, before=before, after=after)


@transaction.atomic
def move(*, theme: Theme, way: str, by: Any) -> None:
    """One place up or down among its neighbours."""
    _hold(theme.taxonomy, by)
    if way not in WAYS:
        raise Invalid({"way": [_("Move it up or down.")]})
    rows = list(theme.taxonomy.themes.filter(parent=theme.parent_id).order_by("order", "id"))
    place = [row.pk for row in rows].index(theme.pk)
    other = place + WAYS[way]
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        _renumber(theme.taxonomy, {row.pk: order for order, row in enumerate(rows)})
        audit.record(by=by, verb="taxonomy.move", target=theme.taxonomy, after={"theme": theme.code, "way": way})


@transaction.atomic
def leave_out(*, theme: Theme, by: Any) -> None:
    """Retire a theme: the next version does not have it. Points coded with it keep it, in the version they were coded by."""
    taxonomy = theme.taxonomy
    _hold(taxonomy, by)
    if theme.children.exists():
        raise Conflict(_("There are themes below this one. Move them or leave them out first."))
    code = theme.code
    theme.delete()
    _renumber(taxonomy)
    audit.record(by=by, verb="taxonomy.leave_out", target=taxonomy, before={"theme": code})


@transaction.atomic
def discard(*, taxonomy: Taxonomy, by: Any) -> None:
    """Throw a draft away."""
    _hold(taxonomy, by)
    audit.record(by=by, verb="taxonomy.discard", target=taxonomy, before={"number": taxonomy.number})
    taxonomy.themes.update(parent=None)
    taxonomy.delete()


@transaction.atomic
def publish(*, taxonomy: Taxonomy, by: Any) -> None:
    """From now on reviews are coded by this version; the earlier one retires, and codings under way keep it."""
    _hold(taxonomy, by)
    errors: dict[str, list[str]] = {}
    if not taxonomy.themes.exists():
        errors["themes"] = [_("Add at least one theme.")]
    if not taxonomy.note.strip():
        errors["note"] = [_("Say what changed and why: it stands in the code book.")]
    if errors:
        raise Invalid(errors)
    Taxonomy.objects.filter(state=TaxonomyState.PUBLISHED).update(state=TaxonomyState.RETIRED)
    taxonomy.state, taxonomy.published_at, taxonomy.published_by = TaxonomyState.PUBLISHED, timezone.now(), by
    taxonomy.save(update_fields=["state", "published_at", "published_by"])
    audit.record(by=by, verb="taxonomy.publish", target=taxonomy, after={"number": taxonomy.number})


def _insist(by: Any) -> None:
    insist(people.may_manage_taxonomy(by), _("The themes of learning are managed by VKPP administrators."))


def _hold(taxonomy: Taxonomy, by: Any) -> None:
    _insist(by)
    hold_row(taxonomy)
    if taxonomy.state != TaxonomyState.DRAFT:
        raise Conflict(_("A published version never changes. Make a new draft."))


def _cleaned(taxonomy: Taxonomy, values: Mapping[str, Any], theme: Theme | None) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    found: dict[str, Any] = {"parent": None}
    for name, label, limit, required in (
        ("label", _("The name"), 160, _("Enter the name of the theme.")),
        ("description", _("The description"), 2000, _("Describe when to use it and when not: coders go by it.")),
        ("provenance", _("Where it comes from"), 300, ""),
    ):
        try:
            one_line = name != "description"
            found[name] = words(values.get(name) or "", name, label, limit=limit, required=required, one_line=one_line)
        except Invalid as refusal:
            errors |= refusal.errors
    if "label" in found and _same_name(taxonomy, found["label"], theme):
        errors["label"] = [
            _("There is a theme of this name already. Choose another name, so that coders know which to use.")
        ]
    if code := str(values.get("parent") or ""):
        found["parent"] = taxonomy.themes.filter(code=code).first()
        if sentence := _misplaced(found["parent"], theme):
            errors["parent"] = [sentence]
    if errors:
        raise Invalid(errors)
    return found


def _same_name(taxonomy: Taxonomy, label: str, theme: Theme | None) -> bool:
    rows = taxonomy.themes.filter(label__iexact=label)
    return (rows.exclude(pk=theme.pk) if theme else rows).exists()


def _misplaced(parent: Theme | None, theme: Theme | None) -> str:
    if parent is None:
        return _("Choose a theme of this draft, or none.")
    depth, above = 1, parent
    while above is not None:
        if theme is not None and above.pk == theme.pk:
            return _("A theme cannot stand below itself.")
        depth, above = depth + 1, above.parent  # type: ignore[assignment]  # ends at the top
    if depth + (_height(theme) if theme else 0) > DEEPEST:
        return _("Themes stand at most three deep. Choose one further up.")
    return ""


def _height(theme: Theme) -> int:
    return max((_height(child) + 1 for child in theme.children.all()), default=0)


def _code_of(taxonomy: Taxonomy, label: str) -> str:
    base = slugify(label)[:50] or "theme"
    known = set(taxonomy.themes.values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{number}" for number in range(2, 1000))) if code not in known)


def _renumber(taxonomy: Taxonomy, moved: Mapping[int, int] | None = None) -> None:
    """Count the themes anew in reading order, each group before what stands below it."""
    rows = list(taxonomy.themes.order_by("order", "id"))
    below: dict[int | None, list[Theme]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    for group in below.values():
        if moved and group[0].pk in moved:
            group.sort(key=lambda row: moved[row.pk])
    order = 0
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        row = waiting.pop()
        Theme.objects.filter(pk=row.pk).update(order=order)
        order += 1
        waiting += reversed(below.get(row.pk, []))
