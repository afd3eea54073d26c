"""The themes of learning as a tree: for the code book, for choosing one, and beside the version in use."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from reviews.models import Coding, LearningPoint, Taxonomy, Theme
from reviews.people import may_manage_taxonomy
from reviews.querysets import codes
from reviews.vocab import TaxonomyState

COLOURS = {TaxonomyState.DRAFT: "yellow", TaxonomyState.PUBLISHED: "green", TaxonomyState.RETIRED: "grey"}


@dataclass
class Node:
    """A theme with what stands below it; `points`: how many learning points were coded with it in this version."""

    theme: Theme
    points: int = 0
    children: "list[Node]" = field(default_factory=list)


def tree(taxonomy: Taxonomy, points: dict[int, int] | None = None) -> list[Node]:
    """The themes of a version, in their order, each below its parent."""
    nodes = {theme.pk: Node(theme, (points or {}).get(theme.pk, 0)) for theme in taxonomy.themes.all()}
    top: list[Node] = []
    for node in nodes.values():
        parent = nodes.get(node.theme.parent_id or 0)
        (parent.children if parent else top).append(node)
    return top


def flat(nodes: list[Node], depth: int = 0) -> Iterator[tuple[int, Node]]:
    """All nodes in reading order, with how deep each lies."""
    for node in nodes:
        yield depth, node
        yield from flat(node.children, depth + 1)


def theme_choices(taxonomy: Taxonomy) -> list[Any]:
    """Choices of a select: each group with its themes below it; the group itself can be chosen too."""
    choices: list[Any] = []
    for node in tree(taxonomy):
        below = [(one.theme.code, ("– " * (depth - 1)) + one.theme.label) for depth, one in flat(node.children, 1)]
        if below:
            whole = (node.theme.code, _("%(theme)s (in general)") % {"theme": node.theme.label})
            choices.append((node.theme.label, [whole, *below]))
        else:
            choices.append((node.theme.code, node.theme.label))
    return choices


def versions_for(user: Any) -> Any:
    """The versions that a person sees: drafts are for staff."""
    rows = Taxonomy.objects.all()
    return rows if codes(user) else rows.exclude(state=TaxonomyState.DRAFT)


def page(user: Any, taxonomy: Taxonomy) -> dict[str, Any]:
    """A version with its themes, what is coded by it, and what may be done with it."""
    counted = LearningPoint.objects.counted().filter(theme__taxonomy=taxonomy)
    numbers = dict(counted.values_list("theme").annotate(count=Count("pk")).values_list("theme", "count"))
    draft = taxonomy.state == TaxonomyState.DRAFT
    return {
        "taxonomy": taxonomy,
        "colour": COLOURS[TaxonomyState(taxonomy.state)],
        "versions": [(one, COLOURS[TaxonomyState(one.state)]) for one in versions_for(user)],
        "rows": list(flat(tree(taxonomy, numbers))),
        "nodes": tree(taxonomy, numbers),
        "draft": draft,
        "edits": draft and may_manage_taxonomy(user),
        "starts": may_manage_taxonomy(user) and not Taxonomy.objects.filter(state=TaxonomyState.DRAFT).exists(),
        "under_way": Coding.objects.of_two().filter(taxonomy=taxonomy, done_at=None).count() if codes(user) else 0,
    }


def comparison(taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """What a draft changes of the version in use, theme by theme; what stays as it is is left out."""
    used = Taxonomy.objects.filter(state=TaxonomyState.PUBLISHED).first()
    old = {theme.code: theme for theme in used.themes.select_related("parent")} if used else {}
    new = {theme.code: theme for theme in taxonomy.themes.select_related("parent")}
    rows = [_row(old.get(code), new.get(code)) for code in [*new, *(code for code in old if code not in new)]]
    return [row for row in rows if row["what"]]


def _row(old: Theme | None, new: Theme | None) -> dict[str, Any]:
    if old is None or new is None:
        what = [_("New") if old is None else _("Left out")]
        return {"what": what, "colour": "green" if old is None else "red", "sides": (old, new)}
    what = []
    if old.label != new.label:
        what.append(_("Renamed"))
    if old.description != new.description:
        what.append(_("Described anew"))
    if (old.parent.code if old.parent else "") != (new.parent.code if new.parent else ""):
        what.append(_("Moved"))
    return {"what": what, "colour": "blue", "sides": (old, new)}
