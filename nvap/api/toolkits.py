"""The guidance beside an action, as the API shows it: what is published now, never the draft."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from nvap.models import Toolkit
from nvap.vocab import PlanState
from vkpp.core.api.pagination import Row


class KeyFindingShape(serializers.Serializer[Any]):
    """A group of key findings."""

    title = serializers.CharField(help_text=_("What they are about."))
    points = serializers.ListField(child=serializers.CharField(), help_text=_("One sentence each."))


class LinkShape(serializers.Serializer[Any]):
    """A useful link."""

    label = serializers.CharField(help_text=_("What it leads to."))  # type: ignore[assignment]  # the name is the API's
    url = serializers.CharField(help_text=_("Where it leads; empty where no address is known."))


def _texts(words: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=words)


class ToolkitShape(serializers.Serializer[Any]):
    """The guidance beside an action as it was published last."""

    number = serializers.IntegerField(help_text=_("Counts its editions."))
    aims = _texts(_("What the action is for."))
    organisational_impact = serializers.CharField(help_text=_("What it changes in a force; may be empty."))
    external_impact = serializers.CharField(help_text=_("What it changes for people; may be empty."))
    meaning = serializers.CharField(help_text=_("What is meant; may be empty."))
    good_looks_like = _texts(_("What good looks like."))
    steps = _texts(_("Journey to good, step by step."))
    forces_doing = serializers.CharField(help_text=_("What forces are doing; may be empty."))
    key_findings = KeyFindingShape(many=True, help_text=_("Key findings."))
    measures = _texts(_("Suggested measures."))
    links = LinkShape(many=True, help_text=_("Useful links."))
    published_at = serializers.DateTimeField(help_text=_("When this edition was published."))


COLUMNS = tuple(ToolkitShape._declared_fields)


def published(action_versions: Iterable[int]) -> dict[int, Row]:
    """The newest published guidance by action version."""
    newest = (
        Toolkit.objects.filter(action_version__in=list(action_versions), state=PlanState.PUBLISHED)
        .order_by("action_version", "-number")
        .distinct("action_version")
    )
    return {row.pop("action_version"): _shown(row) for row in newest.values("action_version", *COLUMNS)}


def _shown(row: Row) -> Row:
    found = [{"title": str(one.get("title", "")), "points": list(one.get("points", []))} for one in row["key_findings"]]
    links = [{"label": str(one.get("label", "")), "url": str(one.get("url", ""))} for one in row["links"]]
    return {**row, "key_findings": found, "links": links}
