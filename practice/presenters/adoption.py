"""One force's adoption of a practice: what was decided, what came of it, who learned from whom, its history."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.adopting import people, tree
from practice.adopting.links import adoption_page
from practice.adopting.vocab import (
    COLOURS,
    DID,
    HIDDEN_SOURCE,
    RESULT_COLOURS,
    AdoptionKind,
    AdoptionResult,
    AdoptionState,
    Shared,
)
from practice.models import Adoption, Practice
from vkpp.core import audit
from vkpp.core.templatetags.dates import nice_date

ONE = ("practice", "force", "source__force", "recorded_by")
STORY = {
    "adoption.record": gettext_lazy("Recorded"),
    "adoption.change": gettext_lazy("Changed"),
    "adoption.result": gettext_lazy("Result noted"),
    "adoption.end": gettext_lazy("Ended"),
    "adoption.resume": gettext_lazy("Goes on"),
    "adoption.remove": gettext_lazy("Removed"),
    "adoption.put_back": gettext_lazy("Put back"),
}
FIELDS = {
    "kind": gettext_lazy("Decision"),
    "reason": gettext_lazy("Reason"),
    "plan": gettext_lazy("Plan"),
    "source": gettext_lazy("Learned from"),
    "decided_on": gettext_lazy("Decided on"),
    "started_on": gettext_lazy("Started on"),
    "shared_to": gettext_lazy("Shared with"),
    "result": gettext_lazy("Result"),
    "result_text": gettext_lazy("What others should know"),
}


def own(user: Any, practice: Practice) -> Adoption | None:
    """What the person's force has recorded about the practice already."""
    force = people.recording_force(user)
    found: Adoption | None = Adoption.objects.standing().filter(practice=practice, force=force).first()
    return found if force is not None else None


def sources(user: Any, practice: Practice, adoption: Adoption | None = None) -> Any:
    """The adoptions of the practice that one may say to have learned from; `known` when their force may be named.

    The one that is recorded already stays among them, also when it is no longer shared.
    """
    force = adoption.force if adoption else people.recording_force(user)
    seen = Adoption.objects.visible_to(user).standing().filter(practice=practice)
    open_ = Q(pk__in=seen.exclude(kind=AdoptionKind.REJECT).exclude(force=force).values("pk"))
    if adoption:
        open_ = open_ & ~Q(pk__in=tree.below(adoption)) | Q(pk=adoption.source_id)
    rows = Adoption.objects.filter(open_).annotate(known=Exists(seen.filter(pk=OuterRef("pk"))))
    return rows.select_related("force").order_by("-known", "force__name")


def title_of(adoption: Any) -> str:
    """The practice's title for this reader; `adoption` comes from `named_for`."""
    closed = _("%(reference)s, no longer open to you") % {"reference": adoption.practice.reference}
    return adoption.practice_title or closed


def tags_of(adoption: Adoption) -> list[tuple[str, str]]:
    """Words and colour of the state, and of the result once it is noted."""
    state = AdoptionState(adoption.state)
    found = [(str(_("Removed")), "grey")] if adoption.removed_at else [(str(state.label), COLOURS[state])]
    if adoption.result:
        result = AdoptionResult(adoption.result)
        found.append((str(result.label), RESULT_COLOURS[result]))
    return found


def page(user: Any, adoption: Any) -> dict[str, Any]:
    """The record as this person sees it."""
    writes = people.may_write(user, adoption) and adoption.removed_at is None
    decides = people.may_decide(user, adoption)
    return {
        **head(adoption),
        "tags": tags_of(adoption),
        "facts": _facts(user, adoption),
        "followers": list(_followers(user, adoption)),
        "due": writes and Adoption.objects.filter(pk=adoption.pk).due(timezone.localdate()).exists(),
        "steps": _steps(adoption, decides=decides) if writes else [],
        "resume_url": _url("resume", adoption) if decides and writes and adoption.ended_on else "",
        "put_back_url": _url("put-back", adoption) if decides and adoption.removed_at else "",
        "events": history(adoption) if writes or decides or people.oversees(user) else [],
    }


def head(adoption: Any) -> dict[str, Any]:
    """What every page of the record shows at its top."""
    entry = reverse("practice:entry", args=[adoption.practice.reference]) if adoption.practice_title else ""
    return {
        "adoption": adoption,
        "practice_title": title_of(adoption),
        "entry_url": entry,
        "back": adoption_page(adoption),
    }


