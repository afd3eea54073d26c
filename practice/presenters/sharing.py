"""The page of the owner's permissions, made ready for its template."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from practice.models import Practice
from practice.vocab import Use

MEANING = {
    Use.SHARE_FORCES: _(
        "Officers and staff of every force who sign in can find and read your example, once VKPP has published it."
    ),
    Use.PUBLISH_PUBLIC: _(
        "Everybody can read it on the public practice bank, without sign-in. The contact e-mail address is never shown there."
    ),
    Use.FEATURE_EVENTS: _("VKPP may invite you to present it, or show it, at a regional learning event."),
    Use.DISCUSS_STAKEHOLDERS: _(
        "VKPP may discuss it with partners such as the Home Office and HMICFRS, and their analysts can read it."
    ),
    Use.CONTACT_EVALUATORS: _(
        "VKPP may put you in touch with universities and research bodies that could evaluate it. You decide what comes of it."
    ),
}


def uses(practice: Practice) -> list[dict[str, Any]]:
    """Each use with its meaning and what the owner last said about it."""
    rows = {row.use: row for row in practice.permissions.select_related("given_by", "revoked_by")}
    found = []
    for use in Use:
        row = rows.get(use.value)
        found.append(
            {
                "code": use.value,
                "label": use.label,
                "meaning": MEANING[use],
                "given": row is not None and row.revoked_at is None,
                "row": row,
            }
        )
    return found
