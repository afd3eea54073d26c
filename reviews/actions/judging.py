"""How a review team sees each action: a level as in the return, how much stands behind it, and why."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nvap.models import Action
from reviews.actions.team_work import WRITING, hold_for_team, in_scope, save_changed
from reviews.models import Judgement, PeerReview
from reviews.vocab import EvidenceStrength
from vkpp.core.exceptions import Invalid
from vkpp.core.held import words

HIGHEST = 4


@transaction.atomic
def judge(
    *, review: PeerReview, action: Action, values: Mapping[str, Any], version: int | None = None, by: Any
) -> Judgement:
    """Save the judgement on an action. `values`: level (0 to 4 or None), evidence (0 to 3 or None), text."""
    hold_for_team(review, by, WRITING)
    in_scope(review, action)
    level, evidence = values.get("level"), values.get("evidence")
    errors: dict[str, list[str]] = {}
    if level is not None and not 0 <= level <= HIGHEST:
        errors["level"] = [_("Choose a level.")]
    if evidence is not None and evidence not in EvidenceStrength.values:
        errors["evidence"] = [_("Choose how much stands behind it.")]
    if level is not None and evidence is None:
        errors["evidence"] = [_("Say how much stands behind the level.")]
    if errors:
        raise Invalid(errors)
    text = words(values.get("text") or "", "text", _("Why"))
    judgement, _made = Judgement.objects.get_or_create(
        review=review, action=action, defaults={"version": 0, "changed_by": by}
    )
    cleaned = {"level": level, "evidence": evidence, "text": text}
    if save_changed(judgement, cleaned, version=version, verb="judgement.save", by=by):
        judgement.changed_by = by
        judgement.save(update_fields=["changed_by", "changed_at"])
    return judgement
