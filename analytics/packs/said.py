"""A pack as plain values, from which its page, its PDF and its lists are made. Built once, as one person may read it."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.packs import beside, concerns, material
from analytics.packs.choice import Choice
from analytics.packs.concerns import MISSING, STALE, Concern
from analytics.packs.material import Found, Material
from nvap.form_spec import spec
from nvap.models import Crosswalk, FrameworkItem, Response, SubmittedAnswer
from nvap.presenters import answer_sheet
from vkpp.core.models import Marking
from vkpp.core.templatetags.dates import age, nice_date, nice_datetime

MARKING = Marking.OFFICIAL_SENSITIVE
Said = dict[str, Any]


def build(wanted: Choice, user: Any) -> Said:
    """Everything that the pack says."""
    whole = material.gather(wanted.force, wanted.items, user)
    actions = {pk: action(found, whole, user) for pk, found in whole.found.items()}
    ordered = sorted(actions.values(), key=lambda one: str(one["code"]))
    unlinked = sum(not whole.links.get(item.pk) for item in wanted.items)
    return {
        "title": _("Evidence pack"),
        "force": wanted.force.name,
        "framework": wanted.edition.title,
        "marking": str(MARKING.label),
        "portal": settings.SITE_NAME,
        "made": _("As the portal had it on %(when)s.") % {"when": nice_datetime(timezone.now())},
        "round": whole.ret.round.title if whole.ret is not None else "",
        "questions": [_question(item, whole.links.get(item.pk, []), actions) for item in wanted.items],
        "actions": ordered,
        "unlinked": unlinked,
        **_counts(ordered, unlinked),
    }


def _counts(actions: list[Said], unlinked: int) -> Said:
    pieces = {piece["pk"]: piece for one in actions for piece in one["evidence"]}
    files = [piece for piece in pieces.values() if piece["kind"] == "file" and not piece["unfit"]]
    return {
        "answered": sum(one["answered"] for one in actions),
        "signed": sum(one["sign"]["holds"] for one in actions),
        "files": len(files),
        "links": sum(piece["kind"] == "link" for piece in pieces.values()),
        "size": sum(piece["size"] for piece in files),
        MISSING: sum(len(one[MISSING]) for one in actions) + unlinked,
        STALE: sum(len(one[STALE]) for one in actions),
    }


def _question(item: FrameworkItem, links: list[Crosswalk], actions: dict[int, Said]) -> Said:
    met = [actions[link.action_id] for link in links]
    return {
        "pk": item.pk,
        "code": item.code,
        "text": item.text,
        "note": item.note,
        "sample": "unverified" in item.provenance,
        "links": [
            {
                "code": link.action.code,
                "title": actions[link.action_id]["title"],
                "relation": str(link.get_relation_display()),
                "why": link.rationale,
                "reviewed": link.reviewed_at is not None,
            }
            for link in links
        ],
        "answered": sum(one["answered"] for one in met),
        "signed": sum(one["sign"]["holds"] for one in met),
        "evidence": len({piece["pk"] for one in met for piece in one["evidence"]}),
        MISSING: sum(len(one[MISSING]) for one in met) + (not links),
        STALE: sum(len(one[STALE]) for one in met),
    }


def action(found: Found, whole: Material, user: Any) -> Said:
    """One action: what is answered, who signed it, and everything that hangs on it."""
    shown = found.response or found.newest
    version = shown.action_version if shown is not None else None
    raised = concerns.of(found, whole, user)
    return {
        "code": found.action.code,
        "title": version.title if version is not None else found.action.title,
        "statement": version.statement if version is not None else "",
        "answered": found.response is not None,
        **_answer(found.response or found.newest),
        "sign": _sign(found),
        "before": _before(found),
        "evidence": [beside.piece(one) for one in found.evidence],
        "gaps": [beside.gap(one) for one in found.gaps],
        "practice": [beside.practice(one) for one in found.practice],
        "improvements": [beside.improvement(one) for one in found.improvements],
        "measures": [beside.measure(group, whole.force, user) for group in found.measures],
        MISSING: [_concern(one) for one in raised if one.kind == MISSING],
        STALE: [_concern(one) for one in raised if one.kind == STALE],
    }


def _concern(one: Concern) -> Said:
    return {"text": one.text, "href": one.href, "label": one.label}


def _answer(response: Response | None) -> Said:
    if response is None:
        return {"state": _("Not asked"), "colour": "grey", "round": "", "changed": "", "sections": []}
    words, colour = answer_sheet.state(response)
    form, code = spec(response.ret.round.form), response.action_version.code
    return {
        "state": words,
        "colour": colour,
        "round": response.ret.round.title,
        "changed": _("Last changed on %(day)s (%(age)s).")
        % {"day": nice_date(response.updated_at), "age": age(response.updated_at)}
        if response.counts
        else "",
        "sections": answer_sheet.sections(form, code, response.answers) if response.counts else [],
    }


def _sign(found: Found) -> Said:
    """Whether a chief officer has signed the answer as it reads now, in words."""
    signed = found.signed
    if signed is None or found.response is None:
        return {"holds": False, "label": _("Not signed"), "colour": "grey", "text": ""}
    by = signed.submission.sign_off
    names = {"who": by.signer_label, "day": nice_date(by.signed_at), "round": signed.submission.ret.round.title}
    text = _("Signed for %(round)s by %(who)s on %(day)s.") % names
    if signed.submission.ret.validated_id == signed.submission_id:
        text += " " + _("VKPP has accepted that version.")
    if found.changed:
        return {"holds": False, "label": _("Changed since signed"), "colour": "yellow", "text": text}
    if by.voided_at is not None:
        text += " " + _("The signature under the whole return ended later; this answer still reads as it was signed.")
    return {"holds": True, "label": _("Signed"), "colour": "purple", "text": text}


def _before(found: Found) -> Said | None:
    """The version that was signed last, where the answer reads otherwise now."""
    if found.signed is None or not found.changed:
        return None
    return {"title": _as_signed(found.signed), "sections": _sections(found.signed)}


def _as_signed(signed: SubmittedAnswer) -> str:
    by = signed.submission.sign_off
    words = _("As signed for %(round)s on %(day)s")
    return words % {"round": signed.submission.ret.round.title, "day": nice_date(by.signed_at)}


def _sections(signed: SubmittedAnswer) -> list[Said]:
    form = spec(signed.submission.ret.round.form)
    return answer_sheet.sections(form, signed.action_version.code, signed.answers)