def writing(user: Any, adoption: Any, form: Any) -> dict[str, Any]:
    """A page that changes the record. After a refusal because of somebody's change, that is shown beside the form."""
    overtaken = form.is_bound and bool(form.non_field_errors())
    version = form["version"].value() if form.is_bound and not overtaken else adoption.version
    saved = Adoption.objects.named_for(user).select_related(*ONE).get(pk=adoption.pk) if overtaken else None
    facts = _facts(user, saved) if saved else []
    return {**head(adoption), "form": form, "version": version, "saved": facts}


def _steps(adoption: Adoption, *, decides: bool) -> list[dict[str, str]]:
    tried = adoption.state != AdoptionState.REJECTED
    found = []
    if tried:
        found.append((_("Change the result") if adoption.result else _("Note the result"), "result", "primary"))
    found.append((_("Change the record"), "change", "secondary"))
    if decides and adoption.state in (AdoptionState.PLANNED, AdoptionState.RUNNING):
        found.append((_("End it"), "end", "secondary"))
    if decides:
        found.append((_("Remove the record"), "remove", "secondary"))
    return [{"label": label, "href": _url(name, adoption), "kind": kind} for label, name, kind in found]


def _url(name: str, adoption: Adoption) -> str:
    return reverse(f"practice:adoption-{name}", args=[adoption.reference])


def _facts(user: Any, adoption: Any) -> list[tuple[str, str]]:
    rows = [
        (_("Decision"), str(AdoptionKind(adoption.kind).label)),
        (_("Decided on"), nice_date(adoption.decided_on)),
        (_("Started on"), nice_date(adoption.started_on) if adoption.started_on else ""),
        (_("Ended on"), nice_date(adoption.ended_on) if adoption.ended_on else ""),
        (_("Reason"), adoption.reason),
        (_("Plan"), adoption.plan),
        (_("Why it ended"), adoption.end_reason),
        (_("Learned from"), _source(user, adoption)),
        (_("Result"), adoption.get_result_display()),
        (_("What others should know"), adoption.result_text),
        (_("Who may read this"), str(adoption.get_shared_to_display())),
    ]
    return [row for row in rows if row[1]]


def _source(user: Any, adoption: Adoption) -> str:
    """From whom the force learned it, as far as the reader may know."""
    if adoption.kind == AdoptionKind.REJECT:
        return ""
    if adoption.source is None:
        return _("The force whose practice it is")
    if Adoption.objects.visible_to(user).standing().filter(pk=adoption.source_id).exists():
        return adoption.source.force.name
    return str(HIDDEN_SOURCE)


def _followers(user: Any, adoption: Adoption) -> Any:
    return Adoption.objects.shared_with(user).filter(source=adoption).select_related("force").order_by("force__name")


def history(adoption: Adoption) -> list[dict[str, Any]]:
    """What was recorded and changed, newest first, with what stood there before."""
    return [
        {"title": STORY[event.verb], "by": event.actor_label, "at": event.at, "text": _changes(event)}
        for event in audit.events_about(adoption).filter(verb__in=list(STORY))
    ]


def _changes(event: Any) -> str:
    lines = [event.reason] if event.reason else []
    for name, label in FIELDS.items():
        now, before = _said(name, event.after.get(name, "")), _said(name, event.before.get(name, ""))
        if before and before != now:
            lines.append(
                _("%(field)s: %(now)s (before: %(before)s)")
                % {"field": label, "now": now or _("nothing"), "before": before}
            )
        elif now:
            lines.append(_("%(field)s: %(now)s") % {"field": label, "now": now})
    return "\n".join(lines)


def _said(name: str, value: str) -> str:
    """A stored value in words."""
    if name in {"decided_on", "started_on"} and value:
        return nice_date(dt.date.fromisoformat(value))
    words: dict[str, Any] = {
        "kind": dict(AdoptionKind.choices),
        "result": dict(AdoptionResult.choices),
        "shared_to": {one.name: one.label for one in Shared},
    }
    return str(words.get(name, {}).get(value, value))


def did(adoption: Adoption) -> str:
    """`Kent adapted it`."""
    return f"{adoption.force.short_name} {DID[AdoptionKind(adoption.kind)]}"
