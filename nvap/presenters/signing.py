"""What the page before a signature shows: where the return stands, what changed, and what the person may do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nvap import canonical, comparison, people, rules
from nvap.actions import signing
from nvap.links import return_page, sign_page, versions_page
from nvap.models import Return
from nvap.presenters.return_steps import buttons, came_back
from nvap.workflow import RETURN
from vkpp.accounts.models import User

STEPS = ("send_for_signature", "recall", "return_unsigned", "submit")
KINDS = {
    "lowered": ("Lowered", "red"),
    "raised": ("Raised", "green"),
    "changed": ("Changed", "blue"),
    "new": ("New", "purple"),
    "gone": ("No longer asked", "grey"),
}


def context(user: Any, ret: Return, asked: str = "") -> dict[str, Any]:
    """Everything the template prints; `asked` names the version to compare with."""
    content = canonical.content(ret)
    digest = canonical.digest(content)
    compared = {"signature": comparison.since_signature(ret, content), "round": comparison.since_round(ret, content)}
    since = asked if compared.get(asked) else next((name for name in comparison.SINCE if compared[name]), "")
    may_sign = RETURN.allows(ret, "sign", user)
    return {
        "ret": ret,
        "return_url": return_page(ret),
        "sign_url": sign_page(ret),
        "versions_url": versions_page(ret),
        "state": RETURN.state(ret.state),
        "since": since,
        "tabs": _tabs(compared, since),
        "compared": compared.get(since),
        "groups": groups(compared.get(since)),
        "content_hash": digest,
        "holding": ret.signed is not None and ret.signed.content_hash == digest,
        "last": comparison.last_signature(ret),
        "facts": _facts(content),
        "missing": [sentence for group in _missing(user, ret).values() for sentence in group],
        "steps": buttons(ret, user, STEPS),
        "came_back": came_back(ret),
        "may_sign": may_sign,
        "alone": may_sign and signing.prepared_alone(ret, user),
        "declaration": signing.declaration(ret),
        "preparers": [str(person) for person in User.objects.filter(pk__in=signing.preparers(ret)).order_by("pk")],
    }


def groups(compared: comparison.Comparison | None) -> list[dict[str, Any]]:
    """The changes by kind, the lowered ones first."""
    if compared is None:
        return []
    words = {
        "lowered": _("Lowered"),
        "raised": _("Raised"),
        "changed": _("Changed in other ways"),
        "new": _("New: nothing to compare with"),
        "gone": _("No longer asked"),
    }
    return [
        {"kind": kind, "title": words[kind], "colour": KINDS[kind][1], "changes": changes}
        for kind in words
        if (changes := [change for change in compared.changes if change.kind == kind])
    ]


def _tabs(compared: Mapping[str, comparison.Comparison | None], since: str) -> list[dict[str, Any]]:
    words = {"signature": _("Since the last signature"), "round": _("Since the last round")}
    return [
        {"label": words[name], "href": f"?since={name}", "current": name == since, "count": len(item.shown)}
        for name, item in compared.items()
        if item is not None
    ]


def _facts(content: dict[str, Any]) -> dict[str, int]:
    rows = content["answers"]
    return {
        "actions": len(rows),
        "answered": sum(row["provenance"] == "answered" for row in rows),
        "gaps": sum(any(gap["state"] == "open" for gap in row["gaps"]) for row in rows),
        "practice": sum(bool(row["practice"]) for row in rows),
        "not_applicable": sum(row["not_applicable"] for row in rows),
        "evidence": sum(len(row["evidence"]) for row in rows),
    }


def _missing(user: Any, ret: Return) -> Mapping[str, list[str]]:
    """What must be settled before the lead can go on."""
    if RETURN.allows(ret, "send_for_signature", user):
        return rules.missing_for_signature(ret)
    if RETURN.allows(ret, "submit", user) and people.may_lead_or_sign(user, ret):
        return rules.missing_for_submission(ret)
    return {}
