"""What a pack is asked for: a force, an edition of a framework, and questions of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Count
from django.utils.translation import gettext as _

from nvap.models import Framework, FrameworkItem
from vkpp.accounts.models import Force


@dataclass(frozen=True)
class Edition:
    """An edition of a framework with how many questions it has, and how many links lead from them to actions."""

    framework: Framework
    edition: str
    questions: int
    links: int

    @property
    def key(self) -> str:
        """How forms name it."""
        return f"{self.framework.code} {self.edition}"

    @property
    def title(self) -> str:
        """How people name it."""
        return f"{self.framework.name} {self.edition}"


def editions() -> list[Edition]:
    """Every edition that has questions, the newest of each framework first."""
    frameworks = {one.pk: one for one in Framework.objects.filter(items__isnull=False).distinct()}
    rows = FrameworkItem.objects.values("framework", "edition").annotate(
        questions=Count("pk", distinct=True), links=Count("crosswalks")
    )
    found = [
        Edition(frameworks[row["framework"]], row["edition"], row["questions"], row["links"])
        for row in rows.order_by("-edition")
        if row["framework"] in frameworks
    ]
    return sorted(found, key=lambda one: one.framework.name)


def fullest(known: list[Edition]) -> Edition | None:
    """The one with the most links: where a pack holds most."""
    return max(known, key=lambda one: one.links, default=None)


def items_of(edition: Edition) -> list[FrameworkItem]:
    """Its questions in order, with the actions that meet them."""
    rows = FrameworkItem.objects.filter(framework=edition.framework, edition=edition.edition)
    return list(rows.prefetch_related("crosswalks__action").order_by("order", "pk"))


def codes_of(item: FrameworkItem) -> list[str]:
    """The codes of the actions that meet a question."""
    return sorted({link.action.code for link in item.crosswalks.all()})


def word_of(item: FrameworkItem) -> str:
    """By what programs name a question: its code, or its place in the edition when it has none."""
    return item.code or f"no-{item.order}"


@dataclass(frozen=True)
class Choice:
    """A force, an edition, and the questions of it in their order."""

    force: Force
    edition: Edition
    items: tuple[FrameworkItem, ...]

    @property
    def title(self) -> str:
        """What the pack is called."""
        return _("Evidence pack of %(force)s for %(framework)s") % {
            "force": self.force.short_name,
            "framework": self.edition.title,
        }

    @property
    def payload(self) -> dict[str, Any]:
        """As a job keeps it: ids only."""
        return {
            "force": self.force.pk,
            "framework": self.edition.framework.pk,
            "edition": self.edition.edition,
            "items": [item.pk for item in self.items],
        }

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self | None:
        """Read it again; None when the force, the edition or every question is gone."""
        force = Force.objects.filter(pk=payload.get("force", 0)).first()
        asked = (payload.get("framework"), payload.get("edition"))
        edition = next((one for one in editions() if (one.framework.pk, one.edition) == asked), None)
        if force is None or edition is None:
            return None
        items = chosen(edition, set(payload.get("items", ())))
        return cls(force, edition, items) if items else None


def chosen(edition: Edition, wanted: Iterable[int]) -> tuple[FrameworkItem, ...]:
    """The questions with these ids, in the order of the edition."""
    ids = set(wanted)
    return tuple(item for item in items_of(edition) if item.pk in ids)
