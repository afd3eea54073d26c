"""The guidance beside an action: staff edit a draft, look at it, publish it; every published edit stays."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.file_shapes import ToolkitShape, read
from nvap.models import ActionVersion, Toolkit
from nvap.people import may_edit_toolkit
from nvap.plan_files import TOOLKIT_FIELDS
from nvap.vocab import PlanState
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed


def shown() -> "QuerySet[Toolkit]":
    """The toolkits that readers see: of each action the last one published."""
    published = Toolkit.objects.filter(state=PlanState.PUBLISHED)
    newer = published.filter(action_version=OuterRef("action_version"), number__gt=OuterRef("number"))
    return published.exclude(Exists(newer))


def current(action_versions: Iterable[int]) -> dict[int, Toolkit]:
    """Action version id → the toolkit that readers see: the last one published."""
    return {row.action_version_id: row for row in shown().filter(action_version__in=list(action_versions))}


def draft_of(action: ActionVersion) -> Toolkit | None:
    """The draft that somebody is working on, if any."""
    return Toolkit.objects.filter(action_version=action, state=PlanState.DRAFT).select_related("edited_by").first()


def _check_editor(by: Any) -> None:
    if not may_edit_toolkit(by):
        raise NotAllowed(_("Only VKPP staff edit the guidance beside actions."))


@transaction.atomic
def save(*, action: ActionVersion, values: Mapping[str, Any], version: int, by: Any) -> Toolkit:
    """Save the draft; `version` is the one the editor had (0: there was no draft). Readers see nothing of it yet."""
    _check_editor(by)
    ActionVersion.objects.select_for_update(no_key=True).get(pk=action.pk)
    words = _checked(values)
    draft = draft_of(action)
    found = draft.version if draft is not None else 0
    if found != version:
        raise Conflict(
            _(
                "Somebody saved this draft meanwhile. Look at their text beside yours, keep what is right and save again."
            ),
            {"version": found, **({name: getattr(draft, name) for name in TOOLKIT_FIELDS} if draft else {})},
        )
    if draft is None:
        last = Toolkit.objects.filter(action_version=action).aggregate(last=Max("number"))["last"] or 0
        draft = Toolkit(action_version=action, number=last + 1, version=0)
    for name, value in words.items():
        setattr(draft, name, value)
    draft.version += 1
    draft.edited_by = by
    draft.save()
    audit.record(by=by, verb="toolkit.save", target=draft, after={"version": draft.version})
    return draft


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    words, problems = read(ToolkitShape, {name: values[name] for name in TOOLKIT_FIELDS if name in values})
    if problems:
        raise Invalid({"": problems})
    return {name: words[name] for name in TOOLKIT_FIELDS if name in values}


@transaction.atomic
def publish(*, draft: Toolkit, version: int, by: Any) -> None:
    """Show the draft to everybody, as it was looked at (`version`); it stays for ever."""
    _check_editor(by)
    if draft.action_version.plan.state != PlanState.PUBLISHED:
        raise Conflict(_("The plan is still a draft. Its guidance is published together with it."))
    won = Toolkit.objects.filter(pk=draft.pk, state=PlanState.DRAFT, version=version).update(
        state=PlanState.PUBLISHED, published_at=timezone.now(), edited_by=by
    )
    if not won:
        raise Conflict(_("This draft has changed or is published already. Look at it again before you publish it."))
    draft.refresh_from_db()
    audit.record(by=by, verb="toolkit.publish", target=draft, after={"number": draft.number})


@transaction.atomic
def discard(*, draft: Toolkit, by: Any) -> None:
    """Throw the draft away; readers keep seeing the last published text."""
    _check_editor(by)
    gone, _rows = Toolkit.objects.filter(pk=draft.pk, state=PlanState.DRAFT).delete()
    if not gone:
        raise Conflict(_("There is no draft any more."))
    audit.record(by=by, verb="toolkit.discard", target=draft)
